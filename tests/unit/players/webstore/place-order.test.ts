import { describe, expect, test } from '@jest/globals';
import { NoAnswer } from '../../../../terminal/http/no-answer.ts';
import type { Answer } from '../../../../terminal/http/send.ts';
import { makeOrder } from '../../../../players/webstore/make-order.ts';
import { CannotPlaceOrders, type Outcome } from '../../../../players/webstore/outcome.ts';
import { placeOrder } from '../../../../players/webstore/place-order.ts';

const url = 'http://localhost:3000';
const order = makeOrder({ seed: 1, number: 1, placedAt: new Date('2026-11-23T18:04:05Z') });

function answers(status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer {
  const type = status < 300 ? 'application/json' : 'application/problem+json';
  return {
    status,
    headers: { 'content-type': type, ...headers },
    body: Buffer.from(JSON.stringify(body)),
    tookMs: 1,
  };
}

function noAnswer(code: string): NoAnswer {
  return new NoAnswer(url, Object.assign(new Error(code), { code }));
}

type Placed = { outcome: Outcome; sent: string[]; waited: number[] };

/** Places one order at a service that gives these answers, one after the other. */
async function place(script: (Answer | NoAnswer)[], { mayExist = false } = {}): Promise<Placed> {
  const sent: string[] = [];
  const waited: number[] = [];
  const outcome = await placeOrder(
    { orderId: '100234', order },
    {
      url,
      mayExist,
      send: async (method, path) => {
        sent.push(`${method} ${path}`);
        const next = script.shift();
        if (next === undefined) throw new Error('More was sent than expected.');
        if (next instanceof NoAnswer) throw next;
        return next;
      },
      wait: async (milliseconds) => void waited.push(milliseconds),
    },
  );
  return { outcome, sent, waited };
}

describe('placing an order', () => {
  test('that is new takes one request', async () => {
    expect(await place([answers(201)])).toEqual({
      outcome: { orderId: '100234', result: 'created' },
      sent: ['PUT /orders/100234'],
      waited: [],
    });
  });

  test('waits as long as a busy service asks', async () => {
    expect(
      await place([
        answers(503, {}, { 'retry-after': '2' }),
        answers(429, {}, { 'retry-after': '7' }),
        answers(201),
      ]),
    ).toEqual({
      outcome: { orderId: '100234', result: 'created' },
      sent: ['PUT /orders/100234', 'PUT /orders/100234', 'PUT /orders/100234'],
      waited: [2000, 7000],
    });
  });

  test('waits longer each time when a busy service names no time, and gives up after six tries', async () => {
    const busy = answers(503, { code: 'ServiceUnavailable', detail: 'The database is busy.' });
    const { outcome, waited } = await place([busy, busy, busy, busy, busy, busy]);
    expect(waited).toEqual([250, 500, 1000, 2000, 4000]);
    expect(outcome).toEqual({
      orderId: '100234',
      result: 'refused',
      status: 503,
      code: 'ServiceUnavailable',
      detail: 'The database is busy.',
      pointers: [],
    });
  });

  test('does not wait a quarter of an hour', async () => {
    const locked = answers(429, { code: 'TooManyAttempts', detail: 'Later.' }, { 'retry-after': '900' });
    expect(await place([locked])).toMatchObject({ outcome: { code: 'TooManyAttempts' }, waited: [] });
  });

  test('is tried again when the connection broke', async () => {
    expect(await place([noAnswer('ECONNRESET'), answers(200)])).toEqual({
      outcome: { orderId: '100234', result: 'same' },
      sent: ['PUT /orders/100234', 'PUT /orders/100234'],
      waited: [250],
    });
  });

  test('that may exist tells the same order from one that was replaced', async () => {
    const old = answers(200, { updatedAt: '2026-11-23T18:04:05.001Z' });
    const young = answers(200, { updatedAt: '2026-11-23T18:04:05.002Z' });
    const missing = answers(404, { code: 'OrderNotFound' });
    expect((await place([old, old], { mayExist: true })).outcome.result).toBe('same');
    expect((await place([old, young], { mayExist: true })).outcome.result).toBe('replaced');
    expect((await place([missing, answers(201)], { mayExist: true })).outcome.result).toBe('created');
  });

  test('that is refused tells the code and every pointer', async () => {
    const problem = {
      code: 'InvalidRequest',
      title: 'Unprocessable',
      errors: [
        { pointer: '/totals/total', detail: 'is 77.10; the parts add up to 77.09' },
        { pointer: '/lines/0/quantity', detail: 'is not a whole number' },
      ],
    };
    expect((await place([answers(422, problem)])).outcome).toEqual({
      orderId: '100234',
      result: 'refused',
      status: 422,
      code: 'InvalidRequest',
      detail: 'is 77.10; the parts add up to 77.09',
      pointers: ['/totals/total', '/lines/0/quantity'],
    });
  });

  test('is refused alone when API Gateway fails in its own words', async () => {
    const failed = answers(502, { message: 'Bad Gateway' }, { 'content-type': 'application/json' });
    expect((await place([failed])).outcome).toEqual({
      orderId: '100234',
      result: 'refused',
      status: 502,
      code: '',
      detail: 'It came with application/json.',
      pointers: [],
    });
  });

  test('stops the whole run when no other order would fare better', async () => {
    const stopped = async (answer: Answer | NoAnswer): Promise<unknown> => {
      const error: unknown = await place([answer]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CannotPlaceOrders);
      return error instanceof Error && error.message;
    };
    expect(await stopped(answers(401, { code: 'Unauthorized' }))).toBe(
      "http://localhost:3000 does not know this API token (401). Pass the store's own: --token",
    );
    expect(await stopped(answers(404, { code: 'NotFound' }))).toBe(
      'http://localhost:3000 has no /orders (404). Is the URL right?',
    );
    expect(await stopped(answers(404, '<html>', { 'content-type': 'text/html' }))).toBe(
      'http://localhost:3000 answered 404 with text/html. That is not the webstore API; is the URL right?',
    );
    expect(await stopped(noAnswer('ECONNREFUSED'))).toBe(
      'Nothing listens at http://localhost:3000 (connection refused). Is the server running? Start it with: npm start',
    );
  });
});
