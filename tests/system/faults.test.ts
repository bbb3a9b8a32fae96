import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { HttpAnswer } from '../support/call.ts';
import { setClock, stopClock } from '../support/clock.ts';
import type { CallOptions } from '../support/store.ts';
import { behind, type DatabaseCall, type Layer, type Output } from './database-calls.ts';
import { offeredIn, type Operation, perform } from './operations.ts';
import { type Contents, EMPTY, LONG, openSystem } from './system.ts';

const NOON = '2026-11-23T12:00:00Z';
const ONE = '2026-11-23T13:00:00Z';
stopClock(NOON);
const system = await openSystem({ batchSize: 30 });

interface Scenario {
  before?: Operation[];
  call: Operation | ((options: CallOptions) => Promise<HttpAnswer>);
  /** Whether a repeated call is counted: on the note that it repeats, or as a further offer. */
  counts?: boolean;
}

const place = (orderId: string, version = 1): Operation => ({ do: 'place', orderId, version });
const took = (orderId: string): Operation => ({ do: 'acknowledge', said: [{ orderId, verdict: 'took it' }] });

const scenarios: Record<string, Scenario> = {
  'placing an order': { call: place('A-1') },
  'placing it again': { before: [place('A-1')], call: place('A-1') },
  'replacing it': { before: [place('A-1'), { do: 'poll' }], call: place('A-1', 2) },
  'polling for nothing': { call: { do: 'poll' } },
  'polling for three': {
    before: [place('A-1'), place('b.2'), place('C_3')],
    call: { do: 'poll' },
    counts: true,
  },
  'an acknowledgement': {
    before: [place('A-1'), place('b.2'), place('C_3'), took('C_3'), { do: 'poll' }],
    call: {
      do: 'acknowledge',
      said: [
        { orderId: 'A-1', verdict: 'took it' },
        { orderId: 'b.2', verdict: 'red' },
        { orderId: 'C_3', verdict: 'took it' },
        { orderId: 'nobody', verdict: 'took it' },
      ],
    },
    counts: true,
  },
  'shipping an outstanding order': {
    before: [place('A-1')],
    call: { do: 'ship', orderId: 'A-1', parcels: [{ trackingNumber: '1Z1' }, { trackingNumber: '1Z2' }] },
  },
  'shipping a part': {
    before: [place('A-1'), took('A-1')],
    call: {
      do: 'ship',
      orderId: 'A-1',
      parcels: [{ trackingNumber: '1Z1', items: [{ sku: '00123', quantity: 2 }] }],
    },
  },
  'voiding an order in Lightspeed': {
    before: [place('A-1')],
    call: { do: 'cancelInLightspeed', orderId: 'A-1', reason: 'Sold out' },
  },
  'canceling a downloaded order': {
    before: [place('A-1'), took('A-1')],
    call: { do: 'cancelInWebstore', orderId: 'A-1', reason: 'Sold out' },
  },
  'a requeue': {
    before: [place('A-1'), took('A-1')],
    call: { do: 'requeue', orderId: 'A-1', reason: 'Lost by Lightspeed' },
  },
  'a note': { before: [place('A-1')], call: { do: 'note', orderId: 'A-1', text: 'Called.' }, counts: true },
  'looking an order up': { before: [place('A-1')], call: { do: 'look', orderId: 'A-1' } },
  'listing orders': {
    before: [place('A-1'), place('b.2')],
    call: (options) => system.webstore('GET', '/orders?status=New', undefined, options),
  },
  'listing what changed': {
    // One: of two that changed in the same millisecond, either may come first.
    before: [place('A-1')],
    call: (options) =>
      system.webstore('GET', '/orders?updatedSince=2026-01-01T00:00:00Z', undefined, options),
  },
  'asking for the status': {
    before: [place('A-1'), { do: 'poll' }],
    call: (options) => system.webstore('GET', '/status', undefined, options),
  },
  'a wrong password': {
    call: (options) =>
      system.lightspeed('GET', '/LightSpeed', undefined, { ...options, authorization: 'Basic Zm9vOmJhcg==' }),
  },
};

