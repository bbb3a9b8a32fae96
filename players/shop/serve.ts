import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../seeded-random.ts';
import type { PlayedShop } from './played-shop.ts';
import { openForBusiness } from './story.ts';
import { deliveryTable } from './summary.ts';

type Serving = { platform: string; store: string; orders: number; seed: number };

/** Open until Ctrl-C. Its customers come once it is connected; then it prints what it is told. */
export async function serve(shop: PlayedShop, serving: Serving, signal: AbortSignal): Promise<number> {
  const { platform, store, orders, seed } = serving;
  console.log(`The shop is open. Connect it in another terminal:

  npm run platforms -- --stage local connect ${store} ${platform} --shop ${shop.shop}

${shop.keys.map(({ name, value }) => `  ${name.padEnd(17)}${value}`).join('\n')}

Its customers come when it is connected. Ctrl-C closes it.`);
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  while (!shop.isConnected() && !signal.aborted) await pause(200);
  if (signal.aborted) return 0;
  await openForBusiness(shop, seededRandom(seed, platform), orders);
  console.log(`${deliveryTable(shop)}\n${orders} orders were placed. See: npm run lightspeed -- poll`);
  for (const seen = new Set<string>(); !signal.aborted; await pause(500)) printNew(shop, seen);
  return 0;
}

function printNew(shop: PlayedShop, seen: Set<string>): void {
  for (const order of shop.book.orders.values()) {
    const notes = order.notes.map(
      ({ text, isForCustomer }) => `${isForCustomer ? 'to the customer: ' : ''}${text}`,
    );
    const packages = order.packages.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`);
    const lines = [...notes, ...packages, ...(order.isShipped ? ['completed'] : [])];
    for (const line of lines.map((text) => `Order ${shop.numberOf(order)}: ${text}`)) {
      if (!seen.has(line)) console.log(line);
      seen.add(line);
    }
  }
}
