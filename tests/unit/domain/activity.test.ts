import { describe, expect, test } from '@jest/globals';
import { silence, usualInterval } from '../../../lib/domain/activity.ts';

/** Polls, newest first, the last one of them at 18:00, with these seconds between them, newest gap first. */
function pollsWithGaps(...gaps: number[]): string[] {
  let at = Date.parse('2026-11-23T18:00:00Z');
  const earlier = gaps.map((gap) => new Date((at -= gap * 1000)).toISOString());
  return ['2026-11-23T18:00:00Z', ...earlier];
}

describe('the usual interval between polls', () => {
  test.each([
    ['no poll', [], undefined],
    ['one poll', pollsWithGaps(), undefined],
    ['two gaps are too few', pollsWithGaps(300, 300), undefined],
    ['three gaps are enough', pollsWithGaps(300, 300, 300), 300],
    ['six gaps', pollsWithGaps(301, 299, 300, 302, 298, 300), 300],
    ['fractions are rounded', pollsWithGaps(59.6, 59.7, 59.8), 60],
    ['one poll that was late', pollsWithGaps(300, 300, 900, 300, 300, 300), 300],
    ['a night between', pollsWithGaps(300, 300, 43_200, 300), 300],
    ['a change from five minutes to ten', pollsWithGaps(600, 600, 600, 300, 300, 300), 600],
    ['one repetition after a minute', pollsWithGaps(300, 300, 60, 300, 300, 300), 300],
    ['a repetition of every poll, seconds later', pollsWithGaps(295, 5, 295, 5, 295, 5), 295],
    ['a repetition of every poll, a minute later', pollsWithGaps(240, 60, 240, 60, 240, 60), 240],
    ['two repetitions of every poll leave too few gaps', pollsWithGaps(290, 5, 5, 290, 5, 5), undefined],
    ['an interval of seconds', pollsWithGaps(10, 11, 9, 10, 10, 10), 10],
    ['about the longest time that counts as a repetition', pollsWithGaps(29, 31, 30, 29, 29, 31), 30],
    ['no time at all between', pollsWithGaps(0, 0, 0), 0],
  ])('%s', (_, polls, seconds) => {
    expect(usualInterval(polls)).toBe(seconds);
  });
});

describe('a store is silent', () => {
  const everyFiveMinutes = pollsWithGaps(300, 300, 300);
  test.each([
    ['never, if it was never polled', [], '2026-11-23T18:00:00Z', undefined],
    ['never, if its interval is not known', pollsWithGaps(300, 300), '2027-11-23T18:00:00Z', undefined],
    ['not just after a poll', everyFiveMinutes, '2026-11-23T18:00:01Z', undefined],
    ['not after exactly three intervals', everyFiveMinutes, '2026-11-23T18:15:00Z', undefined],
    ['after more than three', everyFiveMinutes, '2026-11-23T18:15:00.001Z', '2026-11-23T18:00:00Z'],
    ['not after ten minutes', pollsWithGaps(60, 60, 60), '2026-11-23T18:10:00Z', undefined],
    [
      'after more than ten minutes',
      pollsWithGaps(60, 60, 60),
      '2026-11-23T18:10:01Z',
      '2026-11-23T18:00:00Z',
    ],
    [
      'not while it is polled once a day',
      pollsWithGaps(86_400, 86_400, 86_400),
      '2026-11-26T18:00:00Z',
      undefined,
    ],
    ['not by a clock that is behind', everyFiveMinutes, '2026-11-23T17:00:00Z', undefined],
  ])('%s', (_, polls, now, since) => {
    expect(silence({ polls }, now)).toBe(since);
  });
});
