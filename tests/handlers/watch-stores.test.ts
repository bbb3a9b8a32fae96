import { beforeEach, describe, expect, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { StoreToAdd } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { databaseError, withFault } from '../support/database-faults.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { catchOutput, type Line } from '../support/output.ts';
import { runWatch } from '../support/run-watch.ts';
import { openStore } from '../support/store.ts';

process.env['METRICS'] = 'by-store';
process.env['LOG_LEVEL'] = 'INFO';
const { lightspeed, webstore } = await openStore();
const { documents, dynamodb } = await import('../../lib/database/client.ts');
const { addStore: putStore, getStore } = await import('../../lib/database/stores.ts');
const { linesOf } = catchOutput();
stopClock('2026-11-23T12:00:00Z');
beforeEach(() => emptyTables(['ORDERS_TABLE', 'ACTIVITY_TABLE', 'STORES_TABLE']));
const pattern = await storeOfThePattern();

/** The hash of a password takes time; all stores of this file have the same one. */
async function storeOfThePattern() {
  const store = await getStore('coolbike');
  if (!store) throw new Error('There is no store.');
  return store;
}

async function addStores(
  ids: string[],
  differs: Pick<StoreToAdd, 'enabled' | 'startAt'> = {},
): Promise<void> {
  for (const id of ids) await putStore({ ...pattern, ...differs, id });
}

const at = (id: string) => ({ headers: { host: `${id}.example.com` } });

async function place(storeId: string, orderId: string): Promise<void> {
  const { status } = await webstore('PUT', `/orders/${orderId}`, anOrderBody(), at(storeId));
  expect(status).toBe(201);
}

async function pollAt(storeId: string, times: string[]): Promise<void> {
  for (const time of times) {
    setClock(`2026-11-23T${time}Z`);
    await lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, at(storeId));
  }
}

interface Seen {
  /** The metrics of each store, and those of all together under ''. */
  counts: Record<string, unknown>;
  /** Every other line, without the common fields. */
  lines: Line[];
}

async function watch(run: () => Promise<unknown> = runWatch): Promise<Seen> {
  const all = await linesOf(run);
  const counts = all
    .filter((line) => '_aws' in line)
    .map(({ _aws, service: _service, store = '', ...values }) => [store, values]);
  const lines = all
    .filter((line) => !('_aws' in line))
    .map((line) => {
      const {
        timestamp: _at,
        service: _service,
        sampling_rate: _rate,
        durationMs: _duration,
        ...rest
      } = line;
      return rest;
    });
  return { counts: Object.fromEntries(counts), lines };
}

const none = {
  SilentStores: 0,
  DeafWebstores: 0,
  OldestOutstandingSeconds: 0,
  OutstandingOrders: 0,
  RefusedOrders: 0,
};
const total = { ...none, WatchedStores: 0, WatchFailures: 0 };
const told = { stores: 0, silent: 0, deaf: 0, outstanding: 0, refused: 0, waitingSeconds: 0, failures: 0 };
const summary = { level: 'INFO', message: 'watch', ...told };

test('what waits is counted for each store and for all of them', async () => {
  await addStores(['coolbike', 'hotbike', 'idle']);
  await place('coolbike', '1');
  await place('coolbike', '2');
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="2"><Error>x</Error></Order></A>');
  setClock('2026-11-23T12:01:00Z');
  await place('hotbike', '1');
  setClock('2026-11-23T12:02:00Z');
  expect(await watch()).toEqual({
    counts: {
      coolbike: { ...none, OldestOutstandingSeconds: 120, OutstandingOrders: 2, RefusedOrders: 1 },
      hotbike: { ...none, OldestOutstandingSeconds: 60, OutstandingOrders: 1 },
      idle: none,
      '': {
        ...total,
        OldestOutstandingSeconds: 120,
        OutstandingOrders: 3,
        RefusedOrders: 1,
        WatchedStores: 3,
      },
    },
    lines: [{ ...summary, stores: 3, outstanding: 3, refused: 1, waitingSeconds: 120 }],
  });
});

describe('somebody is told which store', () => {
  test('has gone silent, and since when', async () => {
    await addStores(['coolbike', 'hotbike']);
    await pollAt('coolbike', ['11:40:00', '11:45:00', '11:50:00', '11:55:00', '12:00:00']);
    await pollAt('hotbike', ['11:45:00', '11:50:00', '11:55:00', '12:00:00', '12:05:00']);
    setClock('2026-11-23T12:15:01Z');
    expect(await watch()).toEqual({
      counts: {
        coolbike: { ...none, SilentStores: 1 },
        hotbike: none,
        '': { ...total, SilentStores: 1, DeafWebstores: 0, WatchedStores: 2 },
      },
      lines: [
        {
          level: 'WARN',
          message: 'store',
          store: 'coolbike',
          silentSince: '2026-11-23T12:00:00Z',
          waitingSeconds: 0,
          outstanding: 0,
          refused: 0,
        },
        { ...summary, stores: 2, silent: 1 },
      ],
    });
  });

  test('has an order that has waited as long as the stage lets it, and since when', async () => {
    await addStores(['coolbike', 'hotbike']);
    await place('coolbike', '1');
    setClock('2026-11-23T12:00:01Z');
    await place('hotbike', '1');
    setClock('2026-11-23T16:00:00Z');
    const { lines } = await watch();
    expect(lines[0]).toEqual({
      level: 'WARN',
      message: 'store',
      store: 'coolbike',
      waitingSince: '2026-11-23T12:00:00Z',
      waitingSeconds: 14_400,
      outstanding: 1,
      refused: 0,
    });
    expect(lines).toHaveLength(2);
  });
});

