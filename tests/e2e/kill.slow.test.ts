import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { budget } from '../hostile/budget.ts';
import { contradictions, Ledger, type ToldOrder } from './ledger.ts';
import { startReceiver } from '../support/receiver.ts';
import { npmStart, type RunningServer } from './npm-start.ts';
import { ShopAtWork } from './shop-at-work.ts';
import { untruths } from './told-ledger.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 0) || budget(2, 25);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const dataDir = mkdtempSync(join(tmpdir(), 'kill-'));
const ledger = new Ledger();
let server: RunningServer | undefined;
let placed = 0;
const root = fileURLToPath(new URL('../..', import.meta.url));
const receiver = await startReceiver();
const shop = await ShopAtWork.open(ledger);
/** The last start is an hour later: everything that was under way when the service died is due again. */
const LATER = {
  NODE_OPTIONS: `--require=${join(root, 'tests/e2e/clock-ahead.cjs')}`,
  CLOCK_AHEAD_MS: String(3_600_000),
};

afterAll(async () => {
  await server?.kill();
  await receiver.close();
  await shop.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test(
  `what was answered with success is there after each of ${ROUNDS} kills under load`,
  async () => {
    server = await npmStart(dataDir);
    const secret = await nameUrl(server);
    await shop.connect(root, { DATA_DIR: dataDir, PORT: new URL(server.origin).port });
    await server.kill();
    for (let round = 1; round <= ROUNDS; round += 1) {
      server = await npmStart(dataDir);
      expect({ round, seed: SEED, faults: await faultsOf(server.origin) }).toEqual({
        round,
        seed: SEED,
        faults: [],
      });
      const { origin, kill } = server;
      const stopped = new AbortController();
      const shopkeeper = () => shop.sell(origin);
      const load = [placer, placer, shopkeeper, lightspeed, lightspeed].map((work, i) =>
        untilItDies(work, { origin, name: `${round}-${i}`, signal: stopped.signal }),
      );
      await sleep(300 + randomOf(SEED + round) * 2000);
      await kill();
      stopped.abort();
      await Promise.all(load);
    }
    server = await npmStart(dataDir, root, LATER);
    await untilTheShopIsAsked(server.origin);
    expect({ seed: SEED, faults: await faultsOf(server.origin) }).toEqual({ seed: SEED, faults: [] });
    expect(await offeredUntilDry(server.origin)).toEqual([]);
    await untilAllIsTold(server.origin);
    const told = await list(server.origin, '');
    expect({ seed: SEED, said: shop.untruths(told) }).toEqual({ seed: SEED, said: [] });
    expect(shop.sold).toBeGreaterThan(2 * ROUNDS);
    const said = untruths(receiver.received, { ledger, told, secret });
    expect({ seed: SEED, said }).toEqual({ seed: SEED, said: [] });
    expect(receiver.received.length).toBeGreaterThan(2 * ROUNDS);
    expect(ledger.offeredAfterAcknowledgement).toEqual([]);
    const known = [...ledger.orders.values()];
    expect(known.filter((order) => order.placed).length).toBeGreaterThan(10 * ROUNDS);
    expect(known.filter((order) => order.acknowledged).length).toBeGreaterThan(ROUNDS);
  },
  60_000 + ROUNDS * 30_000,
);

/** Sets the receiver as the webstore's URL, as an operator does. Returns the secret. */
async function nameUrl({ origin }: RunningServer): Promise<string> {
  const args = ['--stage', 'local', 'webhook', 'local', '--url', receiver.url];
  const program = ['--disable-warning=ExperimentalWarning', 'operations/stores.ts'];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: new URL(origin).port },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [secret] = /whsec_\S+/.exec(await text(child.stdout)) ?? [];
  if (secret === undefined) throw new Error('No secret was shown.');
  return secret;
}

/** The sweep of the hour that has passed brings what no delivery did. */
async function untilTheShopIsAsked(origin: string): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const { platforms } = await webstore(origin, 'GET', '/status');
    const [{ sweptTo }] = platforms as [{ sweptTo: string | null }];
    if (sweptTo !== null && Date.parse(sweptTo) > Date.now() + 1_800_000) return;
    if (performance.now() > until) throw new Error(`The shop was last asked for what changed at ${sweptTo}.`);
    await sleep(500);
  }
}

async function untilAllIsTold(origin: string): Promise<void> {
  const until = performance.now() + 120_000;
  for (;;) {
    const { messagesPending, messagesFailed } = await webstore(origin, 'GET', '/status');
    expect(messagesFailed).toBe(0);
    if (messagesPending === 0) return;
    if (performance.now() > until) throw new Error(`${String(messagesPending)} messages are still pending.`);
    await sleep(500);
  }
}

interface Worker {
  origin: string;
  name: string;
  signal: AbortSignal;
}

/** Works until the service is gone; a missing or failed answer ends the round. */
async function untilItDies(work: (worker: Worker) => Promise<void>, worker: Worker): Promise<void> {
  try {
    while (!worker.signal.aborted) await work(worker);
  } catch (error) {
    if (error instanceof UnexpectedAnswer) throw error;
  }
}

async function placer({ origin, name }: Worker): Promise<void> {
  placed += 1;
  const orderId = `${name}-${placed}`;
  const body = ledger.begin(orderId);
  await webstore(origin, 'PUT', `/orders/${orderId}`, body);
  ledger.know(orderId).placed = true;
}

