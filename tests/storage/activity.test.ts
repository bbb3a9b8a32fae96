import { expect, test } from '@jest/globals';
import { openStorage } from '../support/storage.ts';

const { storeId, recordActivity, getActivity } = await openStorage();

test('a store that Lightspeed never called has no times', async () => {
  expect(await getActivity(storeId())).toEqual({});
});

test('each kind of call keeps its own time', async () => {
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
  await recordActivity(storeId(), 'lastAcknowledgedAt', '2026-11-23T18:00:01Z');
  await recordActivity(storeId(), 'lastShippedAt', '2026-11-23T18:00:02.500Z');
  expect(await getActivity(storeId())).toEqual({
    lastPolledAt: '2026-11-23T18:00:00Z',
    lastAcknowledgedAt: '2026-11-23T18:00:01Z',
    lastShippedAt: '2026-11-23T18:00:02.500Z',
  });
});

test('of two calls the later time stays, in whichever order they are recorded', async () => {
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00.900Z');
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
  expect(await getActivity(storeId())).toEqual({ lastPolledAt: '2026-11-23T18:00:00.900Z' });
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:01Z');
  expect(await getActivity(storeId())).toEqual({ lastPolledAt: '2026-11-23T18:00:01Z' });
});

test('of many calls at once the latest time stays', async () => {
  const times = Array.from({ length: 20 }, (_, at) => `2026-11-23T18:00:${String(at + 10)}Z`);
  await Promise.all(times.map((time) => recordActivity(storeId(), 'lastPolledAt', time)));
  expect(await getActivity(storeId())).toEqual({ lastPolledAt: '2026-11-23T18:00:29Z' });
});

test('a store’s times are its own', async () => {
  await recordActivity(storeId(), 'lastPolledAt', '2026-11-23T18:00:00Z');
  expect(await getActivity(`${storeId()}-2`)).toEqual({});
});
