import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { changedBy } from '../../../checks/scale/arguments.ts';
import { type Assumptions, assumptions } from '../../../checks/scale/assumptions.ts';
import { limitsOf, yearsUntilStoreIsFull } from '../../../checks/scale/limits.ts';
import {
  attackCostPerDay,
  costOf,
  loadOf,
  metricsCost,
  slowHashMilliseconds,
  totalOf,
} from '../../../checks/scale/model.ts';
import { operationsOf } from '../../../checks/scale/operations.ts';
import { figure, money, shareOf, tablesOf, withTables } from '../../../checks/scale/report.ts';

/** The values by which these tests were computed by hand; the document's own may change. */
const assumed: Assumptions = {
  ...assumptions,
  pollIntervalSeconds: 300,
  ordersPerDay: 20,
  refusedWaiting: 0.1,
  shipmentsPerOrder: 1.1,
  canceledShare: 0.02,
  placedAgainShare: 0.1,
  lookUpsPerOrder: 2,
  listsPerDay: 4,
  statusesPerDay: 12,
  storeBytes: 700,
  orderBytes: 2300,
  storedMonths: 12,
  memoryGb: 0.5,
  processorShare: 0.29,
  slowHashMilliseconds: 90,
  chosenPasswords: 0.05,
  rememberedSeconds: 600,
  rememberedCredentials: 1000,
  metricsByStore: 1,
  watchIntervalSeconds: 300,
  watchReadUnitsPerStore: 2,
  totalMetrics: 14,
  metricsPerStore: 7,
  rateLimit: 100,
  burst: 200,
};

describe('the operations of a dealer', () => {
  test('take the units that were measured, and two reads for the door', () => {
    expect(
      operationsOf(assumed).map(({ name, readUnits, writeUnits }) => [name, readUnits, writeUnits]),
    ).toEqual([
      ['poll, nothing outstanding', 4, 1],
      ['poll, one order', 5, 5],
      ['acknowledge, downloaded', 3, 8],
      ['acknowledge, refused again', 3, 5],
      ['shipment', 3, 7],
      ['cancellation', 3, 7],
      ['place an order', 3, 6],
      ['place it again', 3, 0],
      ['look up an order', 3, 0],
      ['list 25 orders', 28, 0],
      ['status', 5, 0],
    ]);
  });

  test('are 288 polls a day at most, however many orders wait', () => {
    const [idle, withOrder] = operationsOf({ ...assumed, ordersPerDay: 1000 });
    expect([idle?.perDay, withOrder?.perDay]).toEqual([0, 288]);
  });
});

describe('the load of 100 dealers', () => {
  const load = loadOf(100, assumed);

  test('is 437.2 requests a dealer and day', () => {
    expect(load.requests).toBeCloseTo(1_311_600);
    expect(load.requestsPerSecond).toBeCloseTo(0.506);
    expect(load.peakPerSecond).toBeCloseTo(3.3515);
  });

  test('is 1,772.4 reads and 1,064 writes a dealer and day, and 218 reads for each look at the stores', () => {
    expect(load.readUnits).toBeCloseTo(5_317_200 + 1_883_520);
    expect(load.writeUnits).toBeCloseTo(3_192_000);
  });

  test('has a metric for everything that is counted, and seven for each store', () => {
    expect(load.metrics).toBe(714);
    expect(loadOf(100, { ...assumed, metricsByStore: 0 }).metrics).toBe(14);
  });

  test('fills 1.7 GB in a year', () => {
    expect(load.storedGb).toBeCloseTo(1.679);
  });
});

describe('hashing passwords', () => {
  const allChosen = { ...assumed, chosenPasswords: 1 };

  test('takes one slow hash on less than a third of a processor', () => {
    expect(slowHashMilliseconds(assumed)).toBeCloseTo(310.34);
  });

  test('happens at every second poll if a password is remembered for two intervals', () => {
    // 144 polls a day, and every acknowledgement (48.8), shipment (22) and cancellation (0.4).
    expect(loadOf(100, allChosen).hashGbSeconds).toBeCloseTo((215.2 * 3000 * 0.31034 * 1) / 2, -2);
  });

  test('happens at every call if there are more stores than are remembered', () => {
    expect(loadOf(1001, allChosen).hashGbSeconds).toBeCloseTo((359.2 * 30_030 * 0.31034 * 1) / 2, -3);
  });

  test('concerns those alone that a person chose', () => {
    expect(loadOf(100, assumed).hashGbSeconds).toBeCloseTo((0.05 * 215.2 * 3000 * 0.31034 * 1) / 2, -1);
    expect(loadOf(100, { ...assumed, chosenPasswords: 0 }).hashGbSeconds).toBe(0);
  });
});

