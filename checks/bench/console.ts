import { randomBytes, randomUUID } from 'node:crypto';
import type { Order } from '../../lib/domain/order.ts';
import type { HttpCall } from '../../tests/support/call.ts';
import type { Bench } from './bench.ts';
import { measureCold } from './cold.ts';
import type { Comparison, Goals } from './compare.ts';
import { type Database, startDatabase } from './databases.ts';
import { type Exchange, questionOf, unitsOf } from './exchanges.ts';
import { handledItems, outstandingItems } from './orders.ts';
import type { Worker } from './processes.ts';
import { startRecorder } from './record.ts';
import { pollBy, type Recording } from './recordings.ts';
import { madeStore, STORE, tablesOf } from './stores.ts';
import { type Counts, measureWarm } from './warm.ts';

type Item = Record<string, unknown>;

export interface ConsoleFigures {
  /** Of the store. */
  orders: number;
  /** What a browser that has loaded nothing yet loads for each page, and the script that is in it, in kilobytes. */
  pages: { page: string; kilobytes: number; script: number }[];
  overview: { calls: number; roundTrips: number; read: number; saysWhatItDidNotCount: boolean };
  comparisons: Comparison[];
}

const OPERATOR = 'operator@example.com';
const ORIGIN = 'https://console.weborders.example.com';
const OVERVIEW = `/console/stores/${STORE}`;
const GOALS: Record<'cold' | 'warm', Goals> = { cold: { time: 1.6 }, warm: { time: 1.3 } };
const REFUSED = 10;
const WAITING = 30;
/**
 * So many calls are recorded, changes written down and people invited: more than a page shows, or as many as there may
 * be.
 */
const RECORDED = 55;
const INVITED = 12;

/** The console of prod, but that secrets are sealed by a key of this machine instead of KMS. */
const ENVIRONMENT = {
  STAGE: 'local',
  SECRETS_KEY: 'local',
  LOCAL_SECRETS_KEY: Buffer.alloc(32, 'key of the benchmark').toString('base64url'),
  CONSOLE_ORIGIN: ORIGIN,
  CONSOLE_ISSUER: 'https://sign-in.example.com',
  CONSOLE_CLIENT_ID: 'console',
  // The provider is somebody else's: inviting makes nobody there.
  CONSOLE_USER_POOL: '',
};

/** What the pages weigh, what the overview of a large store costs, and how long it takes beside the AWS SDK alone. */
export async function measureConsole(
  bench: Bench,
  {
    orders,
    starts,
    counts,
    say,
  }: { orders: number; starts: number; counts: Counts; say: (text: string) => void },
): Promise<ConsoleFigures> {
  const database = await startDatabase('embedded', bench);
  try {
    say(`the console: filling a store with ${orders.toLocaleString('en')} orders …`);
    const cookie = await fill(bench, database, orders);
    const browser = openBrowser(bench, database.endpoint, cookie);
    await useIt(bench, database, browser);
    say('the console: every page …');
    const pages = await weigh(browser);
    await browser.end();
    const recordings = await recordOverview(bench, database, cookie);
    const overview = { ...costOf(recordings.counted), saysWhatItDidNotCount: recordings.says };
    say('the console: the overview beside the AWS SDK alone …');
    const cold = await measureCold(bench, recordings.cold, { starts, goals: GOALS.cold });
    const warm = await measureWarm(bench, recordings.warm, { ...counts, goals: GOALS.warm });
    return { orders, pages, overview, comparisons: [...cold, ...warm] };
  } finally {
    await database.close();
  }
}

/** Fills the tables, and gives the cookie of an operator's session. */
async function fill(bench: Bench, database: Database, orders: number): Promise<string> {
  const { item } = await madeStore(bench);
  const tables = tablesOf(bench);
  await database.fill(tables.stores, [item()]);
  await database.fill(tables.orders, handledItems(STORE, orders));
  await database.fill(tables.orders, [...outstandingItems(STORE, waitingIds())].map(someRefused));
  const now = new Date().toISOString();
  const key = randomBytes(32);
  const person = { email: OPERATOR, role: 'operator', stores: [], invitedAt: now, invitedBy: 'command' };
  await database.fill(peopleTable(bench), [
    { person: 'session key', sealed: await sealedHere(key.toString('base64url')) },
    { person: OPERATOR, revision: randomUUID(), details: person },
  ]);
  const { sealValue } = await import('../../lib/console/sealed.ts');
  const session = { id: randomUUID(), email: OPERATOR, beganAt: new Date(Date.now() + 1).toISOString() };
  const until = Date.now() + 8 * 3_600_000;
  return `__Host-web-orders=${sealValue(session, { key, purpose: 'session', until })}`;
}

