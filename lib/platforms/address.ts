import type { DraftAddress } from './draft.ts';
import { stateCode } from './states-by-name.ts';
import { firstOf, oneLine } from './text.ts';

/** An address as a platform has it. `name` is the whole name, where the platform has one field for it. */
export type RawAddress = DraftAddress & { name?: string | undefined };

/** An address in our form; undefined if it lacks what a parcel or an invoice needs. */
export function toAddress(raw: RawAddress | undefined): DraftAddress | undefined {
  if (raw === undefined) return undefined;
  const line = (field: keyof RawAddress): string | undefined => oneLine(raw[field]);
  const state = line('state');
  const country = line('country');
  const address: DraftAddress = {
    ...names(line('firstName'), line('lastName'), line('name')),
    company: line('company'),
    address1: firstOf(line('address1'), line('address2')),
    address2: line('address1') === undefined ? undefined : line('address2'),
    // Some countries have no cities (Singapore), and some shops do not ask for one there.
    city: firstOf(line('city'), state, line('address1') === undefined ? undefined : country),
    state: stateCode(state, country),
    postalCode: line('postalCode'),
    country,
    phone: line('phone'),
    email: line('email'),
  };
  return Object.values(address).some((value) => value !== undefined) ? address : undefined;
}

function names(
  first: string | undefined,
  last: string | undefined,
  whole: string | undefined,
): Pick<DraftAddress, 'firstName' | 'lastName'> {
  if (last !== undefined) return { firstName: first, lastName: last };
  // The only name that is known is the last name, because that is the one that is required.
  const words = (first ?? whole ?? '').split(' ');
  const lastWord = words.pop();
  return {
    firstName: words.length > 0 ? words.join(' ') : undefined,
    lastName: lastWord === '' ? undefined : lastWord,
  };
}

/** Whether a parcel or an invoice can be sent there. */
export function isComplete({ address1, city, country }: DraftAddress): boolean {
  return address1 !== undefined && city !== undefined && country !== undefined;
}

interface Parties {
  billing: DraftAddress | undefined;
  shipping: DraftAddress | undefined;
  /** What else is known about the customer: name, phone, email, sometimes an address. */
  customer: DraftAddress | undefined;
}

/**
 * The billing and shipping address. Without a billing address it is the shipping address, without both the customer's
 * own. Undefined: no address is known.
 */
export function partiesOf({
  billing,
  shipping,
  customer,
}: Parties): { billTo: DraftAddress; shipTo: DraftAddress | undefined } | undefined {
  const place = [billing, shipping, customer].find((address) => address && isComplete(address));
  if (place === undefined) return undefined;
  const people = [billing, shipping, customer];
  const contact = {
    phone: firstOf(...people.map((address) => address?.phone)),
    email: firstOf(...people.map((address) => address?.email)),
  };
  const billTo = named({ ...place, ...without(contact, place) }, people);
  const shipTo =
    shipping && isComplete(shipping) && shipping !== place
      ? named(shipping, [shipping, ...people])
      : undefined;
  return { billTo, shipTo: shipTo && sameAddress(shipTo, billTo) ? undefined : shipTo };
}

/** Fills only what the address lacks. */
function without(contact: DraftAddress, { phone, email }: DraftAddress): DraftAddress {
  return { phone: phone ?? contact.phone, email: email ?? contact.email };
}

/** Adds the first known name, if the address has neither a name nor a company. */
function named(address: DraftAddress, people: readonly (DraftAddress | undefined)[]): DraftAddress {
  if (firstOf(address.lastName, address.company) !== undefined) return address;
  const known = people.find((other) => firstOf(other?.lastName, other?.company) !== undefined);
  return {
    ...address,
    firstName: known?.firstName,
    lastName: known === undefined ? 'Customer' : known.lastName,
    company: known?.company,
  };
}

/** A shipping address has no email, and often no phone; without them it is still the same address. */
function sameAddress(shipTo: DraftAddress, billTo: DraftAddress): boolean {
  const fields = [
    'firstName',
    'lastName',
    'company',
    'address1',
    'address2',
    'city',
    'state',
    'postalCode',
    'country',
  ] as const;
  return (
    fields.every((field) => shipTo[field] === billTo[field]) &&
    (shipTo.phone === undefined || shipTo.phone === billTo.phone) &&
    (shipTo.email === undefined || shipTo.email === billTo.email)
  );
}
