import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { Order } from '../../lib/domain/order.ts';
import type { Acting } from '../../lib/domain/messages.ts';
import type { Bench } from './bench.ts';
import { type Database, type DatabaseName, processorSecondsOf, startDatabase } from './databases.ts';
import { busySeconds } from './load.ts';
import { outstandingItems } from './orders.ts';
import { madeStore, tablesOf } from './stores.ts';

type Item = Record<string, unknown>;

export interface MessagesFigures {
  database: DatabaseName;
  webstores: number;
  /** Of those: they take every connection and answer nothing. */
  deaf: number;
  /** For all of them together. */
  messages: number;
  /** From the teller's start until each webstore that listens has all of its messages; NaN if that took too long. */
  seconds: number;
  /** By when half of them, and all but one in a hundred, had arrived. */
  p50: number;
  p99: number;
  /** What the webstores that listen were sent. */
  delivered: number;
  notVerified: number;
  /** That came before the one before them in their order. */
  outOfOrder: number;
  /** That came again although they had been taken. */
  repeated: number;
  /** Attempts at the deaf ones, each of which takes the teller 15 seconds. */
  atDeaf: number;
  /** Of the whole machine's `all`, how many were busy meanwhile, with the database, the teller and everything. */
  processors: { database: number; teller: number; everything: number; all: number };
}

interface Plan {
  webstores: number;
  deaf: number;
  messages: number;
  name: DatabaseName;
  say: (text: string) => void;
}

/** Each order gives two: the shipment proves its download. */
const PER_ORDER = 2;
const AT = '2026-11-26T10:00:00Z';
const LOCAL_KEY = Buffer.alloc(32, 'key of the benchmark').toString('base64url');
/** A webstore far away. */
const ANSWERS_AFTER_MS = 30;
const LONGEST_SECONDS = 240;

/** One run of the packaged teller of prod, which may reach this machine, with everything due at once. */
export async function measureMessages(bench: Bench, plan: Plan): Promise<MessagesFigures> {
  const { webstores: count, deaf, messages, name, say } = plan;
  const database = await startDatabase(name, bench);
  const secret = `whsec_${Buffer.alloc(32, 'secret of the benchmark').toString('base64')}`;
  const perStore = messages / count;
  const stores = await Promise.all(
    Array.from({ length: count }, (_, at) => startWebstore(`store-${at}`, { isDeaf: at < deaf, secret })),
  );
  const environment = {
    STAGE: 'local',
    SECRETS_KEY: 'local',
    LOCAL_SECRETS_KEY: LOCAL_KEY,
    TELL_SECONDS: String(LONGEST_SECONDS),
  };
  say(`${messages} messages to ${count} webstores, ${name}: filling …`);
  await fill(bench, database, { stores, secret, orders: perStore / PER_ORDER });
  say('telling …');
  const teller = bench.startFunction('tellWebstores', database.endpoint, environment);
  const busy = () => ({
    database: database.processorSeconds(),
    teller: processorSecondsOf(teller.pid),
    everything: busySeconds(),
  });
  const before = busy();
  const startedAt = performance.now();
  void teller
    .run(1, { method: 'GET', path: '/', remainingMs: 2 * LONGEST_SECONDS * 1000 })
    .catch(() => undefined);
  const listening = stores.filter(({ isDeaf }) => !isDeaf);
  while (
    listening.some(({ ids }) => ids.size < perStore) &&
    performance.now() - startedAt < LONGEST_SECONDS * 1000
  )
    await new Promise((resolve) => setTimeout(resolve, 50));
  const took = (performance.now() - startedAt) / 1000;
  const after = busy();
  const processors = {
    database: (after.database - before.database) / took,
    teller: (after.teller - before.teller) / took,
    everything: (after.everything - before.everything) / took,
    all: availableParallelism(),
  };
  await teller.end();
  await database.close();
  for (const { server } of stores) {
    server.closeAllConnections();
    server.close();
  }
  return { ...figuresOf(plan, { stores, startedAt }), processors };
}

interface Webstore {
  id: string;
  isDeaf: boolean;
  url: string;
  server: Server;
  ids: Set<string>;
  /** When each message came for the first time. */
  arrivals: number[];
  attempts: number;
  notVerified: number;
  outOfOrder: number;
}

