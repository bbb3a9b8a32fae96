import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Ended, Hosts, QUICK } from '../../../lib/outgoing/hosts.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Hosts and what each of them has done; how long one takes, and how it ends, is the test's choice. */
function begin() {
  const hosts = new Hosts();
  const running: string[] = [];
  const done: string[] = [];
  const most = new Map<string, number>();
  const of = (kind: string) => running.filter((host) => host.startsWith(kind)).length;
  const add = (
    host: string,
    takes: number,
    { ended = 'delivered' as Ended, times = 1, isSuspect = false } = {},
  ) => {
    for (let time = 1; time <= times; time += 1)
      hosts.add(host, isSuspect, async () => {
        running.push(host);
        most.set(host, Math.max(most.get(host) ?? 0, running.filter((one) => one === host).length));
        await new Promise((resolve) => setTimeout(resolve, takes));
        running.splice(running.indexOf(host), 1);
        done.push(host);
        return ended;
      });
  };
  const countOf = (host: string) => done.filter((one) => one === host).length;
  return { hosts, add, of, running, most, countOf };
}

/** Milliseconds go by. */
const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
const DEAF = { ended: 'failed' as Ended, times: 5 };
const SILENCE = 15_000;

test('a host gets two at a time', async () => {
  const { add, most, of, countOf } = begin();
  add('one', 100, { times: 100 });
  expect(of('one')).toBe(2);
  await pass(100 * 50);
  expect(countOf('one')).toBe(100);
  expect([...most]).toEqual([['one', 2]]);
});

test('a host that failed gets one at a time, until it has answered', async () => {
  const { add, of } = begin();
  add('broken', 100, { ended: 'failed', times: 10 });
  expect(of('broken')).toBe(2);
  await pass(150);
  expect(of('broken')).toBe(1);
  await pass(800);
  add('known as broken', 100, { isSuspect: true, times: 3 });
  expect(of('known')).toBe(1);
  await pass(100);
  expect(of('known')).toBe(2);
});

test('one that is not answered leaves its host the other place', async () => {
  const { add, countOf } = begin();
  add('one', SILENCE, { ended: 'failed' });
  add('one', 100, { times: 60 });
  await pass(60 * 100);
  expect(countOf('one')).toBe(60);
});

test('a thousand hosts that do not answer never keep one that does from its two at a time', async () => {
  const { add, countOf } = begin();
  add('good', 100, { times: 400 });
  await pass(100);
  for (let n = 0; n < 1000; n += 1) add(`deaf-${n}`, SILENCE, DEAF);
  await pass(400 * 50);
  expect(countOf('good')).toBe(400);
});

test('a host of which nothing is known waits for the first two seconds of others, and not for their silence', async () => {
  const { add, countOf, of } = begin();
  for (let n = 0; n < 1000; n += 1) add(`deaf-${n}`, SILENCE, DEAF);
  add('new', 100, { times: 10 });
  expect(of('deaf')).toBe(40);
  await pass((1000 / 40) * QUICK + 100 + 10 * 50);
  expect(countOf('new')).toBe(10);
});

test('hosts that answer slowly have room of their own, at two a host, beside hosts that do not answer', async () => {
  const { add, countOf, most } = begin();
  for (let n = 0; n < 30; n += 1) add(`slow-${n}`, 10_000, { times: 5 });
  for (let n = 0; n < 200; n += 1) add(`deaf-${n}`, SILENCE, DEAF);
  await pass(31_000);
  for (let n = 0; n < 30; n += 1) expect([countOf(`slow-${n}`), most.get(`slow-${n}`)]).toEqual([5, 2]);
});

test('of those that have failed to answer, twenty at most are asked again at the same time', async () => {
  const { add, of } = begin();
  for (let n = 0; n < 40; n += 1) add(`deaf-${n}`, SILENCE, { ...DEAF, isSuspect: true });
  expect(of('deaf')).toBe(40);
  await pass(SILENCE);
  expect(of('deaf')).toBe(20);
});

test('a host that stops answering in the middle gives back the room of those who answer', async () => {
  const { add, of } = begin();
  for (let n = 0; n < 30; n += 1) add(`good-${n}`, 10);
  await pass(10);
  for (let n = 0; n < 30; n += 1) add(`good-${n}`, SILENCE, DEAF);
  for (let n = 0; n < 10; n += 1) add(`other-${n}`, 10);
  await pass(20);
  for (let n = 0; n < 10; n += 1) add(`other-${n}`, 10_000, { times: 2 });
  expect(of('good')).toBe(60);
  expect(of('other')).toBe(0);
  await pass(QUICK);
  expect(of('other')).toBe(20);
});

test('a host has room for two hundred, and what it had no time for is never done', async () => {
  const { hosts, add, countOf } = begin();
  add('one', 10, { times: 202 });
  expect(hosts.hasRoomFor('one')).toBe(false);
  expect(hosts.hasRoomFor('two')).toBe(true);
  hosts.close();
  add('two', 10);
  const settled = hosts.settled();
  await pass(1000);
  await settled;
  expect([countOf('one'), countOf('two')]).toEqual([2, 0]);
});

test('it is idle when nothing is under way but what takes long', async () => {
  const { hosts, add } = begin();
  add('deaf', SILENCE, DEAF);
  add('good', 100);
  expect(hosts.isIdle).toBe(false);
  await pass(100);
  expect(hosts.isIdle).toBe(false);
  await pass(QUICK);
  expect(hosts.isIdle).toBe(true);
});