async function sealedHere(secret: string): Promise<string> {
  const { settings } = await import('../../lib/current-settings.ts');
  const { seal } = await import('../../lib/vault.ts');
  Object.assign(settings, { secretsKey: 'local' });
  process.env['LOCAL_SECRETS_KEY'] = ENVIRONMENT.LOCAL_SECRETS_KEY;
  return seal(secret, { store: '-', purpose: 'console sessions' });
}

function peopleTable({ stage }: Bench): string {
  const [first] = stage.functions.values();
  return first?.environment['PEOPLE_TABLE'] ?? '';
}

function waitingIds(): string[] {
  return Array.from({ length: WAITING }, (_, at) => `waiting-${at + 1}`);
}

function someRefused(item: Item, at: number): Item {
  if (at >= REFUSED) return item;
  const order = item['order'] as Order;
  const text = `Unknown part KA-${at}: it is in no catalogue of this dealership`;
  const note = { source: 'lightspeed', text, firstAt: order.receivedAt, lastAt: order.receivedAt, count: 3 };
  return {
    ...item,
    refusedPlaced: item['placed'],
    statusPlaced: item['statusPlaced'],
    order: { ...order, failedDownloads: 3, notes: [note] },
  };
}

/** Somebody who opens pages, behind whom stands one new function for each kind of page. */
interface Browser {
  get: (path: string) => Promise<string>;
  post: (path: string, fields: Record<string, string>) => Promise<void>;
  end: () => Promise<void>;
}

function openBrowser(bench: Bench, endpoint: string, cookie: string): Browser {
  const workers = new Map<string, Worker>();
  const workerFor = (path: string): Worker => {
    const name = functionOf(path);
    const worker = workers.get(name) ?? bench.startFunction(name, endpoint, ENVIRONMENT);
    workers.set(name, worker);
    return worker;
  };
  const get: Browser['get'] = async (path) => {
    const { answer } = await workerFor(path).run(1, pageCall(path, cookie));
    if (answer?.status !== 200) throw new Error(`${path} was answered ${answer?.status}.`);
    return answer.body;
  };
  const post: Browser['post'] = async (path, fields) => {
    const token = /name="token" value="([^"]+)"/.exec(await get(path))?.[1] ?? '';
    const body = new URLSearchParams({ token, ...fields }).toString();
    const headers = { ...pageCall(path, cookie).headers, origin: ORIGIN };
    const { answer } = await workerFor(path).run(1, { method: 'POST', path, headers, body });
    if (answer?.status !== 303) throw new Error(`The form of ${path} was answered ${answer?.status}.`);
  };
  return {
    get,
    post,
    end: async () => void (await Promise.all([...workers.values()].map((one) => one.end()))),
  };
}

/** As serverless.yml routes them. */
function functionOf(path: string): string {
  return path.endsWith('/webstore') ? 'consoleWebstore' : 'consolePage';
}

function pageCall(path: string, cookie: string): HttpCall {
  return { method: 'GET', path, headers: { host: new URL(ORIGIN).host, cookie } };
}

/** So that no page is empty: Lightspeed polls while it is recorded, and people are invited. */
async function useIt(bench: Bench, { endpoint }: Database, browser: Browser): Promise<void> {
  const { basic } = await madeStore(bench);
  await browser.post(`${OVERVIEW}/wire`, { act: 'record', hours: '1' });
  for (let at = 1; at <= INVITED; at += 1)
    await browser.post('/console/people', {
      act: 'invite',
      email: `clerk-${at}@example.com`,
      role: 'dealer',
      stores: STORE,
    });
  const worker = bench.startFunction('outstandingActivity', endpoint, ENVIRONMENT);
  await worker.run(RECORDED, pollBy(basic));
  await worker.end();
}

