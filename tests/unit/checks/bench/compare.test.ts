import { expect, test } from '@jest/globals';
import { comparisonsOf } from '../../../../checks/bench/compare.ts';

const block = (milliseconds: number[], processorMs: number, residentMb: number) => ({
  milliseconds,
  processorMs,
  residentMb,
  answer: undefined,
});

test('a comparison is of medians, and its spread of the blocks that ran next to each other', () => {
  const pairs = [
    { ours: block([20, 22, 24], 30, 100), sdkAlone: block([10, 11, 12], 15, 80) },
    { ours: block([30, 33, 36], 60, 110), sdkAlone: block([20, 22, 24], 30, 90) },
    { ours: block([28, 30, 32], 33, 120), sdkAlone: block([9, 10, 11], 15, 100) },
  ];
  expect(comparisonsOf('a poll', pairs, { time: 1.15 })).toEqual([
    {
      what: 'a poll',
      unit: 'ms',
      ours: { median: 30, low: 26, high: 31.5 },
      sdkAlone: { median: 11, low: 10.5, high: 16.5 },
      ratio: 30 / 11,
      ratios: { median: 2, low: 1.75, high: 2.5 },
      goal: 1.15,
    },
    {
      what: 'a poll',
      unit: 'processor ms',
      ours: { median: 11, low: 10.5, high: 15.5 },
      sdkAlone: { median: 5, low: 5, high: 7.5 },
      ratio: 2.2,
      ratios: { median: 2, low: 2, high: 2.1 },
    },
    {
      what: 'a poll',
      unit: 'MB',
      ours: { median: 110, low: 105, high: 115 },
      sdkAlone: { median: 90, low: 85, high: 95 },
      ratio: 110 / 90,
      ratios: { median: 1.2222222222222223, low: 1.2111111111111112, high: 1.2361111111111112 },
    },
  ]);
});
