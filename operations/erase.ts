import { isOrderId } from '../lib/domain/order.ts';
import { toInstant } from '../lib/domain/instant.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { type Given, runOperation } from './run.ts';

// `npm run orders:erase`: a customer asks to be forgotten (docs/privacy.md).

const HELP = `Erases the person from orders, and keeps what the books need.

  npm run orders:erase -- --stage STAGE --store STORE ORDER…
  npm run orders:erase -- --stage STAGE --store STORE --email dana@example.com

  ORDER…            these orders, by the numbers that the webstore gave them
  --email ADDRESS   every order of the store with this email, billed or shipped to
  --notes           also empties every note that somebody wrote, whomever it quotes

Erased are names, company, street, postal code, phone and email of both addresses, and what quotes them in notes and in
messages to the webstore. Recorded calls that hold the orders are deleted, and what a platform sent of them is emptied. Kept are lines, totals, payment types, shipments, city, state and country.
An order that is still outstanding is refused: have it canceled first. The command may be repeated at any time.

Exit code: 0 all are erased, 1 some are not, 2 wrong usage.

Example: npm run orders:erase -- --stage prod --store coolbike 100234
`;

await runOperation({
  name: 'orders:erase',
  help: HELP,
  options: { store: { type: 'string' }, email: { type: 'string' }, notes: { type: 'boolean' } },
  act,
});

async function act({ words, values, signal, now }: Given): Promise<number> {
  const { store: storeId, email, notes } = values;
  if (typeof storeId !== 'string') throw new UsageError('Which store? --store coolbike');
  if (words.length > 0 === (typeof email === 'string'))
    throw new UsageError('Whom? Name the orders, or an email: --email dana@example.com');
  const wrong = words.find((word) => !isOrderId(word));
  if (wrong !== undefined)
    throw new UsageError(`"${wrong}" is not an order number: 1 to 64 characters of A-Z a-z 0-9 . _ -`);
  if (email !== undefined && !/^\s*\S+@\S+\s*$/.test(String(email)))
    throw new UsageError(`"${email}" is not an email address. It looks like dana@example.com`);
  const { getStore } = await import('../lib/database/stores.ts');
  if (!(await getStore(storeId))) throw new Error(`There is no store ${storeId} on this stage.`);

  const { erasable, eraseOrder, ordersOf } = await import('./erase/orders.ts');
  const { deleteRecordings } = await import('./erase/recordings.ts');
  const { removePayloads } = await import('./erase/deliveries.ts');
  const orderIds = typeof email === 'string' ? await ordersOf(email, storeId) : [...new Set(words)];
  console.log(`${orderIds.length} ${orderIds.length === 1 ? 'order' : 'orders'} of ${storeId}.`);
  // The recordings first: once the order is erased, nothing leads to them.
  const texts = typeof email === 'string' ? [email] : [];
  const named = await erasable(storeId, orderIds, toInstant(now));
  const calls = await deleteRecordings(storeId, { orderIds: named, texts });
  console.log(`${calls} recorded ${calls === 1 ? 'call' : 'calls'} deleted.`);
  const { removed, busy } = await removePayloads(storeId, { orderIds: named, texts });
  if (removed > 0)
    console.log(`${removed} ${removed === 1 ? 'delivery' : 'deliveries'} of platforms emptied.`);
  if (busy > 0) console.log(`${busy} NOT emptied: still to be read. Run the command again in some minutes.`);
  let open = busy;
  for (const orderId of orderIds) {
    if (signal.aborted) throw new Error('Interrupted. Run the command again: it goes on where it stopped.');
    const { told, done } = await eraseOrder(storeId, orderId, {
      now: toInstant(now),
      allNotes: notes === true,
    });
    console.log(`${orderId} ${told}`);
    if (!done) open += 1;
  }
  return open > 0 ? 1 : 0;
}
