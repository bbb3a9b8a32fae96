import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, OPERATOR, openConsole, STRANGER } from '../support/console.ts';

const site = await openConsole();
const { putOrder } = await import('../../lib/database/orders.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { pages } = await import('../../lib/console/pages.ts');
const { webstorePage } = await import('../../lib/console/pages/webstore.tsx');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { auditOf } = await import('../../lib/database/audit.ts');
const { getPerson, changePerson } = await import('../../lib/database/people.ts');

const store = await getStore('coolbike');
if (!store) throw new Error('The store of the test is missing.');
const NOW = '2026-11-23T18:00:00Z';
await putOrder(
  { store, by: 'webstore' },
  {
    fresh: newOrder('100234', orderContent.parse(anOrderBody()), NOW),
    created: undefined,
    again: (order) => ({ order, result: undefined }),
  },
);

/** Every route, with its segments filled in. */
const routes = [...pages, webstorePage].map(({ path, acts = {} }) => ({
  path: path.replace('{storeId}', 'coolbike').replace('{orderId}', '100234').replace('{place}', 'x'),
  acts: Object.keys(acts),
}));
const ofTheStore = routes.filter(({ path }) => path.includes('/coolbike'));
/** Open to whoever is signed in; all others are a store's, or operators'. */
const ofEverybody = ['/console', '/console/stores'];
const ofOperators = routes.filter(({ path }) => !path.includes('/coolbike') && !ofEverybody.includes(path));

test('every function of the console is walked here', () => {
  expect(readdirSync('functions/console').toSorted()).toEqual([
    'page.ts',
    'sign-in.ts',
    'sign-out.ts',
    'webstore.ts',
  ]);
  expect(routes.map(({ path }) => path)).toEqual(expect.arrayContaining(ofEverybody));
});

describe('nobody', () => {
  test.each(routes)('is led from $path to the sign-in', async ({ path }) => {
    const { status, headers, body } = await site.get(path);
    expect({ status, location: headers['Location'], body }).toEqual({
      status: 303,
      location: `/console/sign-in?page=${encodeURIComponent(path)}`,
      body: '',
    });
  });

  test.each(routes)('changes nothing by posting to $path', async ({ path, acts }) => {
    for (const act of ['', ...acts]) {
      const { status, body } = await site.post(path, { act });
      expect(status).toBe(401);
      // Not a redirect: our policy lets no browser follow a form to the provider's host.
      expect(body).toContain('Your session has ended, and nothing was changed.');
    }
  });

  test('signs nobody out', async () => {
    expect((await site.post('/console/sign-out', {})).status).toBe(401);
  });
});

describe('a dealer of another store', () => {
  test.each(ofTheStore)('is told of $path what is told of a store that does not exist', async ({ path }) => {
    const other = await site.get(path, STRANGER);
    const none = await site.get(path.replace('coolbike', 'no-such-store'), STRANGER);
    const plain = (body: string) =>
      body.replaceAll(/[0-9a-f-]{36}/g, '').replaceAll('no-such-store', 'coolbike');
    expect(other.status).toBe(404);
    expect(other.body).not.toContain('Cool Bike');
    expect(plain(other.body)).toBe(plain(none.body));
  });

  test.each(ofTheStore)('changes nothing by any form of $path', async ({ path, acts }) => {
    for (const act of acts) {
      const fields = {
        act,
        text: 'x',
        reason: 'x',
        hours: '1',
        machineAddress: '00:1A:2B:3C:4D:5E',
        username: 'mine',
      };
      expect((await site.post(path, fields, { who: STRANGER })).status).toBe(404);
    }
    expect(await auditOf('coolbike', 100)).toEqual([]);
    expect(await getStore('coolbike')).toEqual(store);
  });
});

describe('a dealer', () => {
  test('with one store is led to it', async () => {
    const { status, headers } = await site.get('/console/stores', DEALER);
    expect([status, headers['Location']]).toEqual([303, '/console/stores/coolbike']);
  });

  test.each(ofTheStore.filter(({ path }) => !path.endsWith('/x')))('sees $path', async ({ path }) => {
    const { status, body } = await site.get(path, DEALER);
    expect(status).toBe(200);
    expect(body).toContain('Cool Bike');
    expect(body).not.toContain('Other Bike');
  });

  test.each(ofOperators)('sees nothing of $path', async ({ path, acts }) => {
    expect((await site.get(path, DEALER)).status).toBe(404);
    for (const act of acts) {
      const fields = { act, email: 'friend@example.com', role: 'operator' };
      expect((await site.post(path, fields, { who: DEALER })).status).toBe(404);
    }
    expect(await getPerson('friend@example.com')).toBeUndefined();
  });

  test.each(routes.filter(({ path }) => ofEverybody.includes(path)))(
    'changes nothing by any form of $path',
    async ({ path, acts }) => {
      for (const act of acts)
        expect((await site.post(path, { act, id: 'mine' }, { who: DEALER })).status).toBe(404);
      expect(await getStore('mine')).toBeUndefined();
    },
  );
});

describe('an operator', () => {
  test.each(routes.filter(({ path }) => path !== '/console' && !path.endsWith('/x')))(
    'sees $path',
    async ({ path }) => {
      const { status, headers } = await site.get(path, OPERATOR);
      expect(status).toBe(200);
      expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
    },
  );
});

describe('a post', () => {
  const note = { act: 'note', text: 'Calls on Friday' };
  const path = '/console/stores/coolbike/orders/100234';

  test.each([
    ['another origin', { who: DEALER, origin: 'https://evil.example' }],
    ['a look-alike origin', { who: DEALER, origin: 'https://console.weborders.example.com.evil.example' }],
    ['no origin', { who: DEALER, origin: undefined }],
    ['a hidden origin of another site', { who: DEALER, origin: 'null', site: 'cross-site' }],
    ['a hidden origin of another store’s host', { who: DEALER, origin: 'null', site: 'same-site' }],
    ['a hidden origin', { who: DEALER, origin: 'null' }],
    ['no origin, typed or from a bookmark', { who: DEALER, origin: undefined, site: 'none' }],
    ['no token', { who: DEALER, token: '' }],
    ['a wrong token', { who: DEALER, token: 'x'.repeat(43) }],
  ])('of %s is refused, and nothing is changed', async (_, options) => {
    const { status, body } = await site.post(path, note, options);
    expect(status).toBe(422);
    expect(body).toContain('This form is not of your session.');
    expect(await auditOf('coolbike', 100)).toEqual([]);
  });

  test('whose origin the browser hides, and says that it is ours, is taken', async () => {
    const options = { who: DEALER, origin: 'null', site: 'same-origin' };
    expect((await site.post(path, { act: 'note', text: ' ' }, options)).body).toContain('Write 1 to 1000');
  });

  test('with the token of another person is refused', async () => {
    const others = await site.get('/console/stores/otherbike', STRANGER);
    const token = /name="token" value="([^"]+)"/.exec(others.body)?.[1] ?? '';
    expect((await site.post(path, note, { who: DEALER, token })).status).toBe(422);
  });

  test('that names no form of its page is refused', async () => {
    expect((await site.post(path, { act: 'constructor' }, { who: DEALER })).status).toBe(422);
  });
});

