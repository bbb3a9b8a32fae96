import { describe, expect, test } from '@jest/globals';
import { inParallel } from '../../../terminal/in-parallel.ts';

const running = new AbortController().signal;

describe('inParallel', () => {
  test('does everything once and never more than so many at once', async () => {
    const done: number[] = [];
    let busy = 0;
    let busiest = 0;
    await inParallel([1, 2, 3, 4, 5, 6, 7], { concurrency: 3, signal: running }, async (item) => {
      busy += 1;
      busiest = Math.max(busiest, busy);
      await Promise.resolve();
      busy -= 1;
      done.push(item);
    });
    expect(done.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(busiest).toBe(3);
  });

  test('begins nothing more after a failure, and fails with it', async () => {
    const begun: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6], { concurrency: 2, signal: running }, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('The token is wrong.');
      await Promise.resolve();
    });
    await expect(work).rejects.toThrow('The token is wrong.');
    expect(begun).toEqual([1, 2]);
  });

  test('begins nothing more once it is told to stop', async () => {
    const stop = new AbortController();
    const begun: number[] = [];
    await inParallel([1, 2, 3, 4], { concurrency: 1, signal: stop.signal }, async (item) => {
      begun.push(item);
      if (item === 2) stop.abort();
    });
    expect(begun).toEqual([1, 2]);
  });
});
