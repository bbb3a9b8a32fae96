import { type Asked, ok, type ShopRequest } from '../api.ts';
import { type askJson, elementsOf, fieldOf } from '../asking.ts';

/** One call of WooCommerce's REST API; the path is that behind `/wp-json/`. */
export type WooCall = (
  method: ShopRequest['method'],
  path: string,
  body?: unknown,
) => ReturnType<typeof askJson>;

/** Looks at the notes first: what was told is not told again, though our call’s answer was lost. */
export async function note(
  call: WooCall,
  platformId: string,
  { text, forCustomer }: { text: string; forCustomer: boolean },
): Promise<Asked<string>> {
  const notes = await call('GET', `wc/v3/orders/${platformId}/notes`);
  if (!notes.ok) return notes;
  const known = (elementsOf(notes.value.json) ?? []).some((one) => fieldOf(JSON.parse(one), 'note') === text);
  if (known) return ok('The note is there already.');
  const made = await call('POST', `wc/v3/orders/${platformId}/notes`, {
    note: text,
    customer_note: forCustomer,
  });
  return made.ok ? ok('A note was written in the shop.') : made;
}