describe('the cost', () => {
  test('of custom metrics is less for the further ones', () => {
    expect([0, 21, 10_000, 10_001, 260_000].map(metricsCost).map(money)).toEqual([
      '0.00',
      '6.30',
      '3,000',
      '3,000',
      '27,500',
    ]);
  });

  test('of API Gateway is a dollar for a million requests, and a total is the sum of its parts', () => {
    const cost = costOf(loadOf(10_000, assumed), assumed);
    expect(cost['API Gateway']).toBeCloseTo(131.16);
    expect(cost['DynamoDB writes']).toBeCloseTo(199.5);
    expect(totalOf({ ...cost, 'API Gateway': 0 })).toBeCloseTo(totalOf(cost) - 131.16);
  });

  test('of wrong passwords at a hundred a second is six tenths of a cent for every thousand', () => {
    expect(attackCostPerDay(assumed)).toBeCloseTo(50.74);
  });
});

describe('the limits', () => {
  test('of 10,000 dealers are met by a common second', () => {
    const met = limitsOf(loadOf(10_000, assumed), assumed).map(({ name, usual, atOnce }) => [
      name,
      usual.needed > usual.allowed,
      atOnce.needed > atOnce.allowed,
    ]);
    expect(met).toEqual([
      ["the stage's `rateLimit`, at once its `burst`", false, true],
      ["the account's rate at API Gateway, at once its burst", false, true],
      ['Lambda: functions at work, of a new account', false, true],
      ['Lambda: functions at work', false, false],
      ['table Orders, new: reads', false, true],
      ['table Activity, new: writes', false, true],
      ['one look at all stores', false, false],
      ['chosen passwords that a function remembers', false, false],
    ]);
  });

  test('of one store are met in six hundred years', () => {
    expect(yearsUntilStoreIsFull(assumed)).toBeCloseTo(595.59);
  });
});

describe('a figure', () => {
  test('has two digits that count, or is whole', () => {
    expect([0, 0.0051, 0.44, 3.35, 79, 99.6, 100, 131_160].map(figure)).toEqual([
      '0',
      '0.0051',
      '0.44',
      '3.4',
      '79',
      '100',
      '100',
      '131,160',
    ]);
  });

  test('of money has cents below a hundred dollars', () => {
    expect([0.004, 8.7, 131.16, 9001.4].map(money)).toEqual(['0.00', '8.70', '131', '9,001']);
  });

  test('of a limit is a share of it, or a multiple in bold', () => {
    const shares = [1, 34, 100, 5000].map((needed) => shareOf({ needed, allowed: 100 }));
    expect([shareOf({ needed: 0.9, allowed: 100 }), ...shares]).toEqual([
      '<1%',
      '1%',
      '34%',
      '100%',
      '**50 ×**',
    ]);
  });
});

describe('an assumption', () => {
  test('is changed by its name', () => {
    expect(changedBy(['ordersPerDay=50', 'refusedWaiting=.5'], assumed)).toEqual({
      ...assumed,
      ordersPerDay: 50,
      refusedWaiting: 0.5,
    });
  });

  test.each(['orders=50', 'ordersPerDay=many', 'ordersPerDay', 'toString=1'])(
    'that is typed as %s is refused',
    (setting) => {
      expect(() => changedBy([setting], assumed)).toThrow(
        `--set takes name=number, as ordersPerDay=50, not "${setting}".`,
      );
    },
  );
});

describe('docs/scale.md', () => {
  test('holds the tables as `npm run scale` prints them', () => {
    const document = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8');
    expect(withTables(document, tablesOf([1, 100, 10_000], assumptions))).toBe(document);
  });

  test('gets a table between its marks, and nothing else changes', () => {
    const document = 'before\n<!-- scale: cost -->\nold\n<!-- end -->\nafter';
    expect(withTables(document, new Map([['cost', 'new']]))).toBe(
      'before\n<!-- scale: cost -->\nnew\n<!-- end -->\nafter',
    );
  });

  test('without a place for a table is refused', () => {
    expect(() => withTables('nothing', new Map([['cost', 'new']]))).toThrow(
      'docs/scale.md has no place for the table "cost".',
    );
  });
});