const failures = {
  throttled: ['ProvisionedThroughputExceededException', 'The level of configured throughput was exceeded.'],
  'timed out': ['TimeoutError', 'socket hang up'],
  'connection reset': ['Error', 'read ECONNRESET'],
  'internal error': ['InternalServerError', 'We encountered an internal error.'],
} as const;

function failure(kind: keyof typeof failures): Error {
  const [name, message] = failures[kind];
  return Object.assign(new Error(message), { name });
}

interface Fault {
  /** What happens to the call it hits. */
  strike: (call: DatabaseCall) => Promise<Output>;
  /** Whether it also hits every call after that. */
  lasting?: boolean;
  /** Whether the process dies; then nothing more is applied. */
  deadly?: boolean;
  /** Whether the caller does not notice: the SDK and the product handle it. */
  mended?: boolean;
  /** Whether it makes sense for a call. */
  hits?: (call: DatabaseCall) => boolean;
}

const dead = new Promise<never>(() => undefined);
const isBatch = ({ name }: DatabaseCall) => name.startsWith('BatchGet');

function refuse(kind: keyof typeof failures): Fault {
  return { strike: () => Promise.reject(failure(kind)) };
}

const faults: Record<string, Fault> = {
  throttled: refuse('throttled'),
  'timed out before it was applied': refuse('timed out'),
  'connection reset': refuse('connection reset'),
  'internal error': refuse('internal error'),
  'timed out after it was applied': {
    strike: async (call) => {
      await call.send();
      throw failure('timed out');
    },
  },
  'answer lost, and sent again by the SDK': {
    strike: async (call) => {
      await call.send().catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
      return call.send();
    },
    mended: true,
  },
  'half of a batch': { strike: (call) => halfOf(call), mended: true, hits: isBatch },
  'half of a batch, ever again': { strike: (call) => halfOf(call, 0), lasting: true, hits: isBatch },
  'down from there on': { strike: () => Promise.reject(failure('internal error')), lasting: true },
  'died before it was applied': { strike: () => Promise.resolve({}), deadly: true },
  'died after it was applied': { strike: (call) => call.send(), deadly: true },
};

/** Without time for all, each call is refused in one of these ways, in turn. */
const ALIKE = [
  'throttled',
  'down from there on',
  'timed out before it was applied',
  'died before it was applied',
  'connection reset',
  'internal error',
];

async function halfOf(call: DatabaseCall, share = 0.5): Promise<Output> {
  const { Responses, ...output } = await call.send();
  const requests = call.input['RequestItems'] as Record<string, { Keys: { orderId: string }[] }>;
  const [[table, { Keys, ...rest }] = ['', { Keys: [] }]] = Object.entries(requests);
  const done = Keys.slice(0, Math.floor(Keys.length * share)).map(({ orderId }) => orderId);
  const items = (Responses as Record<string, { orderId: string }[]>)[table] ?? [];
  return {
    ...output,
    Responses: { [table]: items.filter(({ orderId }) => done.includes(orderId)) },
    UnprocessedKeys: { [table]: { ...rest, Keys: Keys.filter(({ orderId }) => !done.includes(orderId)) } },
  };
}

/** Makes the call with a fault at its k-th call of the database; `undefined` if the process died of it. */
async function suffer(
  scenario: Scenario,
  fault: Fault | undefined,
  k: number,
): Promise<{
  answer: HttpAnswer | undefined;
  calls: number;
  hit: boolean;
}> {
  let [calls, hit] = [0, false];
  let die: () => void = () => undefined;
  const died = new Promise<undefined>((resolve) => {
    die = () => resolve(undefined);
  });
  const layer: Layer = async (call) => {
    calls += 1;
    if (hit && fault?.deadly) return dead;
    const strikes = fault && (calls === k || (hit && fault.lasting)) && (fault.hits?.(call) ?? true);
    if (!fault || !strikes) return call.send();
    hit = true;
    if (!fault.deadly) return fault.strike(call);
    await fault.strike(call).catch(() => undefined);
    die();
    return dead;
  };
  const { call } = scenario;
  // The dead one's clock goes on for a moment, so that nothing of it outlives the test.
  const options: CallOptions = fault?.deadly ? { remainingMs: 1200 } : {};
  const sent = behind(layer, () =>
    typeof call === 'function' ? call(options) : perform(system, call, options),
  );
  return { answer: await Promise.race([sent, died]), calls, hit };
}

