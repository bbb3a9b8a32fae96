import type { Receivers } from './receivers.ts';
import type { OpenStore } from './callers.ts';
import type { DemoStore } from './stores.ts';

/** Adds a store by the functions that the console and the commands use, and has its webstore told. */
export async function openStore(
  store: DemoStore,
  { receivers, origin }: { receivers: Receivers; origin: string },
): Promise<OpenStore> {
  const { addNewStore } = await import('../../../lib/desk/change-store.ts');
  const { storeOrigin } = await import('../../../lib/desk/store-origin.ts');
  const { id, name, timeZone } = store;
  const now = new Date().toISOString();
  const { password, apiToken, store: added } = await addNewStore({ id, name, timeZone }, now);
  if (store.told) {
    const { webhookCommand } = await import('../../../operations/stores/webhook.ts');
    await webhookCommand([id], { values: { url: receivers.urlOf(id) }, now });
  }
  const { host } = new URL(storeOrigin(id, origin));
  return { ...store, host, username: added.username, password, apiToken };
}

/** Connects a store to a WooCommerce shop. Gives the secret that signs the shop's deliveries. */
export async function connectShop({ id }: DemoStore, origin: string): Promise<string> {
  const { commands } = await import('../../../operations/platforms/commands.ts');
  const told = await commands['connect']?.([id, 'woocommerce'], {
    values: { 'webhook-only': true, shop: `https://shop.${id}.example` },
    now: new Date().toISOString(),
    originOf: () => ({ url: origin }),
    signal: new AbortController().signal,
  });
  return /^Secret (\S+)$/m.exec(told ?? '')?.[1] ?? '';
}

/** Damages an order's item, as a hand that slips in the table would. */
export async function damage({ id }: DemoStore, orderId: string): Promise<void> {
  const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
  const { documents } = await import('../../../lib/database/client.ts');
  await documents.send(
    new UpdateCommand({
      TableName: process.env['ORDERS_TABLE'],
      Key: { store: id, orderId },
      UpdateExpression: 'SET #order.content.currency = :nothing',
      ExpressionAttributeNames: { '#order': 'order' },
      ExpressionAttributeValues: { ':nothing': null },
    }),
  );
}
