import { expect, test } from '@jest/globals';
import { listeningInWords, onInWords } from '../../../lib/desk/listening.ts';
import type { Listening } from '../../../lib/domain/delivery.ts';

const NOW = '2026-11-26T12:00:00Z';
const telling = (listening: Partial<Listening>) => ({
  listening: { failures: 0, ...listening } as Listening,
  now: NOW,
  when: (at: string) => at.slice(11, 16),
});

test.each<[string, Partial<Listening>]>([
  ['nothing yet', {}],
  ['yes, last at 11:50', { lastDeliveredAt: '2026-11-26T11:50:00Z' }],
  [
    'NO: 2 failures in a row since 11:55. It answered 500. (last at 11:50)',
    {
      failures: 2,
      failingSince: '2026-11-26T11:55:00Z',
      lastDeliveredAt: '2026-11-26T11:50:00Z',
      lastError: 'It answered 500.',
      // That is over.
      pausedUntil: '2026-11-26T11:59:00Z',
    },
  ],
  [
    'NO: 1 failure in a row since 11:55; left alone until 12:30. It answered 503. (nothing yet)',
    {
      failures: 1,
      failingSince: '2026-11-26T11:55:00Z',
      lastError: 'It answered 503.',
      pausedUntil: '2026-11-26T12:30:00Z',
    },
  ],
])('how a webstore listens: %s', (words, listening) => {
  expect(listeningInWords(telling(listening))).toBe(words);
});

test.each<[string, boolean, Partial<Listening>]>([
  ['yes', true, {}],
  ['no: its messages are held until it is switched on', false, {}],
  [
    'no: switched off 11:00, because of this: it answered 410. Its messages are held until it is switched on',
    true,
    { off: { at: '2026-11-26T11:00:00Z', why: 'gone' } },
  ],
  [
    'no: switched off 11:00, because of this: nothing but failures for five days. Its messages are held until it is switched on',
    true,
    { off: { at: '2026-11-26T11:00:00Z', why: 'failing' } },
  ],
])('whether messages go to it: %s', (words, enabled, listening) => {
  expect(onInWords({ enabled }, telling(listening))).toBe(words);
});