describe('a session', () => {
  test('is one sealed cookie that no script and no other site can use', async () => {
    const { sessionCookie } = await import('../../lib/console/session.ts');
    expect(await sessionCookie(DEALER, NOW)).toMatch(
      /^__Host-web-orders=[\w-]{100,}; Path=\/; Max-Age=28800; Secure; HttpOnly; SameSite=Lax$/,
    );
  });

  test('ends when its person is removed, with the page still open, and a new invitation does not revive it', async () => {
    const email = 'leaver@example.com';
    const { invitePerson, removePerson } = await import('../../lib/desk/invite.ts');
    await invitePerson({ email, role: 'dealer', stores: ['coolbike'] }, { by: OPERATOR, now: NOW });
    expect((await site.get('/console/stores/coolbike', email)).status).toBe(200);
    await removePerson(email, new Date().toISOString());
    expect((await site.get('/console/stores/coolbike', email)).status).toBe(303);
    await invitePerson(
      { email, role: 'dealer', stores: ['coolbike'] },
      { by: OPERATOR, now: new Date().toISOString() },
    );
    expect((await site.get('/console/stores/coolbike', email)).status).toBe(303);
  });

  test('is not said to have ended while it goes on', async () => {
    const { status, headers } = await site.get('/console/sign-out', DEALER);
    expect([status, headers['Location']]).toEqual([303, '/console']);
  });

  test('ends when its person signs out, in every browser', async () => {
    const email = 'tired@example.com';
    const { invitePerson } = await import('../../lib/desk/invite.ts');
    await invitePerson({ email, role: 'dealer', stores: ['coolbike'] }, { by: OPERATOR, now: NOW });
    const { status, cookies } = await site.post('/console/sign-out', {}, { who: email });
    expect(status).toBe(303);
    expect(cookies).toEqual([
      '__Host-web-orders=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
      '__Host-web-orders-ask-again=yes; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax',
    ]);
    expect((await site.get('/console/stores/coolbike', email)).status).toBe(303);
  });

  test('loses a store at once that its person was taken from', async () => {
    const email = 'mover@example.com';
    const { invitePerson } = await import('../../lib/desk/invite.ts');
    await invitePerson(
      { email, role: 'dealer', stores: ['coolbike', 'otherbike'] },
      { by: OPERATOR, now: NOW },
    );
    expect((await site.get('/console/stores/coolbike', email)).status).toBe(200);
    await changePerson(email, (before) => before && { ...before, stores: ['otherbike'] });
    expect((await site.get('/console/stores/coolbike', email)).status).toBe(404);
  });
});

