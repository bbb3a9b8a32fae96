import type { Untold } from '../../lib/domain/messages.ts';
import type { Order } from '../../lib/domain/order.ts';
import { aContent, anAddress, anOrder } from './an-order.ts';

/*
 * A store every text of which somebody chose: whoever may write it, and whatever would refuse it. What is written here goes past
 * the schemas on purpose: the pages must not depend on them.
 */

export const AT = '2026-11-23T18:00:00Z';
export const ORDER_ID = '100234';

/** Adds it, with an order, recorded calls, messages, a shop, an audit, and somebody who was invited. */
export async function addHostileStore(id: string, text: string): Promise<void> {
  await addStoreOf(id, text);
  await addOrderOf(id, text);
  await addCallOf(id, text);
  await addShopOf(id, text);
  const { writeDown } = await import('../../lib/database/audit.ts');
  await writeDown({ at: AT, who: text, store: id, what: text, from: text, to: text });
  const { changePerson } = await import('../../lib/database/people.ts');
  await changePerson(`person-${id}@example.com`, () => ({
    email: `person-${id}@example.com`,
    role: 'dealer',
    stores: [id],
    invitedAt: AT,
    invitedBy: text,
  }));
}

async function addStoreOf(id: string, text: string): Promise<void> {
  const { addStore } = await import('../../lib/database/stores.ts');
  const secret = { hash: 'none', since: AT };
  await addStore({
    id,
    name: text,
    enabled: true,
    username: text,
    passwords: [secret],
    apiTokens: [secret],
    machineAddress: text,
    webhook: {
      url: `https://shop.example/${text}`,
      enabled: true,
      secrets: [{ sealed: 'none', since: AT }],
      since: AT,
    },
    connections: [
      {
        platform: 'woocommerce',
        shop: text,
        secrets: [{ sealed: 'none', since: AT }],
        webhookIds: [text],
        offeredStates: [text],
        testOrders: false,
        numberPrefix: text,
        cancelInShop: false,
        importSince: AT,
        connectedAt: AT,
      },
    ],
    payments: { [text]: text },
    createdAt: AT,
    updatedAt: AT,
  });
}

/** Refused, shipped, noted and told of: what Lightspeed and the webstore say of it is the text. */
function orderOf(text: string): Order {
  const address = anAddress({
    firstName: text,
    lastName: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    state: text,
    postalCode: text,
    country: text,
    phone: text,
    email: text,
  });
  const line = { sku: text, quantity: 2, unitPrice: 3450, manufacturer: text, description: text };
  const note = { text, firstAt: AT, lastAt: AT, count: 1 };
  return anOrder({
    orderId: ORDER_ID,
    content: aContent({
      billTo: address,
      shipTo: address,
      currency: 'USD',
      lines: [line],
      payments: [{ method: text, amount: 7709 }],
    }),
    failedDownloads: 1,
    notes: (['lightspeed', 'webstore', 'staff', 'system'] as const).map((source) => ({ source, ...note })),
    shipments: [
      {
        trackingNumber: text,
        carrier: text,
        service: text,
        shippedAt: AT,
        recordedAt: AT,
        items: [{ sku: text, quantity: 1 }],
      },
      { trackingNumber: `javascript:${text}`, carrier: 'UPS', shippedAt: AT, recordedAt: AT },
    ],
  });
}

async function addOrderOf(id: string, text: string): Promise<void> {
  const { putOrder } = await import('../../lib/database/orders.ts');
  const { keepMessage, claim, finish } = await import('../../lib/database/messages.ts');
  const { recordFailure } = await import('../../lib/database/listening.ts');
  const order = orderOf(text);
  const again = (before: Order) => ({ order: before, result: undefined });
  await putOrder({ store: { id }, by: 'webstore' }, { fresh: order, created: undefined, again });
  const untold: Untold = { sequence: 1, type: 'order.refused', at: AT, status: 'New', errors: [text] };
  const due = await keepMessage(id, { order, untold, target: 'webhook' }, AT);
  const claimed = due && (await claim(due, AT));
  const outcome = { delivered: false, status: 500, told: text };
  if (claimed) await finish(claimed, { status: 'failed', endedAt: AT, lastError: text }, outcome);
  await recordFailure({ storeId: id, target: 'webhook' }, outcome, AT);
}

async function addCallOf(id: string, text: string): Promise<void> {
  const { keepCall } = await import('../../lib/database/wire.ts');
  const bytes = Buffer.from(text);
  const body = { bytes, size: bytes.length };
  await keepCall(
    id,
    {
      receivedAt: AT,
      requestId: 'r',
      isLetIn: true,
      method: 'POST',
      path: `/LightSpeed/${text}`,
      query: text,
      headers: { 'user-agent': text, 'x-machine-address': text },
      body,
      status: 422,
      answerHeaders: { 'x-any': text },
      answerBody: body,
      durationMs: 1,
    },
    new AbortController().signal,
  );
}

async function addShopOf(id: string, text: string): Promise<void> {
  const { writeEntry } = await import('../../lib/database/inbox.ts');
  const { recordDelivery, recordUnknownMethods } = await import('../../lib/database/connections.ts');
  for (const conclusion of ['Held', 'NotUnderstood'] as const)
    await writeEntry(
      id,
      {
        platform: 'woocommerce',
        platformId: `${conclusion} ${text}`,
        from: text,
        version: '1',
        digest: 'x',
        deleted: false,
        concluded: { conclusion, reason: text, version: '1', at: AT },
        number: text,
        takenIds: [],
        firstAt: AT,
        lastAt: AT,
        deliveries: 1,
        attempts: 0,
        failure: text,
      },
      { payload: Buffer.from(text) },
    );
  const place = { storeId: id, shop: 'woocommerce' };
  await recordDelivery(place, { result: text, fault: text, shop: text, now: AT });
  // Always the same: a long one is cut.
  await recordUnknownMethods(place, ['"><script>']);
}
