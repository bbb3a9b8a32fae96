import { setTimeout as sleep } from 'node:timers/promises';
import { getConnectionActivity, placeOf } from '../../lib/database/connections.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { type PlatformName, platformTitles } from '../../lib/domain/platform.ts';
import { connectionOf } from '../../lib/inbox/shop.ts';
import type { Context } from './commands.ts';
import { existingStore } from '../existing-store.ts';

const LOOK_EVERY_MS = 1000;

/** Waits until the shop has sent something since the command began, or until Ctrl-C. Returns what to print. */
export async function firstDelivery(
  storeId: string,
  name: PlatformName,
  { now, signal }: Context,
): Promise<string> {
  process.stderr.write(
    'Waiting for the first delivery: place an order. Ctrl-C ends the waiting, not the connection.\n',
  );
  const place = placeOf(storeId, connectionOf(await existingStore(storeId), name) ?? { platform: name });
  let isTried = false;
  while (!signal.aborted) {
    const { lastDeliveryAt, lastResult, lastPingAt } = await getConnectionActivity(place);
    if (isSince(lastDeliveryAt, now)) return `✓ The first delivery has arrived: ${lastResult}.`;
    if (!isTried && isSince(lastPingAt, now)) {
      isTried = true;
      process.stderr.write(`✓ ${platformTitles[name]} has tried the address, and got its answer.\n`);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return `Nothing has arrived yet. See: npm run platforms -- show ${storeId}`;
}

function isSince(at: Instant | undefined, now: Instant): boolean {
  return at !== undefined && Date.parse(at) >= Date.parse(now);
}
