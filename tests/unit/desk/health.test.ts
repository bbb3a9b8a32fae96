import { describe, expect, test } from '@jest/globals';
import { type Health, healthOf, healthOfAll, type Judged } from '../../../lib/desk/health.ts';
import type { StoreStatus } from '../../../lib/domain/status.ts';

const now = '2026-11-26T12:00:00Z';
const silent: Partial<StoreStatus> = {
  enabled: true,
  lastPolledAt: '2026-11-26T07:00:00Z',
  silentSince: '2026-11-26T07:00:00Z',
  usualPollSeconds: 300,
  outstanding: 0,
  oldestOutstanding: null,
  refused: 0,
  leftOut: 0,
};

function health(lastRejectedAt: string): string {
  const lastRejection = { at: lastRejectedAt, kind: 'wrong credentials', face: 'lightspeed' };
  return healthOf({ ...silent, lastRejection } as StoreStatus, now).text;
}

describe('a Lightspeed that no longer polls', () => {
  test('is turned away, not silent, when it has called with wrong credentials in the last hour', () => {
    expect(health('2026-11-26T11:50:00Z')).toBe(
      'Lightspeed calls and is turned away: wrong credentials, 10 minutes ago. Nothing waits.',
    );
  });

  test('is silent, though it was turned away once since', () => {
    expect(health('2026-11-26T09:00:00Z')).toBe(
      'Lightspeed has been silent for 5 hours. Usually it polls every 5 minutes. Nothing waits.',
    );
  });
});

describe('a Lightspeed that polls', () => {
  const polling = {
    ...silent,
    lastPolledAt: '2026-11-26T11:58:00Z',
    silentSince: null,
    lastRejection: null,
    webhook: null,
    platforms: [],
    messagesFailed: 0,
  };
  const shop = { platform: 'woocommerce', health: 'working', problems: [], notUnderstood: 0 };

  test.each([
    ['all is well', {}, 'good', 'All is well. Lightspeed polled 2 minutes ago, as it does every 5 minutes. '],
    [
      'its webstore takes nothing',
      { webhook: { failingSince: '2026-11-26T09:00:00Z' } },
      'bad',
      'Lightspeed polled 2 minutes ago, as it does every 5 minutes. The webstore has taken no message for 3 hours. ',
    ],
    [
      'messages were given up',
      { messagesFailed: 1 },
      'bad',
      'Lightspeed polled 2 minutes ago, as it does every 5 minutes. 1 message given up. ',
    ],
    [
      'a shop’s order was not understood, and how often it polls is not known',
      { usualPollSeconds: null, platforms: [{ ...shop, notUnderstood: 2 }] },
      'bad',
      'Lightspeed polled 2 minutes ago. WooCommerce: 2 orders not understood. ',
    ],
  ])('is told with the webstore: %s', (_, differs, level, text) => {
    const told = healthOf({ ...polling, ...differs } as StoreStatus, now);
    expect(told).toEqual({
      level,
      text: `${text}Nothing waits.`,
      seen: { words: '2 minutes ago', at: '2026-11-26T11:58:00Z' },
      ...(level === 'bad' && { trouble: 'webstore' }),
    });
  });

  const polled = 'Lightspeed polled 2 minutes ago, as it does every 5 minutes';
  const waitingFor = (ageSeconds: number) => ({ outstanding: 1, oldestOutstanding: { ageSeconds } });

  test.each([
    ['refuses', { refused: 2 }, false, `${polled}, but it refused 2 orders. Nothing waits.`],
    [
      'cannot be given one',
      { leftOut: 1 },
      false,
      `${polled}, but 1 order cannot be written for it. Nothing waits.`,
    ],
    [
      'refuses, and cannot be given two',
      { refused: 1, leftOut: 2 },
      true,
      `${polled}, but it refused 1 order and 2 orders cannot be written for it. Nothing waits.`,
    ],
    [
      'leaves an order for more than an hour',
      waitingFor(3601),
      false,
      `${polled}, but it has not taken every order. 1 order waits, the oldest for 60 minutes.`,
    ],
    [
      'is well, but the webstore was not told of an order',
      {},
      true,
      `${polled}, but something needs a person. Nothing waits.`,
    ],
  ])('%s: orders are in trouble', (_, differs, needsPerson, text) => {
    expect(healthOf({ ...polling, ...differs } as unknown as StoreStatus, now, needsPerson)).toEqual({
      level: 'bad',
      text,
      seen: { words: '2 minutes ago', at: '2026-11-26T11:58:00Z' },
      trouble: 'orders',
    });
  });

  test.each([
    ['an hour', 300, 3600],
    ['three polls of a Lightspeed that polls every 12 hours', 43_200, 129_600],
  ])('an order may wait for %s', (_, usualPollSeconds, seconds) => {
    const status = { ...polling, usualPollSeconds, ...waitingFor(seconds) } as unknown as StoreStatus;
    expect(healthOf(status, now).level).toBe('good');
  });
});

describe('several stores in one sentence', () => {
  const judged = (...levels: Health['level'][]) =>
    levels.map((level) => ({ health: { level, text: '' } }) as unknown as Judged);

  test.each<[Health['level'][], number, Health['level'], string]>([
    [[], 0, 'unknown', 'No store yet.'],
    [['bad', 'good', 'off'], 0, 'bad', '1 of 3 stores needs a look.'],
    [['good'], 2, 'bad', '2 of 3 stores need a look.'],
    [
      ['unknown', 'good'],
      0,
      'unknown',
      'It is not known yet whether all is well in 1 of 2 stores. Nothing is wrong in the others.',
    ],
    [['unknown'], 0, 'unknown', 'It is not known yet whether all is well.'],
    [['off', 'off'], 0, 'off', 'The module of every store is off.'],
    [['good', 'off'], 0, 'good', 'All is well: 2 stores, and none needs a look.'],
  ])('%j and %i that cannot be read: %s', (levels, unread, level, text) => {
    expect(healthOfAll(judged(...levels), unread)).toEqual({ level, text });
  });
});
