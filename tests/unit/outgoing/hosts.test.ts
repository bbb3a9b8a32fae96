import { expect, test } from '@jest/globals';
import { Hosts } from '../../../lib/outgoing/hosts.ts';

/** Works that end when they are told to, and what runs of them. */
function works() {
  const running: string[] = [];
  const most = new Map<string, number>();
  const ends: (() => void)[] = [];
  const work = (host: string) => async (): Promise<void> => {
    running.push(host);
    const now = running.filter((one) => one === host).length;
    most.set(host, Math.max(most.get(host) ?? 0, now));
    await new Promise<void>((resolve) => ends.push(resolve));
    running.splice(running.indexOf(host), 1);
  };
  const endAll = async (): Promise<void> => {
    while (ends.length > 0) {
      for (const end of ends.splice(0)) end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { running, most, work, endAll };
}

test('two at most go to one host at a time, and others do not wait for it', async () => {
  const hosts = new Hosts();
  const { running, most, work, endAll } = works();
  for (let n = 0; n < 20; n += 1) hosts.add('slow', false, work('slow'));
  hosts.add('other', false, work('other'));
  expect(running.toSorted()).toEqual(['other', 'slow', 'slow']);
  await endAll();
  await hosts.settled();
  expect([...most]).toEqual([
    ['slow', 2],
    ['other', 1],
  ]);
});

test('a host that failed last gets one at a time, and all of those twenty at most', async () => {
  const hosts = new Hosts();
  const { running, work, endAll } = works();
  for (let n = 0; n < 50; n += 1)
    for (let m = 0; m < 3; m += 1) hosts.add(`deaf-${n}`, true, work(`deaf-${n}`));
  expect(running).toHaveLength(20);
  expect(new Set(running).size).toBe(20);
  for (let n = 0; n < 50; n += 1) hosts.add(`good-${n}`, false, work(`good-${n}`));
  expect(running.filter((host) => host.startsWith('good'))).toHaveLength(40);
  await endAll();
  await hosts.settled();
  expect(running).toEqual([]);
});

test('a host has room for two hundred, and what is dropped is never done', async () => {
  const hosts = new Hosts();
  const { running, work, endAll } = works();
  for (let n = 0; n < 202; n += 1) hosts.add('one', false, work('one'));
  expect(hosts.hasRoomFor('one')).toBe(false);
  expect(hosts.hasRoomFor('two')).toBe(true);
  hosts.drop();
  expect(hosts.isIdle).toBe(true);
  await endAll();
  await hosts.settled();
  expect(running).toEqual([]);
});