const PAGES: readonly [page: string, path: string][] = [
  ['stores', '/console/stores'],
  ['overview', OVERVIEW],
  ['orders', `${OVERVIEW}/orders`],
  ['an order', `${OVERVIEW}/orders/waiting-1`],
  ['LightSpeed', `${OVERVIEW}/lightspeed`],
  ['webstore', `${OVERVIEW}/webstore`],
  ['wire', `${OVERVIEW}/wire`],
  ['people', '/console/people'],
  ['audit', '/console/audit'],
];

/** API Gateway's HTTP APIs compress nothing: what is written is what is sent. */
async function weigh(browser: Browser): Promise<ConsoleFigures['pages']> {
  const pages: ConsoleFigures['pages'] = [];
  for (const [page, path] of PAGES) {
    const html = await browser.get(path);
    const assets = [...html.matchAll(/(?:href|src)="(\/console\/(?:style|script|icon)\.[^"]+)"/g)];
    let bytes = Buffer.byteLength(html);
    let script = 0;
    for (const [, asset = ''] of assets) {
      const size = Buffer.byteLength(await browser.get(asset));
      bytes += size;
      if (asset.includes('/script.')) script += size;
    }
    pages.push({ page, kilobytes: bytes / 1000, script: script / 1000 });
  }
  return pages;
}

interface Recorded {
  cold: Recording;
  warm: Recording;
  counted: Exchange[];
  /** Whether the page says that it did not count all orders. */
  says: boolean;
}

/** What a new function asks of the database for the overview, and what it asks the next time. */
async function recordOverview(bench: Bench, { endpoint }: Database, cookie: string): Promise<Recorded> {
  const recorder = await startRecorder(endpoint, { countUnits: true });
  const worker = bench.startFunction('consolePage', recorder.endpoint, ENVIRONMENT);
  const call = pageCall(OVERVIEW, cookie);
  const once = async (): Promise<{ exchanges: Exchange[]; body: string }> => {
    const { answer } = await worker.run(1, call);
    if (answer?.status !== 200) throw new Error(`The overview was answered ${answer?.status}.`);
    return { exchanges: recorder.take(), body: answer.body };
  };
  try {
    const first = await once();
    const second = await once();
    const says = first.body.includes('earlier days may have more');
    const recording = { name: 'consolePage', call, environment: ENVIRONMENT, exchanges: first.exchanges };
    return {
      cold: { ...recording, title: 'overview, first call', stepsOf },
      // A new process asks for the key once more, before what is counted.
      warm: { ...recording, title: 'overview', stepsOf: () => stepsOf(second.exchanges) },
      counted: second.exchanges,
      says,
    };
  } finally {
    await worker.end();
    await recorder.close();
  }
}

function costOf(exchanges: Exchange[]): { calls: number; roundTrips: number; read: number } {
  const roundTrips = Math.max(...exchanges.map(({ roundTrip }) => roundTrip));
  return { calls: exchanges.length, roundTrips, read: unitsOf(exchanges).read };
}

/**
 * The calls in the fewest steps that their meaning allows: the key opens the cookie, which says whom to look for; the
 * store is named by the path; nothing else is read for somebody who may not come in; an index names the orders that are
 * read whole. What was asked twice is asked once.
 */
function stepsOf(exchanges: Exchange[]): Exchange[][] {
  const steps: Exchange[][] = [[], [], [], []];
  const asked = new Map(exchanges.map((one) => [questionOf(one.operation, one.input), one]));
  for (const exchange of asked.values()) steps[stepOf(exchange)]?.push(exchange);
  return steps.filter((step) => step.length > 0);
}

function stepOf({ operation, input: { TableName = '', Key } }: Exchange): 0 | 1 | 2 | 3 {
  if (operation === 'BatchGetItem') return 3;
  if (operation !== 'GetItem' || !/-(people|stores)$/.test(TableName)) return 2;
  return JSON.stringify(Key).includes('session key') ? 0 : 1;
}
