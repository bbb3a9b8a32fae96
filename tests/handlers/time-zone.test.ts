import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place } = await openStore({ timeZone: 'America/Boise' });

test.each([
  ['2026-03-08T08:59:59Z', '2026-03-08T01:59:59'],
  ['2026-03-08T09:00:00Z', '2026-03-08T03:00:00'],
  ['2026-11-01T07:59:59Z', '2026-11-01T01:59:59'],
  ['2026-11-01T08:00:00Z', '2026-11-01T01:00:00'],
  ['2026-11-23T11:04:05-07:00', '2026-11-23T11:04:05'],
])(
  'an order of %s is dated %s in the zone of its store, and nothing else is',
  async (placedAt, orderDate) => {
    await place('1', anOrderBody({ placedAt }));
    const { body } = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
    expect(body).toContain(`<OrderDate>${orderDate}</OrderDate>`);
    const order = JSON.parse((await webstore('GET', '/orders/1')).body);
    expect(Date.parse(order.placedAt)).toBe(Date.parse(placedAt));
    expect(order.placedAt).toMatch(/Z$/);
    expect((await lightspeed('GET', '/LightSpeed')).body).toMatch(/<ServerTime>[^<]*Z</);
  },
);
