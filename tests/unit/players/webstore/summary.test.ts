import { describe, expect, test } from '@jest/globals';
import { makeOrder } from '../../../../players/webstore/make-order.ts';
import type { Outcome } from '../../../../players/webstore/outcome.ts';
import { lines } from '../../../../terminal/progress.ts';
import { summary } from '../../../../players/webstore/summary.ts';

/** Order `number`, and what became of it. */
function placed(number: number, outcome: Outcome['result'] = 'created') {
  const order = makeOrder({ seed: 1, number, placedAt: new Date(Date.UTC(2026, 10, 23) + number * 1000) });
  const orderId = String(100_000 + number);
  const refusal = { status: 422, code: 'InvalidRequest', detail: 'is too long', pointers: ['/billTo/city'] };
  return {
    order,
    outcome: outcome === 'refused' ? { orderId, result: outcome, ...refusal } : { orderId, result: outcome },
  };
}

function many(count: number, result: Outcome['result'] = 'created') {
  return Array.from({ length: count }, (_, index) => placed(index, result));
}

describe('the summary', () => {
  test('lists a few orders in the order in which they were placed, whichever was answered first', () => {
    const ids = summary([placed(2), placed(1)], 300).match(/10000\d/g);
    expect(ids).toEqual(['100001', '100002']);
  });

  test('of many orders counts them and names the first and the last', () => {
    expect(summary(many(25), 1234)).toBe(
      '25 orders in 1.2 s: 25 created, 0 same, 0 replaced, 0 refused.\nIds 100000 to 100024.',
    );
  });

  test('tells a fault that many orders share once, with the code and the pointer', () => {
    const text = summary(many(25, 'refused'), 1000);
    expect(text).toContain('25 refused');
    expect(text.match(/422 InvalidRequest/g)).toHaveLength(1);
    expect(text).toContain('/billTo/city');
  });
});

describe('progress without a terminal', () => {
  test('is a line for each tenth of the way', () => {
    const written: string[] = [];
    const progress = lines(25, { write: (text) => written.push(text) });
    for (let order = 0; order < 25; order += 1) progress.step();
    expect(written).toEqual([3, 5, 8, 10, 13, 15, 18, 20, 23, 25].map((done) => `${done} of 25 orders\n`));
  });

  test('of a few orders is not told', () => {
    const written: string[] = [];
    const progress = lines(9, { write: (text) => written.push(text) });
    for (let order = 0; order < 9; order += 1) progress.step();
    expect(written).toEqual([]);
  });
});