/** What counts of what is stored: not the marks of the writes, nor, if calls are counted, how many there were. */
function essence({ orders, activity, attempts }: Contents, counts = false): unknown {
  const essential = orders.map(({ revision: _, earlierRevisions: _earlier, ...item }) => {
    if (!counts) return item;
    const { turn, order, ...rest } = item;
    const {
      offers: _offers,
      movedTo: _moved,
      notes,
      failedDownloads,
      ...others
    } = order as Record<string, unknown>;
    const once = (notes as { count: number }[]).map((note) => ({ ...note, count: 1 }));
    const refused = Math.min(1, Number(failedDownloads));
    return {
      ...rest,
      outstanding: turn !== undefined,
      order: { ...others, notes: once, failedDownloads: refused },
    };
  });
  return { orders: essential, activity, attempts };
}

function isRetryable({ status, headers, body }: HttpAnswer): boolean {
  return status === 503 && Number(headers['Retry-After']) > 0 && body.includes('ServiceUnavailable');
}

describe.each(Object.entries(scenarios))('a fault of the database while %s', (_, scenario) => {
  test(
    'is answered with a retryable error or not felt, leaves nothing half done, and a repetition mends it',
    async () => {
      setClock(NOON);
      await system.fill(EMPTY);
      for (const operation of scenario.before ?? []) await perform(system, operation);
      // How an index lags is for tests/system/changed-since.test.ts.
      system.catchUp();
      const start = await system.contents();
      setClock(ONE);
      const smooth = await suffer(scenario, undefined, 0);
      const end = await system.contents();
      const [before, done] = [start, end].map((contents) => essence(contents, scenario.counts)) as [
        Contents,
        Contents,
      ];
      expect(smooth.answer?.status).toBeLessThan(500);

      for (let k = 1; k <= smooth.calls; k += 1) {
        for (const [name, fault] of Object.entries(faults)) {
          if (!LONG && ALIKE.includes(name) && ALIKE.indexOf(name) !== k % ALIKE.length) continue;
          await system.fill(start);
          system.catchUp();
          const { answer, hit } = await suffer(scenario, fault, k);
          if (!hit) continue;
          try {
            verify(answer, { fault, scenario, smooth: smooth.answer });
            const now = essence(await system.contents(), scenario.counts) as Contents;
            for (const [at, order] of now.orders.entries()) {
              const whole = [before.orders[at], done.orders[at]].some((one) => isDeepStrictEqual(order, one));
              assert.ok(whole, `half done: ${JSON.stringify(order)}`);
            }
            if (fault.mended) assert.deepEqual(now, done);
            const { answer: repeated } = await suffer(scenario, undefined, 0);
            // What was created the first time is there the second time.
            assert.ok(repeated?.status === 200 || repeated?.status === smooth.answer?.status);
            if (scenario === scenarios['polling for three']) {
              assert.deepEqual([...offeredIn(repeated?.body ?? '').keys()], ['A-1', 'C_3', 'b.2']);
            }
            assert.deepEqual(essence(await system.contents(), scenario.counts), done);
          } catch (error) {
            throw new Error(`Call ${k} of ${smooth.calls}: ${name}. Answer: ${JSON.stringify(answer)}`, {
              cause: error,
            });
          }
        }
      }
    },
    LONG ? 600_000 : 60_000,
  );
});

function verify(
  answer: HttpAnswer | undefined,
  { fault, scenario, smooth }: { fault: Fault; scenario: Scenario; smooth: HttpAnswer | undefined },
): void {
  if (answer === undefined) return;
  if (fault.mended) return assert.deepEqual(answer, smooth);
  const poll = typeof scenario.call === 'object' && scenario.call.do === 'poll';
  // A poll answers with those orders that it could move to the end of the queue.
  if (poll && answer.status === 200) return;
  if (answer.status === smooth?.status) assert.deepEqual(answer, smooth);
  else assert.ok(isRetryable(answer), 'the answer is not retryable');
}
