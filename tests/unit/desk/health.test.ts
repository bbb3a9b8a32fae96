import { describe, expect, test } from '@jest/globals';
import { healthOf } from '../../../lib/desk/health.ts';
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
      ...(level === 'bad' && { isOfWebstore: true }),
    });
  });
});
