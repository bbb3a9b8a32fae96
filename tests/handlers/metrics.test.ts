import { afterEach, describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { databaseError, withFault } from '../support/database-faults.ts';
import { metricData } from '../support/emf.ts';
import { catchOutput } from '../support/output.ts';
import { runWatch } from '../support/run-watch.ts';
import { openStore } from '../support/store.ts';

process.env['METRICS'] = 'by-store';
process.env['LOG_LEVEL'] = 'WARN';
process.env['STAGE'] = 'test';
const { lightspeed, webstore, place, poll, storedItem, putItem } = await openStore();
const { settings } = await import('../../lib/current-settings.ts');
const { emitMetrics } = await import('../../lib/telemetry/metrics.ts');
const { dynamodb } = await import('../../lib/database/client.ts');
const { linesOf } = catchOutput();
afterEach(() => {
  settings.metrics = 'by-store';
});

/** What each line of metrics counts, and by which dimensions. */
async function counted(run: () => Promise<unknown>): Promise<unknown[]> {
  const lines = await linesOf(run);
  return lines
    .filter((line) => '_aws' in line)
    .map((line) => {
      const { _aws, service, store, ...values } = line;
      const { CloudWatchMetrics } = _aws as { CloudWatchMetrics: { Dimensions: unknown }[] };
      return [CloudWatchMetrics[0]?.Dimensions, service, store, values];
    });
}

const byStore = [['service'], ['service', 'store']];
const of = (values: object) => [byStore, 'web-orders-test', 'coolbike', values];
const xml = (method: string, path: string, body?: string) => () => lightspeed(method, path, body);
const json = (method: string, path: string, body?: unknown) => () => webstore(method, path, body);
const ACKNOWLEDGE = '/LightSpeed/AcknowledgeRequest';
const ok = (orderId: string) => `<A><Order Id="${orderId}"/></A>`;
const refused = (orderId: string) => `<A><Order Id="${orderId}"><Error>Unknown part</Error></Order></A>`;

describe('a call counts what it has done, of the store and of all together; repeated, it counts nothing twice', () => {
  test('an order is placed', async () => {
    const call = json('PUT', '/orders/1', anOrderBody());
    expect(await counted(call)).toEqual([of({ OrdersPlaced: 1 })]);
    expect(await counted(call)).toEqual([]);
  });

  test('orders are offered, as often as they are', async () => {
    await place('1', anOrderBody());
    await place('2', anOrderBody());
    expect(await counted(poll)).toEqual([of({ OrdersOffered: 2 })]);
    expect(await counted(poll)).toEqual([of({ OrdersOffered: 2 })]);
    expect(await counted(xml('HEAD', '/LightSpeed/OutstandingActivity'))).toEqual([]);
  });

  test('an order is left out, each time', async () => {
    await place('1', anOrderBody());
    await place('2', anOrderBody());
    await putItem({ ...(await storedItem('1')), order: 'damaged' });
    expect(await counted(poll)).toEqual([of({ OrdersOffered: 1, OrdersLeftOut: 1 })]);
  });

  test('an order is downloaded', async () => {
    await place('1', anOrderBody());
    const call = xml('POST', ACKNOWLEDGE, ok('1'));
    expect(await counted(call)).toEqual([of({ OrdersDownloaded: 1, OrdersRefused: 0 })]);
    expect(await counted(call)).toEqual([of({ OrdersDownloaded: 0, OrdersRefused: 0 })]);
  });

  test('an order is refused, and each refusal is one, as the order itself counts them', async () => {
    await place('1', anOrderBody());
    const call = xml('POST', ACKNOWLEDGE, refused('1'));
    expect(await counted(call)).toEqual([of({ OrdersDownloaded: 0, OrdersRefused: 1 })]);
  });

  test('an acknowledgement of no order of ours counts nothing', async () => {
    const call = xml('POST', ACKNOWLEDGE, ok('none'));
    expect(await counted(call)).toEqual([of({ OrdersDownloaded: 0, OrdersRefused: 0 })]);
  });

  test('a shipment is recorded', async () => {
    await place('1', anOrderBody());
    const call = xml('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="1Z"/>');
    expect(await counted(call)).toEqual([of({ OrdersShipped: 1 })]);
    expect(await counted(call)).toEqual([]);
  });

  test('an order is canceled in Lightspeed', async () => {
    await place('1', anOrderBody());
    const call = xml('POST', '/LightSpeed/Order/1/Cancel', '<C Reason="Voided"/>');
    expect(await counted(call)).toEqual([of({ OrdersCanceled: 1 })]);
    expect(await counted(call)).toEqual([]);
  });

  test('an order is canceled on the webstore', async () => {
    await place('1', anOrderBody());
    const call = json('POST', '/orders/1/cancel', { reason: 'Changed their mind' });
    expect(await counted(call)).toEqual([of({ OrdersCanceled: 1 })]);
    expect(await counted(call)).toEqual([]);
  });

  test('an order is requeued', async () => {
    await place('1', anOrderBody());
    await lightspeed('POST', ACKNOWLEDGE, ok('1'));
    const call = json('POST', '/orders/1/requeue', { reason: 'Lost in Lightspeed' });
    expect(await counted(call)).toEqual([of({ OrdersRequeued: 1 })]);
    expect(await counted(call)).toEqual([]);
  });

  test('a caller is not let in, of whatever side, and of a store that is none only in the total', async () => {
    const authorization = 'Bearer wrong';
    const call = () => webstore('GET', '/status', undefined, { authorization });
    expect(await counted(call)).toEqual([of({ AuthenticationFailed: 1 })]);
    const nobody = { authorization: null, headers: { host: 'nobody.example.com' } };
    expect(await counted(() => lightspeed('GET', '/LightSpeed', undefined, nobody))).toEqual([
      [[['service']], 'web-orders-test', undefined, { AuthenticationFailed: 1 }],
    ]);
  });

  test('an address is shut out', async () => {
    for (let i = 0; i < 50; i += 1)
      await webstore('GET', '/status', undefined, { authorization: `Bearer ${i}` });
    expect(await counted(json('GET', '/status'))).toEqual([of({ TooManyAttempts: 1 })]);
  });

  test('nothing is counted by a call that fails', async () => {
    const fault = () => Promise.reject(databaseError('ValidationException'));
    const run = json('PUT', '/orders/1', anOrderBody());
    expect(await counted(() => withFault(dynamodb, { fault, run }))).toEqual([]);
  });
});

describe('a stage says what is counted', () => {
  test('totals: all stores together', async () => {
    settings.metrics = 'totals';
    expect(await counted(json('PUT', '/orders/1', anOrderBody()))).toEqual([
      [[['service']], 'web-orders-test', undefined, { OrdersPlaced: 1 }],
    ]);
    expect(await counted(runWatch)).toHaveLength(1);
  });

  test('off: nothing', async () => {
    settings.metrics = 'off';
    expect(await counted(json('PUT', '/orders/1', anOrderBody()))).toEqual([]);
    expect(await counted(runWatch)).toEqual([]);
  });
});

test('CloudWatch reads names, units and times out of a line', async () => {
  await place('1', anOrderBody());
  const data = metricData(await linesOf(runWatch)).filter(({ name }) => /Oldest|Outstanding/.test(name));
  const total = { namespace: 'WebOrders', dimensions: { service: 'web-orders-test' } };
  const store = { namespace: 'WebOrders', dimensions: { service: 'web-orders-test', store: 'coolbike' } };
  const oldest = { name: 'OldestOutstandingSeconds', unit: 'Seconds', value: expect.any(Number) };
  const outstanding = { name: 'OutstandingOrders', unit: 'Count', value: 1 };
  expect(data).toEqual([
    { ...store, ...oldest },
    { ...store, ...outstanding },
    { ...total, ...oldest },
    { ...total, ...outstanding },
  ]);
});

test('what cannot be counted is told in the log, fails nothing, and spoils nothing that comes after it', async () => {
  const wrong = { OrdersPlaced: 'one' as unknown as number };
  const lines = await linesOf(() => Promise.resolve(emitMetrics(wrong, 'hotbike')));
  expect(lines).toEqual([expect.objectContaining({ level: 'WARN', message: 'metrics' })]);
  expect(await counted(json('PUT', '/orders/1', anOrderBody()))).toEqual([of({ OrdersPlaced: 1 })]);
});