describe('there is nothing to see', () => {
  test('where no store is', async () => {
    expect(await watch()).toEqual({ counts: { '': total }, lines: [summary] });
  });

  test('of a store that is off', async () => {
    await addStores(['coolbike']);
    await place('coolbike', '1');
    await emptyTables(['STORES_TABLE']);
    await addStores(['coolbike'], { enabled: false });
    expect(await watch()).toEqual({ counts: { '': total }, lines: [summary] });
  });

  test('of orders placed before the start point', async () => {
    await addStores(['coolbike'], { startAt: '2026-11-23T18:04:06Z' });
    await place('coolbike', '1');
    setClock('2026-11-24T12:00:00Z');
    const { counts } = await watch();
    expect(counts).toEqual({ coolbike: none, '': { ...total, WatchedStores: 1 } });
  });
});

describe('a store that cannot be looked at is counted, and the others are looked at', () => {
  test('its item is damaged', async () => {
    await addStores(['coolbike', 'hotbike']);
    const Item = { store: 'damaged', details: { id: 'damaged' } };
    await documents.send(new PutCommand({ TableName: process.env['STORES_TABLE'], Item }));
    expect(await watch()).toEqual({
      counts: { coolbike: none, hotbike: none, '': { ...total, WatchedStores: 2, WatchFailures: 1 } },
      lines: [
        { level: 'ERROR', message: 'watch failed', store: 'damaged', error: 'Its item is damaged.' },
        { ...summary, stores: 2, failures: 1 },
      ],
    });
  });

  test('its orders cannot be read', async () => {
    await addStores(['coolbike', 'hotbike']);
    const { counts, lines } = await watch(() =>
      withFault(dynamodb, {
        fault: ({ input, send }) =>
          JSON.stringify(input).includes('hotbike') && 'IndexName' in input
            ? Promise.reject(databaseError('AccessDeniedException'))
            : send(),
        run: runWatch,
      }),
    );
    expect(counts).toEqual({ coolbike: none, '': { ...total, WatchedStores: 1, WatchFailures: 1 } });
    expect(lines[0]).toMatchObject({ level: 'ERROR', message: 'watch failed', store: 'hotbike' });
  });

  test('what Lightspeed did in ten stores cannot be read', async () => {
    await addStores(Array.from({ length: 25 }, (_, i) => `store-${i}`));
    let batches = 0;
    const { counts } = await watch(() =>
      withFault(dynamodb, {
        fault: ({ command, send }) => {
          if (command !== 'BatchGetItemCommand') return send();
          batches += 1;
          return batches === 1 ? Promise.reject(databaseError('AccessDeniedException')) : send();
        },
        run: runWatch,
      }),
    );
    expect(counts['']).toEqual({ ...total, WatchedStores: 15, WatchFailures: 10 });
  });

  test('there is no time left for it', async () => {
    await addStores(Array.from({ length: 25 }, (_, i) => `store-${i}`));
    const { counts, lines } = await watch(() => runWatch(29_999));
    expect(counts).toEqual({ '': { ...total, WatchFailures: 25 } });
    // The log is not flooded.
    expect(lines).toHaveLength(21);
  });
});

test('nothing is counted if the stores themselves cannot be read: that it is missing is an alarm', async () => {
  await addStores(['coolbike']);
  const fault = () => Promise.reject(databaseError('AccessDeniedException'));
  const lines = await linesOf(() =>
    expect(withFault(dynamodb, { fault, run: runWatch })).rejects.toMatchObject({
      code: 'ServiceUnavailable',
    }),
  );
  expect(lines).toEqual([]);
});

test('every store of many is looked at once, forty at a time at most', async () => {
  await addStores(Array.from({ length: 95 }, (_, i) => `store-${i}`));
  let running = 0;
  let most = 0;
  const { counts } = await watch(() =>
    withFault(dynamodb, {
      fault: async ({ send }) => {
        running += 1;
        most = Math.max(most, running);
        try {
          return await send();
        } finally {
          running -= 1;
        }
      },
      run: runWatch,
    }),
  );
  expect(counts['']).toEqual({ ...total, WatchedStores: 95 });
  expect(Object.keys(counts)).toHaveLength(96);
  expect(most).toBeLessThanOrEqual(40);
});
