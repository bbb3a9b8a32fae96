import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Told } from '../../terminal/tell.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';

// `npm run stores` behind its command line, on an embedded database.

const stop = await startEmbeddedDynamodb();
const { commands } = await import('../../operations/stores/commands.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { checkMade, checkPassword } = await import('../../lib/door/secrets.ts');
const { dynamodb } = await import('../../lib/database/client.ts');

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

const now = '2026-11-23T18:04:05Z';
const later = '2026-11-24T09:00:00Z';

/** Each test has a store of its own. */
let made = 0;
let id = '';
beforeEach(() => {
  made += 1;
  id = `store-${made}`;
});

/** What the person types who is asked for a password. */
let typed = '';

async function run(line: string, values: Record<string, string | boolean> = {}, at = now): Promise<string> {
  const told = await ask(line, values, at);
  return typeof told === 'string' ? told : told.text;
}

function ask(line: string, values: Record<string, string | boolean> = {}, at = now): Promise<string | Told> {
  const [name = '', ...words] = line.split(' ');
  const command = commands[name];
  if (!command) throw new Error(`There is no ${name}.`);
  return command(words, {
    values,
    now: at,
    originOf: (storeId) => ({ url: `https://${storeId}.example.com` }),
    askPassword: () => Promise.resolve(typed),
  });
}

const shown = (card: string, what: string) =>
  new RegExp(`^ {4}${what} {2,}(\\S+)`, 'm').exec(card)?.[1] ?? '';

async function opens(password: string): Promise<boolean> {
  const store = await getStore(id);
  return store !== undefined && (await checkPassword(store, { user: store.username, password })).right;
}

async function opensApi(token: string): Promise<boolean> {
  return checkMade((await getStore(id))?.apiTokens ?? [], token).right;
}

test('a store is added with secrets that are shown once and kept as hashes', async () => {
  const card = await run(`add ${id}`, {
    name: 'Cool Bike',
    'time-zone': 'America/Boise',
    start: '2026-11-01',
  });
  const [password, token] = [shown(card, 'Password'), shown(card, 'API token')];
  expect(await opens(password)).toBe(true);
  expect(await opensApi(token)).toBe(true);
  expect(card).toBe(`
  ${id}: Cool Bike

  Lightspeed: System > Preferences > Location > Web Orders

    URL              https://${id}.example.com/LightSpeed
    User             lightspeed
    Password         ${password}   (shown once: keep it now)
    Content-Type     XML
    Request Interval 5 minutes
    Retry Interval   1 minute

  The webstore and the rest:

    API              PUT https://${id}.example.com/orders/{orderId}
    API token        ${token}   (shown once: keep it now)
    Enabled          yes
    Machine address  any
    Time zone        America/Boise
    Offers           orders placed since 2026-11-01T00:00:00Z
    Recording        off
    Webhook          none: the webstore is told nothing
    Added            2026-11-23T18:04:05Z
    Changed          2026-11-23T18:04:05Z
`);
  const kept = JSON.stringify(await getStore(id));
  expect(kept).not.toContain(password);
  expect(kept).not.toContain(token);
  const again = await run(`show ${id}`);
  expect(again).toContain('Password         (made 2026-11-23T18:04:05Z)');
  expect(again).not.toContain(password);
  await expect(run(`add ${id}`)).rejects.toThrow(`There is a store ${id} already.`);
  expect(await opens(password)).toBe(true);
});

test('what is set is set, and nothing else', async () => {
  await run(`add ${id}`);
  const before = await getStore(id);
  await run(`set ${id}`, { username: 'dealer', start: 'now' }, later);
  expect(await getStore(id)).toEqual({ ...before, username: 'dealer', startAt: later, updatedAt: later });
  await run(`set ${id}`, { start: 'none', 'time-zone': 'Europe/London' }, later);
  expect(await getStore(id)).toEqual({
    ...before,
    username: 'dealer',
    timeZone: 'Europe/London',
    updatedAt: later,
  });
});

test('it is disabled and enabled, pinned and unpinned', async () => {
  await run(`add ${id}`);
  await run(`disable ${id}`);
  expect((await getStore(id))?.enabled).toBe(false);
  expect(await run(`show ${id}`)).toContain('Enabled          no: Lightspeed is answered ModuleDisabled');
  await run(`enable ${id}`);
  await run(`pin ${id} 00:1A:2B:3C:4D:5E`);
  expect(await getStore(id)).toMatchObject({ enabled: true, machineAddress: '00:1A:2B:3C:4D:5E' });
  await run(`unpin ${id}`);
  expect(await getStore(id)).not.toHaveProperty('machineAddress');
});

test('a password is rotated without a gap', async () => {
  const first = shown(await run(`add ${id}`), 'Password');
  const second = shown(await run(`rotate-password ${id}`, {}, later), 'Password');
  expect([await opens(first), await opens(second)]).toEqual([true, true]);
  expect(await run(`show ${id}`)).toContain(
    `(made ${later}; the one before it is still valid: rotate-password ${id} --finish)`,
  );
  const third = shown(await run(`rotate-password ${id}`), 'Password');
  expect([await opens(first), await opens(second), await opens(third)]).toEqual([false, true, true]);
  await run(`rotate-password ${id}`, { finish: true });
  expect([await opens(second), await opens(third)]).toEqual([false, true]);
});

test('a password is chosen, kept as a slow hash, and never shown; the old one stays valid until it is finished', async () => {
  const made = shown(await run(`add ${id}`), 'Password');
  typed = 'vermilion otter 41: ünd';
  const card = await run(`set-password ${id}`, {}, later);
  expect(card).not.toContain('vermilion');
  expect(card).toContain(
    `(chosen ${later}; the one before it is still valid: rotate-password ${id} --finish)`,
  );
  expect((await getStore(id))?.passwords.map(({ hash }) => hash.split('$')[0])).toEqual(['scrypt', 'sha256']);
  expect([await opens(made), await opens(typed), await opens('vermilion otter 42')]).toEqual([
    true,
    true,
    false,
  ]);
  await run(`rotate-password ${id}`, { finish: true });
  expect([await opens(made), await opens(typed)]).toEqual([false, true]);
});

test.each([
  ['elevenchars', 'The password has 11 characters. It must have at least 12.'],
  ['Password2026!', 'The password is one of those that are tried first.'],
  ['Moto World 2026', 'The password is one of those that are tried first.'],
])('the password %j cannot be chosen: %s', async (password, sentence) => {
  await run(`add ${id}`, { name: 'Moto World' });
  const before = await getStore(id);
  typed = password;
  const refused: unknown = await run(`set-password ${id}`).catch((error: unknown) => error);
  expect(refused).toEqual(new UsageError(sentence));
  expect(await getStore(id)).toEqual(before);
});

test('a token is rotated without a gap', async () => {
  const first = shown(await run(`add ${id}`), 'API token');
  const second = shown(await run(`rotate-token ${id}`), 'API token');
  expect([await opensApi(first), await opensApi(second)]).toEqual([true, true]);
  await run(`rotate-token ${id}`, { finish: true });
  expect([await opensApi(first), await opensApi(second)]).toEqual([false, true]);
});

test('what its shops call a payment, a brand and no part at all is set, added to, and taken away', async () => {
  await run(`add ${id}`);
  await run(`set ${id}`, {
    payment: 'stripe=VISA,PayPal Express=PAYPAL',
    supplier: 'Kawasaki=KA',
    'part-without-sku': 'MISC',
  });
  const card = await run(`set ${id}`, { payment: 'stripe=none,affirm=OTHER' });
  expect(card).toContain('    Payments         PayPal Express=PAYPAL, affirm=OTHER\n');
  expect(card).toContain('    Suppliers        Kawasaki=KA\n');
  expect(await getStore(id)).toMatchObject({
    payments: { 'PayPal Express': 'PAYPAL', affirm: 'OTHER' },
    supplierCodes: { Kawasaki: 'KA' },
    partWithoutSku: 'MISC',
  });
});

test('all of them are listed, by their ids', async () => {
  await run(`add ${id}b`);
  await run(`add ${id}a`, { name: 'First' });
  const list = await run('list');
  expect(list.indexOf(`${id}a`)).toBeLessThan(list.indexOf(`${id}b`));
  expect(list).toMatch(/^store-\d+a +First +yes +lightspeed +any +UTC$/m);
  expect(list).toMatch(/\d stores\.$/);
});

test('a program is told of a store without its hashes', async () => {
  await run(`add ${id}`, { name: 'Cool Bike', start: 'now' });
  await run(`pin ${id} 00:1A:2B:3C:4D:5E`, {}, later);
  await run(`rotate-token ${id}`, {}, later);
  const json = {
    id,
    name: 'Cool Bike',
    enabled: true,
    url: `https://${id}.example.com/LightSpeed`,
    username: 'lightspeed',
    passwords: [{ since: now }],
    apiTokens: [{ since: later }, { since: now }],
    machineAddress: '00:1A:2B:3C:4D:5E',
    timeZone: 'UTC',
    startAt: now,
    recordUntil: null,
    webhook: null,
    createdAt: now,
    updatedAt: later,
  };
  expect(await ask(`show ${id}`)).toEqual({ text: await run(`show ${id}`), json });
  expect(await ask('list')).toMatchObject({ json: { stores: expect.arrayContaining([json]) } });
});

describe('what cannot be', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'add Cool',
      {},
      '"Cool" cannot be used. A store’s id is the first label of its host name: a-z, 0-9 and -, at most 63 characters.',
    ],
    ['add cool.bike', {}, '"cool.bike" cannot be used.'],
    ['add', {}, 'Which store? Name one, by its id.'],
    ['add a b', {}, 'Which store? Name one, by its id.'],
    [
      'add ok',
      { username: 'a:b' },
      '"a:b" cannot be used. A user has 1 to 100 characters, none of them a colon.',
    ],
    ['add ok', { 'time-zone': 'Boise' }, '"Boise" cannot be used. A time zone looks like America/Boise.'],
    ['add ok', { name: ' ' }, '" " cannot be used. A name has 1 to 200 characters, all of them printable.'],
    [
      'add ok',
      { start: '2026-02-31' },
      '--start takes now, 2026-11-23, 2026-11-23T18:04:05Z or none, not "2026-02-31".',
    ],
    ['add ok', { start: '23.11.2026' }, '--start takes now'],
    [
      'set ok',
      {},
      'What is to be set? --name, --username, --time-zone, --start, --payment, --supplier or --part-without-sku',
    ],
    ['set ok', { payment: 'stripe=CASH' }, '"CASH" is not a payment type of Lightspeed: VISA, MASTERCARD'],
    [
      'set ok',
      { payment: 'stripe' },
      '--payment takes stripe=VISA, or stripe=none to take it away, not "stripe".',
    ],
    ['pin ok', {}, 'Which store, and which machine address? pin coolbike 00:1A:2B:3C:4D:5E'],
    ['pin ok 00:1A', {}, '"00:1A" cannot be used. A machine address looks like 00:1A:2B:3C:4D:5E.'],
  ])('is refused, and nothing is added: %s %j', async (line, values, sentence) => {
    const refused = await run(line, values).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(String(Object(refused).message)).toContain(sentence);
    expect(await getStore('ok')).toBeUndefined();
  });

  test.each(['show', 'enable', 'disable', 'rotate-password', 'set-password', 'rotate-token', 'unpin'])(
    'a store that there is not: %s',
    async (command) => {
      await expect(run(`${command} nobody`)).rejects.toThrow('There is no store nobody on this stage.');
    },
  );
});
