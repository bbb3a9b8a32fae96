import { describe, expect, test } from '@jest/globals';
import { readArguments } from '../../../../players/webstore/arguments.ts';
import { plannedOrders } from '../../../../players/webstore/planned-orders.ts';

const now = new Date('2026-11-23T18:04:05.678Z');

function idsOf(argv: string[], at: Date): string[] {
  const options = readArguments(argv, {}, at);
  return options === undefined ? [] : [...plannedOrders(options)].map(({ orderId }) => orderId);
}

describe('the arguments of `orders`', () => {
  test('default to ten orders for the server on this machine', () => {
    expect(readArguments([], {}, now)).toEqual({
      count: 10,
      url: 'http://localhost:3000',
      token: 'local-token',
      prefix: '',
      concurrency: 8,
      seed: 1_795_457_045_678,
      start: 28_231_445_678,
      firstPlacedAt: new Date('2026-11-23T17:58:32.678Z'),
      mayExist: false,
    });
  });

  test('with a seed do not depend on the clock', () => {
    expect(readArguments(['--seed', '7', '--count', '3'], {}, now)).toEqual({
      count: 3,
      url: 'http://localhost:3000',
      token: 'local-token',
      prefix: '',
      concurrency: 8,
      seed: 7,
      start: 107_000,
      firstPlacedAt: new Date('2026-01-01T00:00:00Z'),
      mayExist: true,
    });
  });

  test('are taken from the environment where the command line says nothing', () => {
    const env = { ORDERS_URL: 'https://example.com/', ORDERS_TOKEN: 'secret' };
    expect(readArguments(['--token', 'other'], env, now)).toMatchObject({
      url: 'https://example.com',
      token: 'other',
    });
  });

  test('are not read when help is asked for', () => {
    expect(readArguments(['--help', '--count', 'many'], {}, now)).toBeUndefined();
  });

  test.each([
    [['--count', '0'], '--count takes a whole number from 1, not "0".'],
    [['--seed', '-'], '--seed takes a whole number from 0, not "-".'],
    [['--url', 'localhost'], '"localhost" is not a URL. It looks like http://localhost:3000'],
    [
      ['--prefix', 'a b'],
      '--prefix takes up to 40 of A-Z a-z 0-9 . _ - which is what an order id may contain.',
    ],
    [['--cuont', '3'], "Unknown option '--cuont'"],
  ])('%j are refused', (argv, message) => {
    expect(() => readArguments(argv, {}, now)).toThrow(message);
  });
});

describe('order ids', () => {
  test('follow the start and carry the prefix', () => {
    expect(idsOf(['--count', '3', '--start', '100234', '--prefix', 'WEB-'], now)).toEqual([
      'WEB-100234',
      'WEB-100235',
      'WEB-100236',
    ]);
  });

  test('of a run are not those of a run that was over when it began', () => {
    const first = idsOf(['--count', '250'], now);
    const second = idsOf(['--count', '250'], new Date(now.getTime() + 250));
    expect(new Set([...first, ...second]).size).toBe(500);
  });
});
