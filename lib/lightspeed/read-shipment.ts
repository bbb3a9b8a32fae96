import { Failure } from '../domain/failure.ts';
import type { ShippedItem } from '../domain/order.ts';
import type { ToldShipment } from '../domain/ship.ts';
import { beginning } from '../domain/text.ts';
import { type Element, isCalled, outermost, textOf, value } from './element.ts';
import { tags } from './names.ts';
import { readShipDate } from './ship-date.ts';

const MAX_TRACKING_NUMBER_LENGTH = 256;
const MAX_TEXT_LENGTH = 100;

/**
 * Reads the shipments of a request (contract 5): one for each tracking number of the document itself and of each
 * package in it. What a package does not say is taken from the document. Items beside several tracking numbers
 * go with the first of them, so that they count once. Throws `InvalidRequest` if there is no tracking number.
 */
export function readShipments(root: Element): ToldShipment[] {
  const packages = root.children.flatMap(packagesIn);
  const holders = [withoutPackages(root), ...packages];
  const hasItems = holders.some((holder) => itemsIn(holder).length > 0);
  const found = holders.flatMap((holder) => {
    const items = itemsIn(holder);
    return trackingNumbersIn(holder).map((number, at) => ({ number, holder, items: at === 0 ? items : [] }));
  });
  const [first] = found;
  if (!first) throw new Failure('InvalidRequest', `A ${tags.trackingNumber} is missing.`);
  const homeless = holders.filter((holder) => trackingNumbersIn(holder).length === 0).flatMap(itemsIn);
  first.items = [...first.items, ...homeless];
  const saidOfAll = readDetails(root);
  // Each holder is searched once, however many tracking numbers it has.
  const said = new Map(packages.map((one) => [one, { ...saidOfAll, ...readDetails(one) }]));
  return found.map(({ number, holder, items }) =>
    toShipment(number, { said: said.get(holder) ?? saidOfAll, items: hasItems ? items : undefined }),
  );
}

/** The optional parts of a shipment besides its items; what is not said is absent. */
type Details = Partial<Record<'carrier' | 'service' | 'shipDate', string>>;

function readDetails(holder: Element): Details {
  const carrier = value(holder, tags.carrier);
  const service = value(holder, tags.service);
  const shipDate = value(holder, tags.shipDate);
  return { ...(carrier && { carrier }), ...(service && { service }), ...(shipDate && { shipDate }) };
}

function toShipment(
  trackingNumber: string,
  { said, items }: { said: Details; items: Element[] | undefined },
): ToldShipment {
  if (trackingNumber.length > MAX_TRACKING_NUMBER_LENGTH) {
    throw new Failure(
      'InvalidRequest',
      `A ${tags.trackingNumber} has at most ${MAX_TRACKING_NUMBER_LENGTH} characters.`,
    );
  }
  const date = said.shipDate;
  const shippedAt = date === undefined ? undefined : readShipDate(date);
  const read = items?.map(readItem);
  return {
    trackingNumber,
    carrier: shortened(said.carrier),
    service: shortened(said.service),
    shippedAt,
    items: read?.flatMap(({ item }) => item ?? []),
    remarks: [
      ...(date !== undefined && shippedAt === undefined
        ? [`The ship date "${date}" of ${trackingNumber} could not be read.`]
        : []),
      ...(read ?? []).flatMap(({ remark }) => remark ?? []),
    ],
  };
}

function shortened(text: string | undefined): string | undefined {
  return text === undefined ? undefined : beginning(text, MAX_TEXT_LENGTH);
}

/** A quantity that is left out is one; one that cannot be read (`1,000`?) covers nothing and is kept in a note. */
function readItem(item: Element): { item?: ShippedItem; remark?: string } {
  const sku = value(item, tags.sku);
  const said = value(item, tags.quantity) ?? '1';
  if (sku === undefined) return { remark: `A shipped item without a SKU, quantity "${said}".` };
  const [, whole] = /^\+?(\d{1,7})(?:\.0*|,0{0,2})?$/.exec(said) ?? [];
  if (whole !== undefined) return { item: { sku, quantity: Number(whole) } };
  return {
    item: { sku, quantity: 0 },
    remark: `The shipped quantity "${said}" of ${sku} could not be read.`,
  };
}

function trackingNumbersIn(holder: Element): string[] {
  const attributes = holder.attributes.filter(({ name }) => name === tags.trackingNumber.toLowerCase());
  const elements = outermost(holder, tags.trackingNumber).map(textOf);
  return [...attributes.map((attribute) => attribute.value), ...elements].filter((number) => number !== '');
}

function itemsIn(holder: Element): Element[] {
  return outermost(holder, tags.item);
}

/** A client that sends several may call each one a package or a shipment. */
function isPackage(element: Element): boolean {
  return isCalled(element, tags.package) || isCalled(element, tags.shipment);
}

function packagesIn(element: Element): Element[] {
  return isPackage(element) ? [element] : element.children.flatMap(packagesIn);
}

function withoutPackages(element: Element): Element {
  return { ...element, children: element.children.filter((child) => !isPackage(child)).map(withoutPackages) };
}
