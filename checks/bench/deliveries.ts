import { randomBytes } from 'node:crypto';
import type { PlatformName } from '../../lib/domain/platform.ts';
import type { HttpCall } from '../../tests/support/call.ts';
import {
  aBigCall,
  aShopifyOrder,
  aWooOrder,
  bigHeaders,
  SECRET,
  shopifyHeaders,
  wooHeaders,
} from '../../tests/support/shop-orders.ts';
import type { Bench } from './bench.ts';
import { startDatabase } from './databases.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { madeStore, STORE, tablesOf } from './stores.ts';

export interface DeliveryFigures {
  /** The function. */
  name: string;
  milliseconds: Spread;
  /** For how many seconds the platform waits. */
  patience: number;
}

const LOCAL = { SECRETS_KEY: 'local', LOCAL_SECRETS_KEY: randomBytes(32).toString('base64url') };

interface Receiver {
  name: string;
  platform: PlatformName;
  /** Seconds. BigCommerce names none: as Shopify. */
  patience: number;
  body: (at: number) => object;
  headers: (body: string) => Record<string, string>;
}

const RECEIVERS: Receiver[] = [
  {
    name: 'receiveWoocommerce',
    platform: 'woocommerce',
    patience: 60,
    body: (at) => aWooOrder({ id: at, number: String(at) }),
    headers: (body) => wooHeaders(body),
  },
  {
    name: 'receiveShopify',
    platform: 'shopify',
    patience: 5,
    body: (at) => aShopifyOrder({ id: at, name: `#S${at}` }),
    headers: (body) => shopifyHeaders(body),
  },
  {
    name: 'receiveBigcommerce',
    platform: 'bigcommerce',
    patience: 5,
    body: (at) => aBigCall(at),
    headers: (body) => bigHeaders(body),
  },
];

/**
 * The first delivery of a new process: it loads the bundle, checks the signature, keeps the payload, and places the order. The
 * database is the embedded one, and the secret is opened by a key in the environment: on AWS that is one call of KMS.
 */
export async function measureDeliveries(
  bench: Bench,
  { starts }: { starts: number },
): Promise<DeliveryFigures[]> {
  const { item } = await madeStore(bench);
  const database = await startDatabase('embedded', bench);
  try {
    await database.fill(tablesOf(bench).stores, [await connected(item())]);
    const figures: DeliveryFigures[] = [];
    for (const receiver of RECEIVERS)
      figures.push(await measure(receiver, { bench, endpoint: database.endpoint, starts }));
    return figures;
  } finally {
    await database.close();
  }
}

/** The store's item, with a shop on each platform. */
async function connected(item: Record<string, unknown>): Promise<Record<string, unknown>> {
  Object.assign(process.env, LOCAL);
  const { settings } = await import('../../lib/current-settings.ts');
  settings.secretsKey = 'local';
  const { seal } = await import('../../lib/vault.ts');
  const since = '2026-01-01T00:00:00Z';
  const connections = RECEIVERS.map(async ({ platform }) => ({
    platform,
    secrets: [{ sealed: await seal(SECRET, { store: STORE, purpose: `${platform} webhook` }), since }],
    webhookIds: [],
    testOrders: false,
    numberPrefix: '',
    cancelInShop: false,
    importSince: since,
    connectedAt: since,
  }));
  const details = item['details'] as Record<string, unknown>;
  return { ...item, details: { ...details, connections: await Promise.all(connections) } };
}

async function measure(
  { name, platform, patience, body, headers }: Receiver,
  { bench, endpoint, starts }: { bench: Bench; endpoint: string; starts: number },
): Promise<DeliveryFigures> {
  const milliseconds: number[] = [];
  for (let start = 1; start <= starts; start += 1) {
    const sent = JSON.stringify(body(start));
    const call: HttpCall = {
      method: 'POST',
      path: `/platforms/${platform}`,
      headers: headers(sent),
      body: sent,
    };
    const worker = bench.startFunction(name, endpoint, LOCAL);
    await worker.run(0, call);
    const {
      answer,
      milliseconds: [took],
    } = await worker.run(1, call);
    await worker.end();
    const { result } = JSON.parse(answer?.body ?? '{}') as { result?: string };
    if (result !== 'Placed' && result !== 'Held') throw new Error(`${name} answered ${answer?.body}`);
    milliseconds.push(took ?? Number.NaN);
  }
  return { name, milliseconds: spreadOf(milliseconds), patience };
}
