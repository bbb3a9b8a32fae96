import { describe, expect, test } from '@jest/globals';
import { CallFailed } from '../../../../players/lightspeed/call-failed.ts';
import type { Client } from '../../../../players/lightspeed/client.ts';
import type { OfferedOrder } from '../../../../players/lightspeed/offered-order.ts';
import type { Shipment } from '../../../../players/lightspeed/requests.ts';
import { type RunOptions, run } from '../../../../players/lightspeed/run.ts';

function anOffer(orderId: string): OfferedOrder {
  return {
    orderId,
    date: '2026-11-23T18:04:05Z',
    currency: 'USD',
    customer: 'Dana Reyes',
    shipTo: 'Boise, US',
    items: [{ sku: 'KA-1', quantity: 1 }],
    total: '69.00',
    paymentTypes: ['VISA'],
    faults: [],
  };
}

/** A service that offers what is not acknowledged, as the contract says, and writes down what it was sent. */
function aService(orderIds: string[], faults: Partial<Client> = {}) {
  const outstanding = new Set(orderIds);
  const calls: string[] = [];
  const client: Client = {
    test: async () => ({ store: 'local', serverTime: new Date(), tookMs: 1 }),
    poll: async () => {
      calls.push('poll');
      return [...outstanding].map(anOffer);
    },
    acknowledge: async (acknowledgements) => {
      calls.push(`acknowledge ${acknowledgements.map(({ orderId }) => orderId).join(' ')}`);
      return acknowledgements.map(({ orderId, errors }) => {
        if (errors.length > 0) return { orderId, result: 'ErrorsRecorded' };
        return { orderId, result: outstanding.delete(orderId) ? 'Downloaded' : 'AlreadyDownloaded' };
      });
    },
    ship: async (orderId) => {
      calls.push(`ship ${orderId}`);
      return { orderId, status: 'Shipped', result: 'Recorded' };
    },
    cancel: async (orderId) => {
      calls.push(`cancel ${orderId}`);
      return { orderId, status: 'Canceled', result: 'Canceled' };
    },
    ...faults,
  };
  return { client, calls };
}

const stayOn = new AbortController().signal;

async function play(client: Client, only: Partial<RunOptions> = {}, signal = stayOn) {
  const printed: string[] = [];
  const paused: number[] = [];
  const options = {
    intervalMs: 5000,
    rounds: 2,
    seed: 7,
    shares: { ship: 1, refuse: 0, cancel: 0, lose: 0 },
    ...only,
  };
  const ok = await run(
    options,
    {
      client,
      print: (line) => printed.push(line),
      pause: async (milliseconds) => void paused.push(milliseconds),
      now: () => new Date('2026-11-23T18:04:05Z'),
    },
    signal,
  );
  return { ok, printed: printed.join('\n'), paused };
}

describe('a run', () => {
  test('takes what is offered, ships it, and tells each round and the sum', async () => {
    const { client, calls } = aService(['1', '2']);
    const { ok, printed, paused } = await play(client);
    expect(calls).toEqual(['poll', 'acknowledge 1 2', 'ship 1', 'ship 2', 'poll']);
    expect(paused).toEqual([5000]);
    expect(ok).toBe(true);
    expect(printed).toBe(
      [
        'Round  Time      Offered  Taken  Refused  Shipped  Part  Canceled  Lost  Trouble',
        '    1  18:04:05        2      2        0        2     0         0     0        0',
        '    2  18:04:05        0      0        0        0     0         0     0        0',
        '  all                  2      2        0        2     0         0     0        0',
        '',
        '2 rounds in 0.0 s, seed 7.',
        '0 imported orders not yet shipped whole or voided.',
        'No trouble.',
      ].join('\n'),
    );
  });

  test('refuses, and is offered the order again', async () => {
    const { client, calls } = aService(['1']);
    const { ok } = await play(client, { shares: { ship: 1, refuse: 1, cancel: 0, lose: 0 } });
    expect(calls).toEqual(['poll', 'acknowledge 1', 'poll', 'acknowledge 1']);
    expect(ok).toBe(true);
  });

  test('voids what it has imported', async () => {
    const { client, calls } = aService(['1']);
    await play(client, { shares: { ship: 0, refuse: 0, cancel: 1, lose: 0 } });
    expect(calls).toEqual(['poll', 'acknowledge 1', 'cancel 1', 'poll']);
  });

  test('has trouble when an order is offered after it was acknowledged', async () => {
    const { client } = aService([], { poll: async () => [anOffer('1')] });
    const { ok, printed } = await play({
      ...client,
      acknowledge: async () => [{ orderId: '1', result: 'Downloaded' }],
    });
    expect(ok).toBe(false);
    expect(printed).toContain(
      '   ! order 1 is offered again after we took it. Has the webstore requeued it?',
    );
  });

  test('repeats a shipment that failed, unchanged, until it knows the outcome', async () => {
    const sent: Shipment[] = [];
    const { client } = aService(['1'], {
      ship: async (orderId, shipment) => {
        sent.push(shipment);
        if (sent.length === 1) throw new CallFailed('503 ServiceUnavailable: busy.');
        return { orderId, status: 'Shipped', result: 'AlreadyRecorded' };
      },
    });
    const { ok, printed } = await play(client, { rounds: 3 });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(printed).toContain('   ! ship 1: 503 ServiceUnavailable: busy.');
    expect(printed).toContain('Trouble: 1, the lines marked with !');
    expect(ok).toBe(false);
  });

  test('repeats an acknowledgement that failed before it polls again', async () => {
    let failed = false;
    const service = aService(['1']);
    const { ok } = await play({
      ...service.client,
      acknowledge: async (acknowledgements) => {
        const results = await service.client.acknowledge(acknowledgements);
        if (failed) return results;
        failed = true;
        throw new CallFailed('The answer got lost.');
      },
    });
    expect(service.calls).toEqual(['poll', 'acknowledge 1', 'acknowledge 1', 'poll', 'ship 1']);
    expect(ok).toBe(false);
  });

  test('has trouble when a shipment counts as a repeat that is none', async () => {
    const { client } = aService(['1'], {
      ship: async (orderId) => ({ orderId, status: 'New', result: 'AlreadyRecorded' }),
    });
    const { printed } = await play(client);
    expect(printed).toContain('   ! ship 1: AlreadyRecorded, not Recorded.');
    expect(printed).toContain('   ! ship 1: the order is New, not Shipped.');
  });

  test('counts the calls whose answers it lost, and takes a repeat for what it is', async () => {
    const losses: unknown[] = [];
    const { client } = aService(['1'], {
      acknowledge: async (_acknowledgements, lose) => {
        losses.push(lose);
        return [{ orderId: '1', result: 'AlreadyDownloaded' }];
      },
    });
    const { ok, printed } = await play(client, {
      rounds: 1,
      shares: { ship: 0, refuse: 0, cancel: 0, lose: 1 },
    });
    expect(losses).toEqual([expect.stringMatching(/^(answer|connection)$/)]);
    expect(printed).toContain('2 calls made twice, the first answer being lost on purpose.');
    expect(ok).toBe(true);
  });

  test('ends with the sum when it is stopped', async () => {
    const stop = new AbortController();
    const { client } = aService(['1', '2', '3'], {
      ship: async (orderId) => {
        stop.abort();
        return { orderId, status: 'Shipped', result: 'Recorded' };
      },
    });
    const { printed } = await play(client, { rounds: Number.POSITIVE_INFINITY }, stop.signal);
    expect(printed).toContain('1 round in 0.0 s, seed 7.');
    expect(printed).toContain('2 imported orders not yet shipped whole or voided.');
  });
});