async function lightspeed({ origin, name }: Worker): Promise<void> {
  const acknowledgedBefore = ledger.acknowledgedIds();
  const offered = await poll(origin);
  ledger.offeredAfterAcknowledgement.push(...offered.filter((orderId) => acknowledgedBefore.has(orderId)));
  const taken = offered.filter(() => Math.random() < 0.6);
  const orders = taken.map(
    (orderId) => `<Order><OrderId>${orderId}</OrderId><Success>true</Success></Order>`,
  );
  await xml(origin, '/LightSpeed/AcknowledgeRequest', `<A><Orders>${orders.join('')}</Orders></A>`);
  for (const orderId of taken) ledger.know(orderId).acknowledged = true;
  for (const orderId of taken.slice(0, 3)) {
    const number = `${name}-${orderId}`;
    const { shipments } = ledger.know(orderId);
    shipments.set(number, shipments.get(number) ?? false);
    await xml(
      origin,
      `/LightSpeed/Order/${orderId}/Shipment`,
      `<S><TrackingNumber>${number}</TrackingNumber></S>`,
    );
    shipments.set(number, true);
  }
}

/** Compares the service's lists, counts and queue with the ledger and with each other. */
async function faultsOf(origin: string): Promise<string[]> {
  const told = await list(origin, '');
  const outstanding = [...told.values()]
    .filter(({ status }) => status === 'New')
    .map(({ orderId }) => orderId);
  const lost = [...ledger.orders].filter(([orderId, known]) => known.placed && !told.has(orderId));
  const unlisted = await Promise.all(
    lost.map(async ([orderId]) => [orderId, await webstore(origin, 'GET', `/orders/${orderId}`)] as const),
  );
  const status = await webstore(origin, 'GET', '/status');
  const offered: string[] = [];
  for (let i = 0; i < Math.ceil(outstanding.length / 30) + 1; i += 1) offered.push(...(await poll(origin)));
  const settled = ['Downloaded', 'Shipped'].map(async (one) => [
    ...(await list(origin, `status=${one}`)).keys(),
  ]);
  const listedNew = [...(await list(origin, 'status=New')).keys()];
  return [
    ...contradictions(ledger, told),
    ...unlisted.map(
      ([orderId, order]) => `${orderId} is not listed, but it is ${JSON.stringify(order['status'])}`,
    ),
    ...difference(outstanding, offered).map((orderId) => `${orderId} is New and is not offered`),
    ...difference(offered, outstanding).map((orderId) => `${orderId} is offered and is not New`),
    ...difference(outstanding, listedNew).map((orderId) => `${orderId} is New and is not listed so`),
    ...difference(listedNew, outstanding).map((orderId) => `${orderId} is listed as New and is not`),
    ...((await Promise.all(settled)).flat().length + outstanding.length === told.size
      ? []
      : ['The lists do not add up']),
    ...(status['outstanding'] === outstanding.length
      ? []
      : [`/status counts ${String(status['outstanding'])} of ${outstanding.length}`]),
  ];
}

function difference(all: string[], without: string[]): string[] {
  const known = new Set(without);
  return all.filter((one) => !known.has(one));
}

/** Acknowledges until nothing more should be offered, and returns what still is. */
async function offeredUntilDry(origin: string): Promise<string[]> {
  for (let orders = await poll(origin); orders.length > 0; orders = await poll(origin)) {
    await xml(
      origin,
      '/LightSpeed/AcknowledgeRequest',
      `<A>${orders.map((id) => `<Order Id="${id}"/>`).join('')}</A>`,
    );
    for (const orderId of orders) ledger.know(orderId).acknowledged = true;
  }
  return poll(origin);
}

async function list(origin: string, query: string): Promise<Map<string, ToldOrder>> {
  const all = new Map<string, ToldOrder>();
  let cursor = '';
  do {
    const page = await webstore(origin, 'GET', `/orders?limit=100&${query}${cursor}`);
    for (const order of page['orders'] as ToldOrder[]) {
      if (all.has(order.orderId)) throw new UnexpectedAnswer(`${order.orderId} is listed twice`);
      all.set(order.orderId, order);
    }
    cursor = typeof page['nextCursor'] === 'string' ? `&cursor=${page['nextCursor']}` : '';
  } while (cursor);
  return all;
}

async function poll(origin: string): Promise<string[]> {
  const body = await xml(origin, '/LightSpeed/OutstandingActivity');
  return [...body.matchAll(/<OrderId>([^<]*)<\/OrderId>/g)].map(([, orderId = '']) => orderId);
}

async function xml(origin: string, path: string, body?: string): Promise<string> {
  const authorization = `Basic ${btoa('lightspeed:local-password')}`;
  const answer = await fetch(`${origin}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/xml' },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new UnexpectedAnswer(`${path}: ${answer.status} ${text}`);
  return text;
}

async function webstore(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { authorization: 'Bearer local-token', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (answer.status >= 300) throw new UnexpectedAnswer(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

class UnexpectedAnswer extends Error {}

/** The same number from 0 to 1 for the same seed. */
function randomOf(seed: number): number {
  const x = Math.sin(seed) * 10_000;
  return x - Math.floor(x);
}
