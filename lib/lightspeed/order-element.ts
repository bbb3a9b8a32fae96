import type { Instant } from '../domain/instant.ts';
import { formatMoney } from '../domain/money.ts';
import type { Address, Order } from '../domain/order.ts';
import { paymentType } from '../domain/payment-type.ts';
import { withoutForbidden } from '../domain/text.ts';
import { type Tag, tags } from './names.ts';
import { writeInstant } from './write-instant.ts';
import type { Written } from './write-xml.ts';

/**
 * The elements of one outstanding order (contract 3). Throws, with the reason, if it lacks what Lightspeed must have.
 */
export function orderElement(
  { orderId, content }: Order,
  { timeZone }: { timeZone?: string | undefined } = {},
): Written {
  const { placedAt, currency, billTo, shipTo = billTo, lines, totals, payments } = content;
  return [
    tags.order,
    [
      [tags.orderId, orderId],
      [tags.orderDate, timeZone === undefined ? writeInstant(placedAt) : writeLocalTime(placedAt, timeZone)],
      [tags.currency, currency],
      [tags.billTo, address(billTo)],
      [tags.shipTo, address(shipTo)],
      [
        tags.items,
        lines.map(
          (line): Written => [
            tags.item,
            [
              required(tags.sku, line.sku),
              [tags.quantity, String(line.quantity)],
              [tags.price, formatMoney(line.unitPrice)],
              text(tags.manufacturer, line.manufacturer),
              text(tags.description, line.description),
            ],
          ],
        ),
      ],
      [
        tags.totals,
        [
          [tags.subtotal, formatMoney(totals.subtotal)],
          [tags.discount, formatMoney(totals.discount)],
          [tags.shipping, formatMoney(totals.shipping)],
          [tags.tax, formatMoney(totals.tax)],
          [tags.total, formatMoney(totals.total)],
        ],
      ],
      [
        tags.payments,
        payments.map(
          ({ method, amount }): Written => [
            tags.payment,
            [
              [tags.type, paymentType(method)],
              [tags.amount, formatMoney(amount)],
            ],
          ],
        ),
      ],
    ],
  ];
}

function address(of: Address): Written[] {
  return [
    text(tags.firstName, of.firstName),
    text(tags.lastName, of.lastName),
    text(tags.company, of.company),
    required(tags.address1, of.address1),
    text(tags.address2, of.address2),
    required(tags.city, of.city),
    text(tags.state, of.state),
    text(tags.postalCode, of.postalCode),
    required(tags.country, of.country),
    text(tags.phone, of.phone),
    text(tags.email, of.email),
  ];
}

function required(tag: Tag, value: string): Written {
  const written = text(tag, value);
  if (written[1] === undefined) throw new Error(`its ${tag} is empty.`);
  return written;
}

/** A blank text is absent. */
function text(tag: Tag, value = ''): Written {
  const kept = withoutForbidden(value);
  return [tag, kept.trim() === '' ? undefined : kept];
}

/** The wall clock of a time zone, whole seconds, without its offset, as Lightspeed's own service writes it. */
export function writeLocalTime(instant: Instant, timeZone: string): string {
  const parts = clockOf(timeZone).formatToParts(new Date(instant));
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  );
  return `${year?.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Creating a formatter takes longer than writing a whole order. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const twoDigits = '2-digit';
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: twoDigits,
      day: twoDigits,
      hour: twoDigits,
      minute: twoDigits,
      second: twoDigits,
    });
  clocks.set(timeZone, clock);
  return clock;
}
