import { describe, expect, test } from '@jest/globals';
import { aBillTo, aLine, anOrderBody } from '../support/an-order-body.ts';
import { openStore, orderIdsIn } from '../support/store.ts';

const { lightspeed, webstore, place, poll, lookUp, storedItem, putItem } = await openStore();

const feed = async () => (await lightspeed('GET', '/LightSpeed/OutstandingActivity')).body;

const acknowledge = (orderIds: string[], error = '') =>
  lightspeed(
    'POST',
    '/LightSpeed/AcknowledgeRequest',
    `<A>${orderIds.map((orderId) => `<Order Id="${orderId}"><Error>${error}</Error></Order>`).join('')}</A>`,
  );

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${String(at + 1).padStart(3, '0')}`);
}

async function placeAll(orderIds: string[]): Promise<void> {
  for (const orderId of orderIds) await place(orderId, anOrderBody());
}

/** Puts an item like that of a stored order, but damaged, in its place. */
async function damage(orderId: string, damaged: (order: Record<string, unknown>) => unknown): Promise<void> {
  const item = await storedItem(orderId);
  await putItem({ ...item, order: damaged(Object(item?.['order'])) });
}

const emptySku = (order: Record<string, unknown>) => ({
  ...order,
  content: { ...Object(order['content']), lines: [{ sku: '', quantity: 1, unitPrice: 1 }] },
});

describe('at most 30 orders go into one answer', () => {
  test('and the next answer has the next ones', async () => {
    const orderIds = numbered('n', 70);
    await placeAll(orderIds);
    const answers = [await poll(), await poll(), await poll()];
    expect(answers[0]).toEqual(orderIds.slice(0, 30));
    expect(answers[1]).toEqual(orderIds.slice(30, 60));
    expect(answers[2]).toHaveLength(30);
    expect(answers[2]).toEqual(expect.arrayContaining(orderIds.slice(60)));
  });

  test('also of exactly 30, which come all at once, each time', async () => {
    const orderIds = numbered('n', 30);
    await placeAll(orderIds);
    expect(await poll()).toEqual(orderIds);
    expect(await poll()).toEqual(orderIds);
  });
});

describe('no order starves', () => {
  test('when 100 are never acknowledged: every four polls offer each of them', async () => {
    const orderIds = numbered('n', 100);
    await placeAll(orderIds);
    for (let round = 1; round <= 2; round += 1) {
      const offered = [...(await poll()), ...(await poll()), ...(await poll()), ...(await poll())];
      expect([...new Set(offered)].toSorted()).toEqual(orderIds);
    }
  });

  test('when 100 are always refused', async () => {
    const orderIds = numbered('n', 100);
    await placeAll(orderIds);
    const offered = new Set<string>();
    for (let at = 1; at <= 4; at += 1) {
      const batch = await poll();
      await acknowledge(batch, 'Unknown part');
      for (const orderId of batch) offered.add(orderId);
    }
    expect([...offered].toSorted()).toEqual(orderIds);
  });

  test('when 100 are never acknowledged and 30 new ones arrive before every poll', async () => {
    await placeAll(numbered('old', 100));
    const waiting = new Map<string, number>(numbered('old', 100).map((orderId) => [orderId, 0]));
    let outstanding = 100;
    for (let at = 1; at <= 8; at += 1) {
      const fresh = numbered(`new${at}-`, 30);
      await placeAll(fresh);
      for (const orderId of fresh) waiting.set(orderId, 0);
      outstanding += 30;
      for (const [orderId, polls] of waiting) waiting.set(orderId, polls + 1);
      for (const orderId of await poll()) waiting.delete(orderId);
      expect(Math.max(...waiting.values())).toBeLessThanOrEqual(Math.ceil(outstanding / 30) + 1);
    }
    expect([...waiting.keys()].filter((orderId) => orderId.startsWith('old'))).toEqual([]);
  });

  test('when 35 that cannot be written are ahead of it', async () => {
    await placeAll([...numbered('bad', 35), 'good']);
    for (const orderId of numbered('bad', 35)) await damage(orderId, emptySku);
    expect(await poll()).toEqual(['good']);
    expect(await poll()).toEqual(['good']);
  });

  test('when 35 damaged ones are ahead of it', async () => {
    for (const orderId of numbered('bad', 35)) {
      await putItem({ orderId, turn: '2020-01-01T00:00:00.000Z', order: { status: 'New' } });
    }
    await placeAll(['good']);
    expect(await poll()).toEqual(['good']);
  });
});

describe('nothing is offered after its acknowledgement', () => {
  test('not even by the poll that starts right after its answer', async () => {
    const orderIds = numbered('n', 10);
    await placeAll(orderIds);
    for (const [at, orderId] of orderIds.entries()) {
      await acknowledge([orderId]);
      expect(await poll()).toEqual(orderIds.slice(at + 1));
    }
  });

  test('while polls and acknowledgements run at the same time', async () => {
    const orderIds = numbered('n', 20);
    await placeAll(orderIds);
    const acknowledged = new Set<string>();
    const broken: string[] = [];
    const pollOn = async () => {
      while (acknowledged.size < orderIds.length) {
        const before = new Set(acknowledged);
        broken.push(...(await poll()).filter((orderId) => before.has(orderId)));
      }
    };
    const acknowledgeOn = async (some: string[]) => {
      for (const orderId of some) {
        // As Lightspeed does, which asks again after a 503.
        while ((await acknowledge([orderId])).status === 503);
        acknowledged.add(orderId);
      }
    };
    await Promise.all([
      pollOn(),
      pollOn(),
      acknowledgeOn(orderIds.slice(0, 10)),
      acknowledgeOn(orderIds.slice(10)),
    ]);
    expect(broken).toEqual([]);
    expect(await poll()).toEqual([]);
  });
});

describe('nothing is lost', () => {
  test('a stored order is offered by the next poll, and by every one until it is settled', async () => {
    for (const orderId of numbered('n', 10)) {
      await place(orderId, anOrderBody());
      expect(await poll()).toContain(orderId);
    }
    expect(await poll()).toEqual(numbered('n', 10));
  });

  test('of orders that are placed and polled at the same time', async () => {
    const orderIds = numbered('n', 60);
    const offered = new Set<string>();
    const placing = Promise.all(orderIds.map((orderId) => place(orderId, anOrderBody())));
    for (let at = 1; at <= 3; at += 1) for (const orderId of await poll()) offered.add(orderId);
    await placing;
    for (let at = 1; at <= 3; at += 1) for (const orderId of await poll()) offered.add(orderId);
    expect([...offered].toSorted()).toEqual(orderIds);
  });

  test('of changes that are made to one order at the same time', async () => {
    await placeAll(['1']);
    const notes = numbered('note', 5);
    const answers = await Promise.all([
      ...notes.map((text) => webstore('POST', '/orders/1/notes', { text })),
      acknowledge(['1']),
      lightspeed('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="A"/>'),
      lightspeed('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="B"/>'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 200, 200, 200]);
    const order = await lookUp('1');
    const texts: string[] = Array.isArray(order['notes']) ? order['notes'].map(({ text }) => text) : [];
    expect({ status: order['status'], texts: texts.toSorted() }).toEqual({ status: 'Shipped', texts: notes });
    expect(order['shipments']).toHaveLength(2);
  });

  test('of an order that is placed twice at the same time: one is 201, the other 200', async () => {
    const answers = await Promise.all([
      webstore('PUT', '/orders/1', anOrderBody()),
      webstore('PUT', '/orders/1', anOrderBody()),
    ]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '201']);
  });

  test('when an order is replaced: the next poll offers the new version, and only that', async () => {
    for (const currency of ['USD', 'CAD', 'MXN']) {
      await webstore('PUT', '/orders/1', anOrderBody({ currency }));
      const body = await feed();
      expect([...body.matchAll(/<Currency>(.*?)</g)].map(([, said]) => said)).toEqual([currency]);
    }
  });
});

describe('an order that cannot be written is left out with a note, and the others go out', () => {
  test('unwritable', async () => {
    await placeAll(['1', 'bad', '2']);
    await damage('bad', emptySku);
    expect(await poll()).toEqual(['1', '2']);
    expect(await poll()).toEqual(['1', '2']);
    expect(await storedItem('bad')).toMatchObject({
      order: {
        status: 'New',
        offers: { count: 0 },
        notes: [
          { source: 'system', text: 'Left out of the answer to Lightspeed: its Sku is empty.', count: 2 },
        ],
      },
    });
  });

  test('and goes out as soon as it was replaced by one that can', async () => {
    await placeAll(['bad']);
    await damage('bad', emptySku);
    expect(await poll()).toEqual([]);
    await webstore('PUT', '/orders/bad', anOrderBody());
    expect(await poll()).toEqual(['bad']);
  });

  test.each<[string, unknown]>([
    ['no order', undefined],
    ['text', 'hello'],
    ['an empty one', {}],
    ['money as a fraction', { content: { totals: { subtotal: 0.5 } } }],
  ])('damaged: %s in its place', async (_, order) => {
    await placeAll(['1']);
    await putItem({ orderId: 'bad', turn: '2020-01-01T00:00:00.000Z', order });
    await placeAll(['2']);
    expect(await poll()).toEqual(['1', '2']);
    expect(await poll()).toEqual(['1', '2']);
    const item = await storedItem('bad');
    expect(item).toEqual({
      store: 'coolbike',
      orderId: 'bad',
      turn: expect.stringMatching(/^20/),
      ...(order !== undefined && { order }),
      damageNotes: [
        {
          source: 'system',
          text: 'Left out of the answer to Lightspeed: it could not be read from the database.',
          firstAt: expect.any(String),
          lastAt: expect.any(String),
          count: 2,
        },
      ],
    });
  });

  test('damaged: the item of one order under the id of another', async () => {
    await placeAll(['1']);
    const item = await storedItem('1');
    await putItem({ ...item, orderId: 'other', turn: '2020-01-01T00:00:00.000Z' });
    expect(await poll()).toEqual(['1']);
    expect(await storedItem('other')).toMatchObject({ damageNotes: [{ count: 1 }] });
  });

  test('control characters and markup in every text of an order go out as text', async () => {
    const hostile = ']]>\u0000\u001f&lt;</Order><!DOCTYPE x>\ud83c🏍\uffff';
    const address = Object.fromEntries(Object.keys(aBillTo()).map((key) => [key, hostile]));
    await place(
      '1',
      anOrderBody({
        billTo: address,
        shipTo: address,
        lines: [aLine({ sku: hostile, manufacturer: hostile, description: hostile })],
        payments: [{ method: hostile, amount: '77.09' }],
      }),
    );
    const body = await feed();
    expect(orderIdsIn({ status: 200, headers: {}, body })).toEqual(['1']);
    expect(body.match(/]]&gt;&amp;lt;&lt;\/Order&gt;&lt;!DOCTYPE x&gt;🏍/g)).toHaveLength(11 + 11 + 3);
  });
});

describe('what is large', () => {
  test('answers stay within what a function may answer, and every order is offered', async () => {
    const description = '"\\'.repeat(30_000);
    const orderIds = numbered('big', 28);
    for (const orderId of orderIds) {
      await place(
        orderId,
        anOrderBody({
          lines: [aLine({ description }), aLine({ sku: 'B', quantity: 1, unitPrice: '0', description })],
        }),
      );
    }
    const offered = new Set<string>();
    for (let at = 1; at <= 3; at += 1) {
      const answer = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6 * 1024 * 1024);
      for (const orderId of orderIdsIn(answer)) offered.add(orderId);
    }
    expect([...offered].toSorted()).toEqual(orderIds);
  });

  test('an order never grows past what the database holds; what is dropped is counted', async () => {
    const text = JSON.stringify(anOrderBody({ lines: [aLine({ description: 'PLACEHOLDER' })] }));
    const room = 256 * 1024 - Buffer.byteLength(text);
    await place('1', text.replace('PLACEHOLDER', 'x'.repeat(room)));
    for (let at = 1; at <= 15; at += 1) {
      expect((await webstore('POST', '/orders/1/notes', { text: `${at}${'ü€'.repeat(999)}` })).status).toBe(
        201,
      );
    }
    const packages = (from: number) =>
      Array.from(
        { length: 300 },
        (_, at) => `<Package TrackingNumber="${'T'.repeat(200)}${from + at}"/>`,
      ).join('');
    expect((await lightspeed('POST', '/LightSpeed/Order/1/Shipment', `<S>${packages(0)}</S>`)).status).toBe(
      422,
    );
    const fewer = packages(0).split('/>').slice(0, 150).join('/>');
    expect((await lightspeed('POST', '/LightSpeed/Order/1/Shipment', `<S>${fewer}/></S>`)).status).toBe(200);
    const { notes, notesDropped, shipments } = await lookUp('1');
    const kept = Array.isArray(notes) ? notes.length : 0;
    expect(kept + Number(notesDropped)).toBe(15);
    expect(notesDropped).toBeGreaterThan(0);
    expect(shipments).toHaveLength(150);
  });
});
