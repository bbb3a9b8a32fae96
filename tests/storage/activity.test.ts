import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { lostAnswer, openStorage } from '../support/storage.ts';

const { storeId, recordActivity, getActivity, getActivities, answering } = await openStorage();

test('a store that Lightspeed never called has no times', async () => {
  expect(await getActivity(storeId())).toEqual({ polls: [] });
});

test('each kind of call keeps its own time', async () => {
  await recordActivity(storeId(), 'lastTestedAt', '2026-11-23T17:59:00Z');
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
  await recordActivity(storeId(), 'lastAcknowledgedAt', '2026-11-23T18:00:01Z');
  await recordActivity(storeId(), 'lastShippedAt', '2026-11-23T18:00:02.500Z');
  expect(await getActivity(storeId())).toEqual({
    polls: ['2026-11-23T18:00:00Z'],
    lastTestedAt: '2026-11-23T17:59:00Z',
    lastAcknowledgedAt: '2026-11-23T18:00:01Z',
    lastShippedAt: '2026-11-23T18:00:02.500Z',
  });
});

test('of two calls the later time stays, in whichever order they are recorded', async () => {
  for (const time of ['lastAcknowledgedAt', 'lastShippedAt'] as const) {
    await recordActivity(storeId(), time, '2026-11-23T18:00:00.900Z');
    await recordActivity(storeId(), time, '2026-11-23T18:00:00Z');
    expect((await getActivity(storeId()))[time]).toBe('2026-11-23T18:00:00.900Z');
    await recordActivity(storeId(), time, '2026-11-23T18:00:01Z');
    expect((await getActivity(storeId()))[time]).toBe('2026-11-23T18:00:01Z');
  }
});

describe('the polls', () => {
  test('are kept newest first, the last seven of them', async () => {
    const expected: string[] = [];
    for (let minute = 10; minute < 20; minute += 1) {
      const poll = `2026-11-23T18:${minute}:00Z`;
      await recordActivity(storeId(), 'lastPolledAt', poll);
      expected.unshift(poll);
      expect(await getActivity(storeId())).toEqual({ polls: expected.slice(0, 7) });
    }
  });

  test('are not moved on by another call', async () => {
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:05:00Z');
    await recordActivity(storeId(), 'lastAcknowledgedAt', '2026-11-23T18:05:01Z');
    await recordActivity(storeId(), 'lastShippedAt', '2026-11-23T18:05:02Z');
    expect(await getActivity(storeId())).toEqual({
      polls: ['2026-11-23T18:05:00Z', '2026-11-23T18:00:00Z'],
      lastAcknowledgedAt: '2026-11-23T18:05:01Z',
      lastShippedAt: '2026-11-23T18:05:02Z',
    });
  });

  test('are not moved on by one of the same or an earlier time', async () => {
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00.900Z');
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00.900Z');
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
    expect(await getActivity(storeId())).toEqual({ polls: ['2026-11-23T18:00:00.900Z'] });
  });

  test('are in order whatever order many at once are recorded in, with the latest one', async () => {
    const times = Array.from({ length: 20 }, (_, at) => `2026-11-23T18:00:${String(at + 10)}Z`);
    await Promise.all(times.map((time) => recordActivity(storeId(), 'lastPolledAt', time)));
    const { polls } = await getActivity(storeId());
    expect(polls[0]).toBe('2026-11-23T18:00:29Z');
    expect(polls).toEqual([...new Set(polls)].toSorted().toReversed());
    expect(times).toEqual(expect.arrayContaining(polls));
  });

  test('are written once each, by one write, though its answer was lost and the client repeats it', async () => {
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
    const calls: string[] = [];
    await answering(
      async ({ command, send }) => {
        calls.push(command);
        const answer = await send();
        if (calls.length === 1) throw lostAnswer();
        return answer;
      },
      () => recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:05:00Z'),
    );
    expect(calls).toEqual(['UpdateItemCommand', 'UpdateItemCommand']);
    expect(await getActivity(storeId())).toEqual({
      polls: ['2026-11-23T18:05:00Z', '2026-11-23T18:00:00Z'],
    });
  });
});

test('a store’s times are its own', async () => {
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
  expect(await getActivity(`${storeId()}-2`)).toEqual({ polls: [] });
});

describe('the activities of many stores', () => {
  test('are those of each one, also of one that was never called or is named twice', async () => {
    const [a, b, never] = [`${storeId()}-a`, `${storeId()}-b`, `${storeId()}-never`];
    await recordActivity(a, 'lastPolledAt', '2026-11-23T18:00:00Z');
    await recordActivity(b, 'lastShippedAt', '2026-11-23T18:00:01Z');
    expect(await getActivities([never, b, a, b])).toEqual(
      new Map([
        [never, { polls: [] }],
        [b, { polls: [], lastShippedAt: '2026-11-23T18:00:01Z' }],
        [a, { polls: ['2026-11-23T18:00:00Z'] }],
      ]),
    );
  });

  test('of none are none', async () => {
    expect(await getActivities([])).toEqual(new Map());
  });

  test('are read a hundred at a time', async () => {
    const ids = Array.from({ length: 201 }, (_, at) => `${storeId()}-${at}`);
    const last = ids[200] ?? '';
    await recordActivity(last, 'lastPolledAt', '2026-11-23T18:00:00Z');
    const sizes: number[] = [];
    const activities = await answering(
      async ({ input, send }) => {
        const [{ Keys = [] } = {}] = Object.values(
          input['RequestItems'] as Record<string, { Keys?: unknown[] }>,
        );
        sizes.push(Keys.length);
        return send();
      },
      () => getActivities(ids),
    );
    expect(sizes).toEqual([100, 100, 1]);
    expect(activities.size).toBe(201);
    expect(activities.get(last)).toEqual({ polls: ['2026-11-23T18:00:00Z'] });
  });

  test('are asked for again where a busy database left some out, and not forever', async () => {
    await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
    const leavesOut = (times: number) => {
      let asked = 0;
      return answering(
        async ({ send }) => {
          asked += 1;
          return asked > times ? send() : { response: leftOut(storeId()) };
        },
        () => getActivities([storeId()]),
      );
    };
    expect(await leavesOut(7)).toEqual(new Map([[storeId(), { polls: ['2026-11-23T18:00:00Z'] }]]));
    await expect(leavesOut(8)).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  });
});

/** DynamoDB's answer to a batch of one key that it had no time for. */
function leftOut(store: string): unknown {
  const Keys = [{ store: { S: store } }];
  const answer = { Responses: {}, UnprocessedKeys: { [process.env['ACTIVITY_TABLE'] ?? '']: { Keys } } };
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return { statusCode: 200, headers, body: Readable.from([Buffer.from(JSON.stringify(answer))]) };
}
