import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setClock, stopClock } from '../support/clock.ts';
import { anOperation, type Operation, perform } from './operations.ts';
import { EMPTY, expectAlways, LONG, openSystem } from './system.ts';

// A webstore's copy of its orders, kept by `GET /orders?updatedSince=…` while the orders go on changing and the index
// that answers lags behind them.

stopClock('2026-11-23T12:00:00Z');
const system = await openSystem({ batchSize: 30 });
const ORDERS = ['00123', 'A-1', 'b.2', 'C_3', 'd-4'];

type Copy = Map<string, Record<string, unknown>>;

interface Reader {
  since: string;
  cursor: string | undefined;
  copy: Copy;
}

interface Page {
  orders: { orderId: string }[];
  nextCursor?: string;
  nextUpdatedSince: string;
}

/** Reads one page, and begins anew behind the last one, as docs/webhooks.md tells a webstore to do. */
async function readPage(reader: Reader, limit: number): Promise<void> {
  const cursor = reader.cursor === undefined ? '' : `&cursor=${reader.cursor}`;
  const answer = await system.webstore('GET', `/orders?updatedSince=${reader.since}&limit=${limit}${cursor}`);
  expect(answer.status).toBe(200);
  const page: Page = JSON.parse(answer.body);
  for (const order of page.orders) reader.copy.set(order.orderId, order);
  reader.cursor = page.nextCursor;
  if (page.nextCursor === undefined) reader.since = page.nextUpdatedSince;
}

/** A quarter of an hour: what changes in it, and after which of it a page is read. */
interface Quarter {
  /** Seconds from one to the next: together less than five minutes, by which the index may lag. */
  steps: { operation: Operation; seconds: number; pages: number; limit: number }[];
}

const aQuarter: fc.Arbitrary<Quarter> = fc.record({
  steps: fc.array(
    fc.record({
      operation: anOperation(ORDERS),
      seconds: fc.integer({ min: 0, max: 25 }),
      pages: fc.integer({ min: 0, max: 2 }),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 10 },
  ),
});

test(
  'a copy that is kept by asking for changes misses none, however they fall between the pages',
  async () => {
    const room = { runs: { short: 60, long: 3000 }, ms: { short: 12_000, long: 600_000 } };
    await expectAlways(fc.array(aQuarter, { maxLength: 4 }), room, async (quarters) => {
      await system.fill(EMPTY);
      let now = Date.parse('2026-11-23T12:00:00Z');
      const wait = (seconds: number) => {
        now += seconds * 1000;
        setClock(new Date(now).toISOString());
      };
      const reader: Reader = { since: '2026-11-23T12:00:00Z', cursor: undefined, copy: new Map() };
      for (const { steps } of [...quarters, { steps: [] }]) {
        for (const { operation, seconds, pages, limit } of steps) {
          wait(seconds);
          await perform(system, operation);
          for (let page = 0; page < pages; page += 1) await readPage(reader, limit);
        }
        wait(900);
        // By now the index has every change.
        system.catchUp();
      }
      do await readPage(reader, 3);
      while (reader.cursor !== undefined);
      await readPage(reader, 100);
      for (const item of (await system.contents()).orders) {
        const orderId = String(item['orderId']);
        const { offers: _, ...copied } = reader.copy.get(orderId) ?? {};
        const { offers: __, messages: ___, ...actual } = await system.lookUp(orderId);
        // An offer is no change, and a list tells no messages.
        expect(copied).toEqual(actual);
      }
    });
  },
  LONG ? 900_000 : 120_000,
);
