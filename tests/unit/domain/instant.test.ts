import { expect, test } from '@jest/globals';
import { secondsBetween, toInstant } from '../../../lib/domain/instant.ts';

test.each([
  ['2026-11-23T18:04:05.000Z', '2026-11-23T18:04:05Z'],
  ['2026-11-23T18:04:05.120Z', '2026-11-23T18:04:05.120Z'],
  ['2026-11-23T11:04:05-07:00', '2026-11-23T18:04:05Z'],
])('%s is the instant %s', (text, instant) => {
  expect(toInstant(new Date(text))).toBe(instant);
});

test.each([
  ['2026-11-23T18:04:05Z', '2026-11-23T18:04:05.999Z', 0],
  ['2026-11-23T18:04:05.900Z', '2026-11-23T18:05:05Z', 59],
  ['2026-11-23T18:04:05Z', '2026-11-24T18:04:05Z', 86_400],
  ['2026-11-23T18:04:05Z', '2026-11-23T18:04:04Z', 0],
])('from %s to %s it is %d whole seconds', (from, to, seconds) => {
  expect(secondsBetween(from, to)).toBe(seconds);
});
