import { expect, test } from '@jest/globals';
import { quantile, spreadOf } from '../../../../checks/bench/statistics.ts';

test('the median and the quartiles of an odd number of figures are among them', () => {
  expect(spreadOf([9, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7 });
});

test('the median of an even number of figures is between the two in the middle', () => {
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, low: 1.75, high: 3.25 });
});

test('of a hundred and one figures the 99th percentile is the last but one', () => {
  expect(quantile(Array.from({ length: 101 }, (_, at) => at).toReversed(), 0.99)).toBe(99);
});

test('a single figure is its own median, and of none there is none', () => {
  expect([spreadOf([6]), quantile([], 0.5)]).toEqual([{ median: 6, low: 6, high: 6 }, Number.NaN]);
});