describe('every answer', () => {
  const policy = {
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Strict-Transport-Security': 'max-age=31536000',
  };

  test.each([
    ['a page', () => site.get('/console/stores/coolbike', DEALER), 200],
    ['a redirect to the sign-in', () => site.get('/console/stores/coolbike'), 303],
    ['a page that there is not', () => site.get('/console/nothing', DEALER), 404],
    ['a form without a session', () => site.post('/console/stores/coolbike', {}), 401],
    [
      'a form of another site',
      () => site.post('/console', {}, { who: DEALER, origin: 'https://evil.example' }),
      422,
    ],
    ['the page after signing out', () => site.get('/console/sign-out'), 200],
  ] as const)('forbids other hosts, frames, caches and referrers: %s', async (_, ask, expected) => {
    const { status, headers } = await ask();
    expect(status).toBe(expected);
    expect(headers).toMatchObject({ ...policy, 'Cache-Control': 'no-store' });
  });

  test('forbids the same of the files that a page loads, which are kept', async () => {
    const { body } = await site.get('/console/sign-out');
    const files = [...body.matchAll(/(?:href|src)="(\/console\/\w+\.[^"]+)"/g)].map(([, path = '']) => path);
    expect(files).toHaveLength(3);
    for (const file of files)
      expect((await site.get(file)).headers).toMatchObject({
        ...policy,
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('to %s is no page', async (method) => {
    const { call } = await import('../support/call.ts');
    const { status, headers } = await call(site.handlers.page, { method, path: '/console/people' });
    expect([status, headers['Allow']]).toEqual([405, 'GET, HEAD, POST']);
    expect(headers).toMatchObject(policy);
  });
});

test('a page that there is not, and a crash, are pages too', async () => {
  const { status, body, headers } = await site.get('/console/nothing', OPERATOR);
  expect([status, headers['Content-Type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(body).toContain('<h1>There is no such page</h1>');
  expect(body).toContain('6bc28136-xmpl-4365-b021-0ce6b2e64ab0');
});

describe('the dealer and an operator', () => {
  const forms = ofTheStore.flatMap(({ path, acts }) => acts.map((act) => ({ path, act })));

  // Last: some need no field, and do what they say.
  test.each(forms)('are let in to the form $act of $path', async ({ path, act }) => {
    const answers = [];
    for (const who of [DEALER, OPERATOR])
      answers.push((await site.post(path, { act, order: '100234' }, { who })).status);
    for (const status of answers) expect([200, 303, 422]).toContain(status);
  });
});
