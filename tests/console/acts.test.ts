import { beforeEach, describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, OPERATOR, openConsole } from '../support/console.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { nameUrl } from '../support/tell.ts';

const site = await openConsole();
const { changeOrder, getOrder, putOrder } = await import('../../lib/database/orders.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { acknowledge } = await import('../../lib/domain/acknowledge.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { changeStore, getStore } = await import('../../lib/database/stores.ts');
const { auditOf } = await import('../../lib/database/audit.ts');
const { checkPassword } = await import('../../lib/door/secrets.ts');

const NOW = '2026-11-23T18:00:00Z';
const storeId = 'coolbike';
const lightspeed = `/console/stores/${storeId}/lightspeed`;
const original = await theStore();
let number = 100_000;
let orderId = '';

async function theStore() {
  const store = await getStore(storeId);
  if (!store) throw new Error('The store of the test is missing.');
  return store;
}

async function aNewOrder(): Promise<string> {
  number += 1;
  const fresh = newOrder(String(number), orderContent.parse(anOrderBody()), NOW);
  const acting = { store: original, by: 'webstore' } as const;
  await putOrder(acting, { fresh, created: undefined, again: (order) => ({ order, result: undefined }) });
  return fresh.orderId;
}

async function taken(id: string): Promise<void> {
  await changeOrder({ store: original, by: 'lightspeed' }, id, (order) =>
    acknowledge(order, { orderId: id, failed: false, saysSuccess: true, errors: [] }, NOW),
  );
}

/** The last audit entry, without its time. */
async function lastWritten(): Promise<unknown> {
  const [entry] = await auditOf(storeId, 1);
  if (!entry) return undefined;
  const { at: _, ...rest } = entry;
  return rest;
}

beforeEach(async () => {
  await changeStore(storeId, () => original);
  orderId = await aNewOrder();
});

const saved = {
  act: 'save',
  enabled: 'on',
  username: 'lightspeed',
  passwordKind: 'keep',
  password: '',
  timeZone: '',
  startAt: '',
};

describe('the manual’s form', () => {
  test('changes what differs, and writes each difference down', async () => {
    const form = {
      ...saved,
      enabled: '',
      username: 'dealer one',
      timeZone: 'America/Boise',
      startAt: '2026-11-01',
    };
    const { status, headers } = await site.post(lightspeed, form, { who: DEALER });
    expect([status, headers['Location']]).toEqual([303, `${lightspeed}?done=saved`]);
    expect(await theStore()).toEqual({
      ...original,
      enabled: false,
      username: 'dealer one',
      timeZone: 'America/Boise',
      startAt: '2026-11-01T00:00:00Z',
      updatedAt: expect.any(String),
    });
    const entries = await auditOf(storeId, 4);
    expect(
      entries
        .map(({ who, what, from, to }) => [who, what, from, to])
        .toSorted((a, b) => String(a[1]).localeCompare(String(b[1]))),
    ).toEqual([
      [DEALER, 'Lightspeed user', 'lightspeed', 'dealer one'],
      [DEALER, 'Start point', 'none', '2026-11-01'],
      [DEALER, 'Time zone', 'UTC', 'America/Boise'],
      [DEALER, 'Web Order Module', 'on', 'off'],
    ]);
  });

  test('takes a chosen password, beside which the one before it stays valid', async () => {
    const password = 'correct horse battery';
    const { status, body } = await site.post(
      lightspeed,
      { ...saved, passwordKind: 'choose', password },
      { who: DEALER },
    );
    expect([status, body]).toEqual([303, '']);
    const store = await theStore();
    const right = async (given: string) =>
      (await checkPassword(store, { user: 'lightspeed', password: given })).right;
    expect([await right(password), await right('local-password'), await right('another one')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(JSON.stringify(await auditOf(storeId, 100))).not.toContain(password);
  });

  test('makes a password and shows it this once', async () => {
    const { status, body } = await site.post(lightspeed, { ...saved, passwordKind: 'make' }, { who: DEALER });
    const [, password = ''] = /data-copy="(\w{24})"/.exec(body) ?? [];
    expect(status).toBe(200);
    expect((await checkPassword(await theStore(), { user: 'lightspeed', password })).right).toBe(true);
    expect((await site.get(lightspeed, DEALER)).body).not.toContain(password);
  });

  test.each([
    [
      'a short password',
      { passwordKind: 'choose', password: 'short' },
      'password-fault',
      'The password has 5 characters. It must have at least 12.',
    ],
    [
      'a common password',
      { passwordKind: 'choose', password: 'password12345' },
      'password-fault',
      'is one of those that are tried first.',
    ],
    [
      'a user with a colon',
      { username: 'a:b' },
      'username-fault',
      'A user has 1 to 100 characters, none of them a colon.',
    ],
    ['no time zone', { timeZone: 'Boise' }, 'timeZone-fault', 'A time zone looks like America/Boise.'],
    ['no day', { startAt: '2026-02-31' }, 'startAt-fault', 'A day looks like 2026-11-23.'],
  ])(
    'says at its field what is wrong with %s, keeps what was entered, and changes nothing',
    async (_, differs, id, text) => {
      const { status, body } = await site.post(lightspeed, { ...saved, ...differs }, { who: DEALER });
      expect(status).toBe(422);
      expect(body).toContain(`id="${id}"`);
      expect(body).toContain(text);
      expect(await theStore()).toEqual(original);
    },
  );

  test('pins the machine and takes the pin off', async () => {
    await site.post(lightspeed, { act: 'pin', machineAddress: '00:1A:2B:3C:4D:5E' }, { who: DEALER });
    expect((await theStore()).machineAddress).toBe('00:1A:2B:3C:4D:5E');
    expect(await lastWritten()).toEqual({
      who: DEALER,
      store: storeId,
      what: 'Machine address',
      from: 'any',
      to: '00:1A:2B:3C:4D:5E',
    });
    await site.post(lightspeed, { act: 'unpin' }, { who: DEALER });
    expect((await theStore()).machineAddress).toBeUndefined();
    expect((await site.post(lightspeed, { act: 'pin', machineAddress: '1A' }, { who: DEALER })).status).toBe(
      422,
    );
  });
});

test('the machine that a recorded call carried is offered to be pinned', async () => {
  const { keepCall } = await import('../../lib/database/wire.ts');
  const nothing = { bytes: new Uint8Array(), size: 0 };
  const call = {
    receivedAt: new Date().toISOString(),
    requestId: 'r',
    isLetIn: true,
    method: 'GET',
    path: '/LightSpeed',
    query: '',
    headers: { 'machine-address': '00-1a-2b-3c-4d-5e' },
    body: nothing,
    status: 200,
    answerHeaders: {},
    answerBody: nothing,
    durationMs: 1,
  };
  await keepCall(storeId, call, new AbortController().signal);
  const { body } = await site.get(lightspeed, DEALER);
  expect(body).toContain('value="00-1a-2b-3c-4d-5e"');
  expect(body).toContain('Test Connection: fine');
});

describe('an order', () => {
  const page = () => `/console/stores/${storeId}/orders/${orderId}`;

  test('gets a note of staff', async () => {
    const { status, headers } = await site.post(
      page(),
      { act: 'note', text: ' Calls\u0000 on\u001B Friday ' },
      { who: DEALER },
    );
    expect([status, headers['Location']]).toEqual([303, `${page()}?done=noted`]);
    expect((await getOrder(storeId, orderId)).notes).toEqual([
      {
        source: 'staff',
        text: 'Calls on Friday',
        by: DEALER,
        firstAt: expect.any(String),
        lastAt: expect.any(String),
        count: 1,
      },
    ]);
    expect(await lastWritten()).toEqual({
      who: DEALER,
      store: storeId,
      what: `Order ${orderId}: note added`,
    });
  });

  test('is canceled with a reason, and cannot be requeued then', async () => {
    await site.post(page(), { act: 'cancel', reason: 'Twice' }, { who: DEALER });
    const { status, notes } = await getOrder(storeId, orderId);
    expect([status, notes.map(({ source, text }) => [source, text])]).toEqual([
      'Canceled',
      [['staff', 'Twice']],
    ]);
    expect((await site.post(page(), { act: 'requeue', reason: 'x' }, { who: DEALER })).status).toBe(409);
    expect((await site.get(page(), DEALER)).body).not.toContain('Requeue the order');
  });

  test('that Lightspeed took is requeued with a reason', async () => {
    await taken(orderId);
    expect((await site.get(page(), DEALER)).body).toContain('Requeue the order');
    await site.post(page(), { act: 'requeue', reason: 'Deleted there' }, { who: DEALER });
    const { status, notes } = await getOrder(storeId, orderId);
    expect([status, notes.map(({ source, text }) => [source, text])]).toEqual([
      'New',
      [['staff', 'Deleted there']],
    ]);
  });

  test('that Lightspeed refused is requeued by whoever put that right, and waits like a new one', async () => {
    await changeOrder({ store: original, by: 'lightspeed' }, orderId, (order) =>
      acknowledge(order, { orderId, failed: true, saysSuccess: false, errors: ['Unknown part'] }, NOW),
    );
    expect((await site.get(page(), DEALER)).body).toContain('What was put right');
    await site.post(page(), { act: 'requeue', reason: 'The part is there now' }, { who: DEALER });
    const { status, failedDownloads, notes } = await getOrder(storeId, orderId);
    expect({ status, failedDownloads, notes: notes.map(({ by, text }) => [by, text]) }).toEqual({
      status: 'New',
      failedDownloads: 0,
      notes: [
        [undefined, 'Unknown part'],
        [DEALER, 'The part is there now'],
      ],
    });
    const { body } = await site.get(page(), DEALER);
    expect(body).toContain(`${DEALER} requeued it: The part is there now`);
    expect(body).not.toContain('Requeue the order');
  });

  test.each(['note', 'cancel', 'requeue'])('is not changed by the form %s without a word', async (act) => {
    if (act === 'requeue') await taken(orderId);
    const before = await getOrder(storeId, orderId);
    const { status, body } = await site.post(page(), { act, text: ' ', reason: ' ' }, { who: DEALER });
    expect(status).toBe(422);
    expect(body).toContain('Write 1 to 1000 characters.');
    expect(await getOrder(storeId, orderId)).toEqual(before);
  });

  test('that is not there has its answer and its next step', async () => {
    const { status, body } = await site.get(`/console/stores/${storeId}/orders/999`, DEALER);
    expect(status).toBe(200);
    expect(body).toContain('The webstore has not sent it.');
    expect(body).not.toContain('npm run');
  });
});

describe('stores', () => {
  test('are added by an operator, with secrets that are shown once and work', async () => {
    const { status, body } = await site.post(
      '/console/stores',
      { act: 'add', id: 'newbike', name: 'New Bike' },
      { who: OPERATOR },
    );
    expect(status).toBe(200);
    const [, password = ''] = /data-copy="(\w{24})"/.exec(body) ?? [];
    const store = await getStore('newbike');
    expect(store && (await checkPassword(store, { user: 'lightspeed', password })).right).toBe(true);
    expect(body).toContain('https://newbike.weborders.example.com/LightSpeed');
  });

  test.each([
    ['taken', 'coolbike', 'There is a store coolbike already.'],
    ['no label of a host', 'Cool Bike', 'A store’s id is the first label of its host name'],
    ['the console’s own', 'console', 'A store’s id is the first label of its host name'],
  ])('are not added under an id that is %s', async (_, id, text) => {
    const { status, body } = await site.post('/console/stores', { act: 'add', id }, { who: OPERATOR });
    expect(status).toBe(422);
    expect(body).toContain(text);
  });
});

describe('the webstore’s token', () => {
  const page = `/console/stores/${storeId}/webstore`;

  test('is made beside the old one, which ends when it is told to', async () => {
    const { body } = await site.post(page, { act: 'token' }, { who: DEALER });
    expect(body).toMatch(/data-copy="[\w-]{43}"/);
    expect((await theStore()).apiTokens).toHaveLength(2);
    await site.post(page, { act: 'finish' }, { who: DEALER });
    expect((await theStore()).apiTokens).toHaveLength(1);
  });
});

describe('a form that makes a secret', () => {
  const webstore = `/console/stores/${storeId}/webstore`;
  const url = 'http://127.0.0.1:9/hooks';

  /** What the form of an act says of the newest secret, as the page has it now. */
  async function newestIn(page: string, act: string): Promise<string> {
    const form = new RegExp(
      `name="act" value="${act}"/?><input type="hidden" name="newestSecret" value="([^"]+)"`,
    );
    return form.exec((await site.get(page, DEALER)).body)?.[1] ?? '';
  }

  test.each([
    ['a password', lightspeed, { ...saved, passwordKind: 'make' }],
    [
      'a chosen password',
      lightspeed,
      { ...saved, passwordKind: 'choose', password: 'correct horse battery' },
    ],
    ['a token', webstore, { act: 'token' }],
    ['a URL', webstore, { act: 'url', url }],
    ['another secret', webstore, { act: 'rotate' }],
    ['a shop', webstore, { act: 'connect', platform: 'woocommerce', way: 'webhook' }],
  ])('%s, and is sent again by a reload or a second click, makes one', async (_, page, fields) => {
    if (fields.act === 'rotate') await nameUrl(storeId, url);
    await emptyTables(['AUDIT_TABLE']);
    const form = { ...fields, newestSecret: await newestIn(page, fields.act) };
    const answers = await Promise.all([1, 2].map(() => site.post(page, form, { who: DEALER })));
    const made = await theStore();
    const again = await site.post(page, form, { who: DEALER });
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(1);
    expect(again.status).toBe(422);
    expect(again.body).toContain('A secret was made since this page was opened, and this form made none.');
    expect(await theStore()).toEqual(made);
    expect(await auditOf(storeId, 10)).toHaveLength(1);
  });

  test('is only in the way of another secret', async () => {
    const newestSecret = await newestIn(lightspeed, 'save');
    await site.post(webstore, { act: 'token' }, { who: DEALER });
    const form = { ...saved, username: 'another', newestSecret };
    expect((await site.post(lightspeed, form, { who: DEALER })).status).toBe(303);
    expect((await theStore()).username).toBe('another');
  });
});

describe('recording', () => {
  const page = `/console/stores/${storeId}/wire`;

  test.each(['%20', '%00', 'x'.repeat(2000), '%ff', '..'])(
    'has no call at the place %s, and no page before it',
    async (place) => {
      expect((await site.get(`${page}/${place}`, DEALER)).status).toBe(404);
      for (const before of ['', place])
        expect((await site.get(`${page}?before=${before}`, DEALER)).status).toBe(200);
    },
  );

  test('goes on for an hour or a day, and ends when it is told to', async () => {
    await site.post(page, { act: 'record', hours: '1' }, { who: DEALER });
    const until = Date.parse((await theStore()).recordUntil ?? '') - Date.now();
    expect(Math.round(until / 60_000)).toBe(60);
    expect((await site.post(page, { act: 'record', hours: '999' }, { who: DEALER })).status).toBe(422);
    await site.post(page, { act: 'stop' }, { who: DEALER });
    expect((await theStore()).recordUntil).toBeUndefined();
  });
});

describe('people', () => {
  test('are invited and removed by an operator', async () => {
    const email = 'New@Example.com';
    await site.post(
      '/console/people',
      { act: 'invite', email, role: 'dealer', stores: 'coolbike otherbike' },
      { who: OPERATOR },
    );
    expect((await site.get('/console/people', OPERATOR)).body).toContain('new@example.com');
    await site.post('/console/people', { act: 'remove', email: 'new@example.com' }, { who: OPERATOR });
    expect((await site.get('/console/people', OPERATOR)).body).not.toContain('new@example.com');
  });

  test.each([
    ['no email', { email: 'nobody' }, 'That is not an email address.'],
    ['a control character', { email: 'a\u0000@example.com' }, 'That is not an email address.'],
    ['a text that runs backwards', { email: '\u202Ea@example.com' }, 'That is not an email address.'],
    [
      'all too many stores',
      { email: 'a@example.com', stores: Array.from({ length: 101 }, (_, n) => n).join(' ') },
      'Name at most 100 stores at once.',
    ],
    ['no store', { email: 'a@example.com', stores: '' }, 'A dealer is invited to a store: name one.'],
    ['no id of a store', { email: 'a@example.com', stores: 'Cool!' }, 'There is no store Cool!.'],
  ])('are not invited with %s', async (_, differs, text) => {
    const form = { act: 'invite', role: 'dealer', stores: 'coolbike', ...differs };
    const { status, body } = await site.post('/console/people', form, { who: OPERATOR });
    expect(status).toBe(422);
    expect(body).toContain(text);
  });

  test.each(['', 'session key', 'nobody@example.com', `${'x'.repeat(3000)}@example.com`])(
    'are not removed who may not come in: %j',
    async (email) => {
      const { status, body } = await site.post(
        '/console/people',
        { act: 'remove', email },
        { who: OPERATOR },
      );
      expect(status).toBe(422);
      expect(body).toContain('Nobody with that email may come in.');
    },
  );

  test('do not remove themselves', async () => {
    for (const email of [OPERATOR, ` ${OPERATOR.toUpperCase()}`])
      expect((await site.post('/console/people', { act: 'remove', email }, { who: OPERATOR })).status).toBe(
        422,
      );
    expect((await site.get('/console/people', OPERATOR)).status).toBe(200);
  });
});

test.each([
  ['/console/stores/coolbike?x=1', '/console/stores/coolbike?x=1'],
  ['//evil.example', '/console'],
  ['/console//evil.example', '/console'],
  ['/\\evil.example', '/console'],
  ['https://evil.example/console', '/console'],
  ['/console@evil.example', '/console'],
  ['/consolevil', '/console'],
  ['/console/x\r\nSet-Cookie: a=b', '/console'],
  ['/console/../LightSpeed', '/console'],
  ['/console/%2e%2E/LightSpeed', '/console'],
  ['/console/./people', '/console'],
  ['/console/sign-out', '/console'],
  ['/console/signed-in?code=x', '/console'],
  ['/console/sign-in?page=%2Fconsole', '/console'],
  [`/console/${'x'.repeat(1000)}`, '/console'],
  ['javascript:alert(1)', '/console'],
  [undefined, '/console'],
])('after signing in, %j leads to %s', async (page, expected) => {
  const { ownPage } = await import('../../lib/console/sign-in.ts');
  expect(ownPage(page)).toBe(expected);
});

test.each(['done', 'constructor', '__proto__', 'The order was canceled.', '<b>'])(
  'a page says what was done in its own words, and not %j from its address',
  async (word) => {
    const plain = (await site.get(lightspeed, DEALER)).body;
    expect((await site.get(`${lightspeed}?done=${encodeURIComponent(word)}`, DEALER)).body).toBe(plain);
  },
);

test.each([
  ['UPS', '1Z 9&x=#/../', 'https://www.ups.com/track?tracknum=1Z%209%26x%3D%23%2F..%2F'],
  ['javascript:alert(1)', '1Z9', undefined],
  [undefined, '1Z9', undefined],
])('of the carrier %s the number %s is tracked at %s', async (carrier, number, expected) => {
  const { trackingUrl } = await import('../../lib/console/pages/order-words.tsx');
  expect(trackingUrl(carrier, number)).toBe(expected);
});