async function startWebstore(
  id: string,
  { isDeaf, secret }: { isDeaf: boolean; secret: string },
): Promise<Webstore> {
  const verifier = new Webhook(secret);
  const sequences = new Map<string, number>();
  const hear = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    webstore.attempts += 1;
    if (isDeaf) return;
    const headers = request.headers as Record<string, string>;
    try {
      const { data } = verifier.verify(body, headers) as {
        data: { order: { orderId: string }; sequence: number };
      };
      const known = sequences.get(data.order.orderId) ?? 0;
      if (data.sequence > known + 1) webstore.outOfOrder += 1;
      sequences.set(data.order.orderId, Math.max(known, data.sequence));
    } catch {
      webstore.notVerified += 1;
    }
    const messageId = headers['webhook-id'] ?? '';
    if (!webstore.ids.has(messageId)) webstore.arrivals.push(performance.now());
    webstore.ids.add(messageId);
    setTimeout(() => response.writeHead(204).end(), ANSWERS_AFTER_MS);
  };
  const server = createServer((request, response) => void hear(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const counts = { attempts: 0, notVerified: 0, outOfOrder: 0 };
  const webstore: Webstore = { id, isDeaf, url, server, ids: new Set(), arrivals: [], ...counts };
  return webstore;
}

/** Stores that name their URLs, and their orders that have just shipped, as Lightspeed's calls leave them. */
async function fill(
  bench: Bench,
  database: Database,
  { stores, secret, orders }: { stores: Webstore[]; secret: string; orders: number },
): Promise<void> {
  const { item } = await madeStore(bench);
  const { settings } = await import('../../lib/current-settings.ts');
  const { seal } = await import('../../lib/vault.ts');
  Object.assign(settings, { secretsKey: 'local' });
  process.env['LOCAL_SECRETS_KEY'] = LOCAL_KEY;
  const tables = tablesOf(bench);
  for (const { id, url } of stores) {
    const sealed = { sealed: await seal(secret, { store: id, purpose: 'webhook' }), since: AT };
    const webhook = { url, enabled: true, secrets: [sealed], since: AT };
    const made = item(id);
    await database.fill(tables.stores, [{ ...made, details: { ...(made['details'] as Item), webhook } }]);
    const ids = Array.from({ length: orders }, (_, at) => String(100_000 + at));
    const acting: Acting = { store: { id, webhook }, by: 'lightspeed' };
    await database.fill(
      tables.orders,
      await Promise.all([...outstandingItems(id, ids)].map((one) => shipped(one, acting))),
    );
  }
}

/** The item of an outstanding order after Lightspeed has told its shipment. */
async function shipped(item: Item, acting: Acting): Promise<Item> {
  const { ship } = await import('../../lib/domain/ship.ts');
  const { outboxAfter } = await import('../../lib/domain/messages.ts');
  const { toItem } = await import('../../lib/database/stored-order.ts');
  const before = item['order'] as Order;
  const parcel = { trackingNumber: `1Z${before.orderId}`, carrier: 'UPS', remarks: [] };
  const { order: after } = ship(before, [parcel], AT);
  const outbox = outboxAfter(undefined, { before, after, acting });
  return toItem(acting.store.id, after, { revision: randomUUID(), outbox });
}

function figuresOf(
  { webstores, deaf, messages, name }: Plan,
  { stores, startedAt }: { stores: Webstore[]; startedAt: number },
): Omit<MessagesFigures, 'processors'> {
  const listening = stores.filter(({ isDeaf }) => !isDeaf);
  const arrivals = listening
    .flatMap((one) => one.arrivals.map((at) => (at - startedAt) / 1000))
    .toSorted((a, b) => a - b);
  const expected = (messages / webstores) * listening.length;
  const sum = (of: (webstore: Webstore) => number, some = listening) =>
    some.reduce((all, one) => all + of(one), 0);
  const at = (share: number) => arrivals[Math.ceil(share * expected) - 1] ?? Number.NaN;
  return {
    database: name,
    webstores,
    deaf,
    messages,
    seconds: at(1),
    p50: at(0.5),
    p99: at(0.99),
    delivered: arrivals.length,
    notVerified: sum((one) => one.notVerified),
    outOfOrder: sum((one) => one.outOfOrder),
    repeated: sum((one) => one.attempts - one.ids.size),
    atDeaf: sum(
      (one) => one.attempts,
      stores.filter(({ isDeaf }) => isDeaf),
    ),
  };
}
