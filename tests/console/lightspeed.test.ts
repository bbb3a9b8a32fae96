import { beforeAll, expect, test } from '@jest/globals';
import { DEALER, openConsole } from '../support/console.ts';
import { call, type CallableHandler } from '../support/call.ts';

/* The connection assistant: the steps, what keeps Lightspeed away, and its calls in plain words. */

const site = await openConsole();
const { recordActivity } = await import('../../lib/database/activity.ts');
const { changeStore } = await import('../../lib/database/stores.ts');
const { testConnection } = {
  testConnection: (await import('../../functions/lightspeed/test-connection.ts'))
    .handler as unknown as CallableHandler,
};

const storeId = 'coolbike';
const page = `/console/stores/${storeId}/lightspeed`;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** What stands below "Connecting", as text. */
async function assistant(): Promise<string> {
  const { body } = await site.get(page, DEALER);
  const [, section = ''] = body.split('<h2 id="assistant">Connecting</h2>');
  return section
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([:,])/g, '$1')
    .replaceAll('&quot;', '"')
    .trim();
}

async function callLightspeed(user: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${user}:local-password`).toString('base64')}`;
  const headers = { host: `${storeId}.weborders.example.com`, authorization };
  return (await call(testConnection, { method: 'GET', path: '/LightSpeed', headers })).status;
}

beforeAll(async () => {
  await changeStore(storeId, (store) => ({ ...store, recordUntil: minutesAgo(-60) }));
});

test('before anything came it waits for Test Connection', async () => {
  expect(await assistant()).toMatch(
    /^○ Not yet: Test Connection: waiting for it … ○ Not yet: First poll ○ Not yet: First order taken ○ Not yet: First shipment Its calls No call was recorded yet/,
  );
});

test('a wrong user is told as it was typed, with what to click; afterwards the step ticks itself', async () => {
  expect(await callLightspeed('ligthspeed')).toBe(401);
  expect(await assistant()).toMatch(
    /▲ Problem: Last turned away \d+ seconds? ago: wrong credentials\. In Lightspeed, System > Preferences > Location > Web Orders, compare User letter by letter, enter the password again, and press Test Connection\. Its calls \d+:\d\d:\d\d [AP]M Test Connection: wrong user "ligthspeed" → In Lightspeed,/,
  );
  expect(await callLightspeed('lightspeed')).toBe(200);
  const text = await assistant();
  expect(text).toMatch(
    /^✓ Done: Test Connection, last \d+ seconds? ago ○ Not yet: First poll: waiting for it …/,
  );
  expect(text).toMatch(/Last turned away \d+ seconds? ago: wrong credentials\. It was let in since\./);
});

test('Test Connection stays ticked, however many calls were recorded since', async () => {
  await changeStore(storeId, (store) => ({ ...store, recordUntil: undefined }));
  await recordActivity(storeId, 'lastPolledAt', minutesAgo(0));
  const text = await assistant();
  expect(text).toMatch(/✓ Done: Test Connection, last \d+ seconds? ago ✓ Done: First poll, last/);
  expect(text).toContain('Calls are not being recorded.');
});

test('calls are recorded from here, for an hour; a recording that is over can be begun again', async () => {
  const { status, headers } = await site.post(page, { act: 'record', hours: '1' }, { who: DEALER });
  expect([status, headers['Location']]).toEqual([303, `${page}?done=recording`]);
  expect(await assistant()).not.toContain('Record for an hour');
  await changeStore(storeId, (store) => ({ ...store, recordUntil: minutesAgo(1) }));
  expect(await assistant()).toContain('Record for an hour');
  expect((await site.post(page, { act: 'record', hours: '2' }, { who: DEALER })).status).toBe(422);
});

test('a module that is off says so, and where it is switched on', async () => {
  await changeStore(storeId, (store) => ({ ...store, enabled: false }));
  expect(await assistant()).toMatch(
    /^■ Off: The module is off: Lightspeed is turned away, and orders wait\. Tick Enable Web Order Module/,
  );
  await changeStore(storeId, (store) => ({ ...store, enabled: true }));
});

test('a silent Lightspeed is told with what to look at', async () => {
  const other = 'otherbike';
  for (const minutes of [80, 75, 70, 65, 60])
    await recordActivity(other, 'lastPolledAt', minutesAgo(minutes));
  const { body } = await site.get(`/console/stores/${other}/lightspeed`, 'stranger@example.com');
  expect(body.replaceAll(/<[^>]+>/g, '')).toMatch(
    /Lightspeed last polled 60 minutes ago\. Usually it polls every 5 minutes\. See whether the Lightspeed server runs and reaches the internet, and whether Enabled is on in System > Preferences > Location > Web Orders\. Then press Test Connection there\./,
  );
});
