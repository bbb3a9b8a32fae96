import { expect, test } from '@jest/globals';
import { ago, clockAndAgo, span } from '../../../lib/desk/times.ts';

test.each([
  [0, '0 seconds'],
  [1.9, '1 second'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [7199, '119 minutes'],
  [7200, '2 hours'],
  [172_799, '47 hours'],
  [172_800, '2 days'],
  [86_400 * 400, '400 days'],
])('%s seconds are told as %s', (seconds, text) => {
  expect(span(seconds)).toBe(text);
});

test('a time is told in UTC, with how long ago it was, or in how long it will be', () => {
  expect(clockAndAgo('2026-11-23T18:04:05.678Z', '2026-11-23T18:10:00Z')).toBe(
    '2026-11-23 18:04:05 UTC, 5 minutes ago',
  );
  expect(ago('2026-11-23T18:04:05Z', '2026-11-23T18:04:00Z')).toBe('in 5 seconds');
});
