import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, openConsole, OPERATOR } from '../support/console.ts';

/* Lists that are longer than a page, and what is looked for in them. */

const site = await openConsole();
const { putOrder } = await import('../../lib/database/orders.ts');
const { keepCall } = await import('../../lib/database/wire.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');

const base = '/console/stores/coolbike';
const minute = (n: number) => `2026-11-23T18:${String(n).padStart(2, '0')}:00Z`;

/** Where the link to what is older leads. */
function older(html: string): string | undefined {
  return /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
}

/** The names of the rows. */
function rows(html: string): string[] {
  return [...html.matchAll(/<th scope="row"[^>]*>(.*?)<\/th>/g)].map(([, cell = '']) =>
    cell.replaceAll(/<[^>]+>/g, ''),
  );
}

describe('orders', () => {
  test('of one status go on, on the next page, with the same status', async () => {
    const store = await getStore('coolbike');
    if (!store) throw new Error('The store of the test is missing.');
    for (let n = 1; n <= 26; n += 1) {
      const fresh = newOrder(String(100_000 + n), orderContent.parse(anOrderBody()), minute(n));
      const again = (order: typeof fresh) => ({ order, result: undefined });
      await putOrder({ store, by: 'webstore' }, { fresh, created: undefined, again });
    }
    const first = await site.get(`${base}/orders?status=New`, DEALER);
    expect(rows(first.body)).toHaveLength(25);
    const next = older(first.body);
    expect(next).toMatch(/^\/console\/stores\/coolbike\/orders\?status=New&cursor=[^&]+$/);
    const second = await site.get(next ?? '', DEALER);
    expect(second.body).toMatch(/aria-current="true">Waiting/);
    expect([rows(second.body).length, older(second.body)]).toEqual([1, undefined]);
  });

  test('are found by their number, with # before it or without', async () => {
    for (const find of ['100001', '%23100001', '+100001+']) {
      const { status, headers } = await site.get(`${base}/orders?find=${find}`, DEALER);
      expect([find, status, headers['Location']]).toEqual([find, 303, `${base}/orders/100001`]);
    }
  });
});

describe('recorded calls', () => {
  const text = (body: string) => ({ bytes: Buffer.from(body), size: body.length });

  /** A poll whose answer offered an order. */
  async function poll(at: string, orderId: string): Promise<void> {
    const call = {
      receivedAt: at,
      requestId: `r-${at}`,
      isLetIn: true,
      method: 'GET',
      path: '/LightSpeed/OutstandingActivity',
      query: '',
      headers: {},
      body: text(''),
      status: 200,
      answerHeaders: {},
      answerBody: text(`<Orders><Order><OrderId>${orderId}</OrderId></Order></Orders>`),
      durationMs: 1,
    };
    await keepCall('coolbike', call, new AbortController().signal);
  }

  test('that name an order are found by their answers too, on every page of them', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    for (let n = 1; n <= 51; n += 1) await poll(ago(n), 'A-1');
    await poll(ago(52), 'B-2');
    const all = await site.get(`${base}/wire`, DEALER);
    expect(rows(all.body)).toHaveLength(50);
    expect(rows((await site.get(older(all.body) ?? '', DEALER)).body)).toHaveLength(2);
    const first = await site.get(`${base}/wire?find=A-1`, DEALER);
    expect(rows(first.body)).toHaveLength(50);
    const second = await site.get(older(first.body) ?? '', DEALER);
    expect(second.body).toContain('value="A-1"');
    expect(rows(second.body)).toHaveLength(1);
    expect(rows((await site.get(`${base}/wire?find=B-2`, DEALER)).body)).toHaveLength(1);
    expect((await site.get(`${base}/wire?find=C-3`, DEALER)).body).toContain('None of the calls');
  });
});

describe('stores', () => {
  test('are found by their name or id', async () => {
    const found = async (find: string) =>
      rows((await site.get(`/console/stores?find=${find}`, OPERATOR)).body);
    expect(await found('')).toEqual(['Cool Bike', 'Other Bike']);
    expect([await found('OTHER'), await found('coolb'), await found('boat')]).toEqual([
      ['Other Bike'],
      ['Cool Bike'],
      [],
    ]);
  });

  test('of a dealer of two are listed, and no other', async () => {
    const { addStore } = await import('../support/add-store.ts');
    const { invitePerson } = await import('../../lib/desk/invite.ts');
    await addStore({ id: 'thirdbike', name: 'Third Bike' });
    const email = 'two@example.com';
    await invitePerson(
      { email, role: 'dealer', stores: ['coolbike', 'thirdbike'] },
      { by: OPERATOR, now: '2026-01-01T00:00:00Z' },
    );
    const { body } = await site.get('/console/stores', email);
    expect(rows(body).toSorted()).toEqual(['Cool Bike', 'Third Bike']);
    expect(body).not.toContain('Add a store');
  });
});
