import type { ComponentChildren } from 'preact';
import type { Instant } from '../../domain/instant.ts';
import type { Money } from '../../domain/money.ts';
import type { Note } from '../../domain/note.ts';
import type { Address, Order, Shipment } from '../../domain/order.ts';
import { paymentType } from '../../domain/payment-type.ts';
import { Amount, CopyButton, countryName, dayText, Empty, Time, type Zone } from '../parts.tsx';
import { Table } from '../table.tsx';
import { trackingUrl } from './order-words.tsx';

/* Of the page of an order: what is in it, where it goes, and what was shipped and noted. Nothing can be done here. */

/** Its lines, sums and payments. */
export function Content({ order: { content } }: { order: Order }) {
  const { lines, totals, currency, payments } = content;
  const amount = (money: Money) => <Amount amount={money} currency={currency} />;
  const between: [string, Money, ComponentChildren][] = [
    ['Discount', totals.discount, <>−{amount(totals.discount)}</>],
    ['Shipping', totals.shipping, amount(totals.shipping)],
    ['Tax', totals.tax, amount(totals.tax)],
  ];
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">What is in it</h2>
      <Table
        caption="Lines and totals"
        columns={[
          { name: 'Part', kind: 'text' },
          { name: 'Quantity', kind: 'number', phone: 'labeled' },
          { name: 'Price', kind: 'number', phone: 'aside' },
        ]}
        rows={lines.map(({ quantity, sku, manufacturer, description, unitPrice }, n) => ({
          key: String(n),
          cells: [
            <>
              {sku}
              <br />
              <span class="detail">{[manufacturer, description].filter(Boolean).join(', ')}</span>
            </>,
            quantity,
            amount(unitPrice),
          ],
        }))}
        sums={[
          ['Subtotal', amount(totals.subtotal)],
          ...between.filter(([, money]) => money > 0).map(([name, , shown]) => [name, shown] as const),
          ['Total', amount(totals.total)],
        ]}
      />
      <p class="text">
        Paid by{' '}
        {payments.map(({ method, amount }, n) => (
          <span key={n}>
            {n > 0 && ', '}
            {method} (<abbr title="Lightspeed’s method of payment">{paymentType(method)}</abbr>){' '}
            <Amount amount={amount} currency={currency} />
          </span>
        ))}
      </p>
    </section>
  );
}

/** Its addresses, shipments and notes, and the XML of it. */
export function Details({ order, zone, xml }: { order: Order; zone: Zone; xml: string }) {
  const { content, shipments, notes } = order;
  return (
    <>
      <div class="columns">
        <AddressCard title="Bill to" address={content.billTo} />
        <AddressCard title="Ship to" address={content.shipTo ?? content.billTo} />
      </div>
      <div data-refresh>
        <Shipments shipments={shipments} zone={zone} />
        <Notes notes={notes} zone={zone} />
      </div>
      <details>
        <summary>As Lightspeed gets it (XML)</summary>
        <pre class="text">{xml}</pre>
      </details>
    </>
  );
}

function Shipments({ shipments, zone }: { shipments: Shipment[]; zone: Zone }) {
  return (
    <section aria-labelledby="shipments">
      <h2 id="shipments">Shipments</h2>
      {shipments.length === 0 ? (
        <Empty>None yet. Lightspeed tells a tracking number when the order is shipped there.</Empty>
      ) : (
        <ul>
          {shipments.map(({ trackingNumber, carrier, shippedAt, items }) => (
            <li key={trackingNumber} class="text">
              {carrier} <TrackingNumber number={trackingNumber} carrier={carrier} />{' '}
              <CopyButton text={trackingNumber} /> shipped <ShipDay at={shippedAt} zone={zone} />
              {items && `: ${items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A link, if the carrier is a known one. */
function TrackingNumber({ number, carrier }: { number: string; carrier: string | undefined }) {
  const url = trackingUrl(carrier, number);
  if (url === undefined) return <>{number}</>;
  return (
    <a href={url} rel="noreferrer noopener">
      {number}
    </a>
  );
}

/** Lightspeed often tells the day alone, which is no instant of any zone. */
function ShipDay({ at, zone }: { at: Instant; zone: Zone }) {
  return MIDNIGHT.test(at) ? <>{dayText(at.slice(0, 10))}</> : <Time at={at} zone={zone} />;
}

const MIDNIGHT = /T00:00:00(\.0+)?Z$/;

function Notes({ notes, zone }: { notes: Note[]; zone: Zone }) {
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      {notes.length === 0 ? (
        <Empty>None.</Empty>
      ) : (
        <ul>
          {notes.toReversed().map((note, n) => (
            <li key={n} class="text">
              <Time at={note.lastAt} zone={zone} />, {note.by ?? note.source}
              {note.count > 1 && `, ${note.count} times`}: {note.text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function AddressCard({ title, address }: { title: string; address: Address }) {
  const { firstName, lastName, company, address1, address2, city, state, postalCode, country, phone, email } =
    address;
  const lines = [
    [firstName, lastName].filter(Boolean).join(' '),
    company,
    address1,
    address2,
    [city, state, postalCode].filter(Boolean).join(' '),
    countryName(country),
    phone,
    email,
  ].filter(Boolean);
  return (
    <section>
      <h2>{title}</h2>
      <address class="text">
        {lines.map((line, n) => (
          <span key={n}>
            {line}
            <br />
          </span>
        ))}
      </address>
    </section>
  );
}
