import { describe, expect, test } from '@jest/globals';
import type { Client } from '../../../../players/lightspeed/client.ts';
import { acknowledge, poll, test as testConnection } from '../../../../players/lightspeed/commands.ts';
import type { OfferedOrder } from '../../../../players/lightspeed/offered-order.ts';
import type { Acknowledgement } from '../../../../players/lightspeed/requests.ts';

function anOffer(orderId: string, faults: string[] = []): OfferedOrder {
  return {
    orderId,
    date: '2026-11-23T18:04:05Z',
    currency: 'USD',
    customer: 'Dana Reyes',
    shipTo: 'Boise, US',
    items: [{ sku: 'KA-1', quantity: 1 }],
    total: '69.00',
    paymentTypes: ['OTHER', 'VISA'],
    faults,
  };
}

/** A service that offers these orders and knows all but order 999. */
function aService(offered: OfferedOrder[]) {
  const acknowledged: Acknowledgement[] = [];
  const client: Client = {
    test: async () => ({ store: 'local', serverTime: new Date('2026-11-23T18:04:05Z'), tookMs: 12 }),
    poll: async () => offered,
    acknowledge: async (acknowledgements) => {
      acknowledged.push(...acknowledgements);
      return acknowledgements.map(({ orderId, errors }) => ({
        orderId,
        result: orderId === '999' ? 'NotFound' : errors.length > 0 ? 'ErrorsRecorded' : 'Downloaded',
      }));
    },
    ship: async () => Promise.reject(new Error('Nothing is to be shipped.')),
    cancel: async () => Promise.reject(new Error('Nothing is to be canceled.')),
  };
  return { client, acknowledged };
}

describe('test', () => {
  const settings = { url: 'http://localhost:3000/LightSpeed', user: 'lightspeed', password: 'secret' };

  test('tells the store and its clock, and never the password', async () => {
    const { client } = aService([]);
    const said = await testConnection(client, settings, () => new Date('2026-11-23T18:03:05Z'));
    expect(said).toEqual({
      ok: true,
      text: [
        'The connection works.',
        '  URL          http://localhost:3000/LightSpeed',
        '  User         lightspeed',
        '  Store        local',
        "  Server time  2026-11-23T18:04:05Z, 60 s ahead of this machine's",
        '  Answered in  12 ms',
      ].join('\n'),
    });
  });
});

describe('poll', () => {
  test('shows what is offered', async () => {
    expect(await poll(aService([anOffer('00123')]).client)).toEqual({
      ok: true,
      text: [
        'Order  Placed                Customer    Ship to    Lines  Total',
        '00123  2026-11-23T18:04:05Z  Dana Reyes  Boise, US  1      69.00 USD',
        'Left out to fit 80 columns: Paid by.',
        '1 order offered.',
      ].join('\n'),
      json: { orders: [anOffer('00123')] },
    });
  });

  test('says so when there is nothing', async () => {
    expect(await poll(aService([]).client)).toEqual({
      ok: true,
      text: 'No orders are outstanding.',
      json: { orders: [] },
    });
  });

  test('fails for an order that cannot be imported, and says why', async () => {
    const said = await poll(aService([anOffer('1', ['<Order> has no <Item>'])]).client);
    expect(said.ok).toBe(false);
    expect(said.text).toMatch(/\n! order 1 cannot be imported: <Order> has no <Item>\.$/);
  });
});

describe('acknowledge', () => {
  const unknownPart = { orderId: '2', errors: [{ message: 'Unknown part' }] };

  test('without orders takes all that is offered but what is to be refused', async () => {
    const { client, acknowledged } = aService([anOffer('1'), anOffer('2'), anOffer('3')]);
    const said = await acknowledge(client, { orderIds: [], refused: [unknownPart] });
    expect(acknowledged).toEqual([{ orderId: '1', errors: [] }, unknownPart, { orderId: '3', errors: [] }]);
    expect(said).toEqual({
      ok: true,
      text: [
        'Order  We said                The service answered',
        '1      imported               Downloaded',
        '2      refused: Unknown part  ErrorsRecorded',
        '3      imported               Downloaded',
      ].join('\n'),
    });
  });

  test('with orders takes these and refuses those, and nothing else that is offered', async () => {
    const { client, acknowledged } = aService([anOffer('1'), anOffer('3')]);
    await acknowledge(client, { orderIds: ['1'], refused: [unknownPart] });
    expect(acknowledged).toEqual([{ orderId: '1', errors: [] }, unknownPart]);
  });

  test('refuses an order that cannot be imported, with the faults for a reason', async () => {
    const { client, acknowledged } = aService([anOffer('1', ['<Order> has no <Item>'])]);
    const said = await acknowledge(client, { orderIds: [], refused: [] });
    expect(acknowledged).toEqual([{ orderId: '1', errors: [{ message: '<Order> has no <Item>' }] }]);
    expect(said.ok).toBe(false);
  });

  test('fails for an order that the store does not have', async () => {
    const said = await acknowledge(aService([]).client, { orderIds: ['999'], refused: [] });
    expect(said.ok).toBe(false);
  });

  test('sends nothing when nothing is outstanding', async () => {
    const { client, acknowledged } = aService([]);
    expect(await acknowledge(client, { orderIds: [], refused: [] })).toEqual({
      ok: true,
      text: 'No orders are outstanding, so there is nothing to do.',
    });
    expect(acknowledged).toEqual([]);
  });
});
