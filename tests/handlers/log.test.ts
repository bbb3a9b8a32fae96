import { describe, expect, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { aBillTo, aLine, anOrderBody } from '../support/an-order-body.ts';
import { databaseError, withFault } from '../support/database-faults.ts';
import { catchOutput } from '../support/output.ts';
import { openStore } from '../support/store.ts';
import { runWatch } from '../support/run-watch.ts';

process.env['LOG_LEVEL'] = 'INFO';
process.env['METRICS'] = 'by-store';
const { lightspeed, webstore, place, putItem, storedItem, handlers } = await openStore({
  username: 'marked-user',
  password: 'marked:password',
  apiToken: 'marked-token',
  name: 'marked name',
  recordUntil: '2999-01-01T00:00:00Z',
});
const { documents, dynamodb } = await import('../../lib/database/client.ts');

const output = catchOutput();
const linesOf = (run: () => Promise<unknown>) => output.linesOf(run, 'request');

const anyLine = {
  timestamp: expect.stringMatching(/^20/),
  service: 'web-orders',
  message: 'request',
  requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
  durationMs: expect.any(Number),
  coldStart: expect.any(Boolean),
};

describe('a call is one line', () => {
  test('that tells what was asked, what became of it and how long it took', async () => {
    await place('1', anOrderBody());
    const lines = await linesOf(() =>
      lightspeed('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="1Z"/>', {
        handler: handlers.ship,
      }),
    );
    expect(lines).toEqual([
      expect.objectContaining({
        ...anyLine,
        level: 'INFO',
        method: 'POST',
        path: '/LightSpeed/Order/1/Shipment',
        route: 'ship',
        status: 200,
        outcome: 'ok',
        store: 'coolbike',
        orders: ['1'],
        result: 'Recorded',
        orderStatus: 'Shipped',
        counts: { OrdersShipped: 1 },
      }),
    ]);
  });

  test('also through the function for any other path', async () => {
    const lines = await linesOf(() => lightspeed('HEAD', '//LIGHTSPEED//outstandingactivity//'));
    expect(lines).toEqual([
      expect.objectContaining({
        ...anyLine,
        method: 'HEAD',
        path: '//LIGHTSPEED//outstandingactivity//',
        route: 'outstandingActivity',
        status: 200,
      }),
    ]);
  });

  test('that names the orders that were offered', async () => {
    await place('00123', anOrderBody());
    await place('100234', anOrderBody());
    const [line] = await linesOf(() => lightspeed('GET', '/LightSpeed/OutstandingActivity'));
    expect(line).toMatchObject({
      status: 200,
      offered: 2,
      orders: expect.arrayContaining(['00123', '100234']),
      counts: { OrdersOffered: 2 },
    });
  });

  test('that names the orders that were left out', async () => {
    await place('1', anOrderBody());
    await putItem({ ...(await storedItem('1')), order: 'damaged' });
    const [line] = await linesOf(() => lightspeed('GET', '/LightSpeed/OutstandingActivity'));
    expect(line).toMatchObject({
      offered: 0,
      leftOut: ['1'],
      counts: { OrdersOffered: 0, OrdersLeftOut: 1 },
    });
  });

  test('that tells the first call of a function, whose start was cold, from the later ones', async () => {
    const lines = await linesOf(async () => {
      await lightspeed('GET', '/LightSpeed');
      await webstore('GET', '/status');
    });
    // The tests before this one were the first.
    expect(lines.map(({ coldStart }) => coldStart)).toEqual([false, false]);
  });

  test('that names the orders that were acknowledged, with their results', async () => {
    await place('1', anOrderBody());
    const [line] = await linesOf(() =>
      lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/><Order Id="2"/></A>'),
    );
    expect(line).toMatchObject({
      acknowledged: 2,
      counts: { OrdersDownloaded: 1, OrdersRefused: 0 },
      orders: [
        { orderId: '1', result: 'Downloaded' },
        { orderId: '2', result: 'NotFound' },
      ],
    });
  });

  test('that tells the outcome of what failed', async () => {
    const lines = await linesOf(() => webstore('GET', '/orders/none'));
    expect(lines).toEqual([
      expect.objectContaining({
        ...anyLine,
        level: 'INFO',
        status: 404,
        outcome: 'OrderNotFound',
        orders: ['none'],
      }),
    ]);
  });

  test('that tells the cause of a fault of ours, and of the database’s', async () => {
    const faults: [string, number, string][] = [
      ['ValidationException', 500, 'InternalError'],
      ['AccessDeniedException', 503, 'ServiceUnavailable'],
    ];
    for (const [name, status, code] of faults) {
      const lines = await linesOf(() =>
        withFault(dynamodb, {
          fault: () => Promise.reject(databaseError(name)),
          run: () => webstore('GET', '/status'),
        }),
      );
      expect(lines).toEqual([
        expect.objectContaining({
          ...anyLine,
          level: 'ERROR',
          status,
          outcome: code,
          error: expect.objectContaining({ name }),
        }),
      ]);
    }
  });
});

describe('the log tells apart why a caller was not let in, the answer does not', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test.each<[string, string | null, string]>([
    ['no header', null, 'no header arrived'],
    ['an empty header', '', 'no header arrived'],
    ['another scheme', 'Digest username="x"', 'unreadable header'],
    ['no base64', 'Basic ÿ', 'unreadable header'],
    ['no colon', basic('marked-user'), 'unreadable header'],
    ['a wrong user', basic('x:marked:password'), 'wrong credentials'],
    ['a wrong password', basic('marked-user:x'), 'wrong credentials'],
  ])('Lightspeed with %s', async (_, authorization, rejection) => {
    const lines = await linesOf(() => lightspeed('GET', '/LightSpeed', undefined, { authorization }));
    expect(lines).toEqual([
      expect.objectContaining({ ...anyLine, level: 'INFO', status: 401, outcome: 'Unauthorized', rejection }),
    ]);
    expect(lines[0]).toHaveProperty('store', 'coolbike');
  });

  test.each<[string, string | null, string]>([
    ['no header', null, 'no header arrived'],
    ['another scheme', basic('marked-user:marked:password'), 'unreadable header'],
    ['a wrong token', 'Bearer x', 'wrong credentials'],
  ])('the webstore with %s', async (_, authorization, rejection) => {
    const [line] = await linesOf(() => webstore('GET', '/status', undefined, { authorization }));
    expect(line).toMatchObject({ status: 401, rejection });
  });
});

describe('nothing of a customer and no secret is ever written', () => {
  const marked = (what: string) => `marked ${what}`;

  const markedOrder = (differs: Record<string, unknown> = {}) =>
    anOrderBody({
      billTo: Object.fromEntries(Object.keys(aBillTo()).map((key) => [key, marked(key)])),
      shipTo: Object.fromEntries(Object.keys(aBillTo()).map((key) => [key, marked(key)])),
      lines: [
        aLine({
          sku: marked('sku'),
          description: marked('description'),
          manufacturer: marked('manufacturer'),
        }),
      ],
      payments: [{ method: marked('method'), amount: '77.09' }],
      ...differs,
    });

  /** Every way in which a call can end, each with marked data in every place for data. */
  async function callEverything(): Promise<number[]> {
    const statuses: number[] = [];
    const lightspeedCalls: [string, string, (string | Buffer)?][] = [
      ['GET', '/LightSpeed'],
      ['GET', '/LightSpeed?machineAddress=marked-address'],
      ['GET', '/LightSpeed/OutstandingActivity'],
      ['POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"><Error>marked error</Error></Order></A>'],
      ['POST', '/LightSpeed/AcknowledgeRequest', '<A><Customer>marked</Customer><Order Id="1"/></A>'],
      ['POST', '/LightSpeed/AcknowledgeRequest', '<A marked="x" marked="y">marked & marked</A>'],
      ['POST', '/LightSpeed/AcknowledgeRequest', '<marked><marked2>marked name</marked></marked2>'],
      ['POST', '/LightSpeed/AcknowledgeRequest', '<A>marked &marked; text</A>'],
      ['POST', '/LightSpeed/AcknowledgeRequest', 'marked text'],
      ['POST', '/LightSpeed/AcknowledgeRequest', '<!DOCTYPE marked><marked/>'],
      ['POST', '/LightSpeed/AcknowledgeRequest', `<marked>${'<marked>'.repeat(100)}`],
      ['POST', '/LightSpeed/AcknowledgeRequest', Buffer.from('\0marked\0marked')],
      ['POST', '/LightSpeed/AcknowledgeRequest', 'marked'.repeat(200_000)],
      [
        'POST',
        '/LightSpeed/Order/1/Shipment',
        '<S><TrackingNumber>marked number</TrackingNumber><Carrier>marked</Carrier><Service>marked</Service>' +
          '<ShipDate>marked date</ShipDate><Item Sku="marked" Quantity="marked"/></S>',
      ],
      ['POST', '/LightSpeed/Order/1/Shipment', '<marked/>'],
      ['POST', '/LightSpeed/Order/none/Shipment', '<S TrackingNumber="marked"/>'],
      ['POST', '/LightSpeed/Order/damaged/Cancel', '<C Reason="marked"/>'],
      ['POST', '/LightSpeed/Order/1/Cancel', '<C Reason="marked"/>'],
      ['GET', '/LightSpeed/Nothing?marked=marked'],
      ['DELETE', '/LightSpeed/OutstandingActivity', 'marked'],
    ];
    const webstoreCalls: [string, string, unknown?][] = [
      ['PUT', '/orders/2', markedOrder()],
      ['PUT', '/orders/2', markedOrder()],
      ['PUT', '/orders/2', markedOrder({ currency: 'CAD' })],
      ['PUT', '/orders/1', markedOrder({ currency: 'CAD' })],
      ['PUT', '/orders/3', markedOrder({ currency: 'marked', placedAt: 'marked', marked: 'marked' })],
      ['PUT', '/orders/3', '{"billTo": "marked'],
      ['PUT', '/orders/3', '"marked"'],
      ['PUT', '/orders/3', `"${'marked'.repeat(50_000)}"`],
      ['PUT', '/orders/damaged', markedOrder()],
      ['GET', '/orders/2'],
      ['GET', '/orders/damaged'],
      ['GET', '/orders?limit=marked'],
      ['GET', '/orders?cursor=marked'],
      ['GET', '/orders?status=Refused'],
      ['POST', '/orders/2/notes', { text: 'marked' }],
      ['POST', '/orders/2/notes', { text: 7, marked: 'marked' }],
      ['POST', '/orders/2/cancel', { reason: 'marked' }],
      ['POST', '/orders/2/requeue', { reason: 'marked' }],
      ['GET', '/Status?marked=marked'],
      ['POST', '/Status', 'marked'],
    ];
    const headers = {
      'x-marked': 'marked',
      cookie: 'marked=marked',
      'machine-address': 'marked',
      'user-agent': 'marked',
    };
    for (const [method, path, body] of lightspeedCalls) {
      statuses.push((await lightspeed(method, path, body, { headers })).status);
    }
    for (const [method, path, body] of webstoreCalls) {
      statuses.push((await webstore(method, path, body, { headers })).status);
    }
    for (const authorization of ['marked', 'Basic bWFya2VkOm1hcmtlZA==', 'Basic bWFya2Vk', 'Bearer marked']) {
      statuses.push((await lightspeed('GET', '/LightSpeed', undefined, { authorization })).status);
      statuses.push((await webstore('GET', '/status', undefined, { authorization })).status);
    }
    return statuses;
  }

  async function prepare(): Promise<void> {
    const details = { id: 'damaged', name: marked('name'), username: marked('user') };
    const Item = { store: 'damaged', details };
    await documents.send(new PutCommand({ TableName: process.env['STORES_TABLE'], Item }));
    await place('1', markedOrder());
    const item = await storedItem('1');
    await putItem({
      ...item,
      orderId: 'damaged',
      order: {
        ...Object(item?.['order']),
        status: marked('status'),
        receivedAt: marked('time'),
        notes: marked('notes'),
      },
    });
  }

  const secrets = /marked|bWFya2Vk|authorization/i;

  /** Everything that the process has written: the log, the metrics, warnings of packages. */
  const told = () =>
    output
      .text()
      .split('\n')
      .filter((line) => secrets.test(line));

  test('in calls that succeed and in calls that fail, one line each', async () => {
    await prepare();
    const statuses: number[] = [];
    const lines = await linesOf(async () => statuses.push(...(await callEverything())));
    expect(new Set(statuses)).toEqual(new Set([200, 201, 400, 401, 404, 405, 409, 413, 422, 500]));
    expect(lines.map(({ status }) => status)).toEqual(statuses);
    expect(output.text()).toContain('"_aws"');
    expect(told()).toEqual([]);
  });

  test('when the database fails', async () => {
    await prepare();
    const fault = () => Promise.reject(databaseError('AccessDeniedException'));
    const lines = await linesOf(() => withFault(dynamodb, { fault, run: callEverything }));
    expect(lines.filter(({ status }) => status === 503).length).toBeGreaterThan(30);
    expect(told()).toEqual([]);
    expect(lines.every(({ level, status }) => level === (Number(status) < 500 ? 'INFO' : 'ERROR'))).toBe(
      true,
    );
  });

  test('by the watch, of a store that waits, of one that is damaged, and when the database fails', async () => {
    await prepare();
    await callEverything();
    const item = await storedItem('1');
    await putItem({
      ...item,
      orderId: 'waiting',
      turn: '2020',
      outstandingSince: '2020-01-01T00:00:00.000Z',
    });
    await output.linesOf(() => runWatch());
    expect(output.text()).toMatch(/"store":"coolbike".*"waitingSince":"2020-01-01T00:00:00Z"/);
    expect(output.text()).toMatch(/"store":"damaged"/);
    expect(told()).toEqual([]);
    const fault = () => Promise.reject(databaseError('AccessDeniedException'));
    await output.linesOf(() => withFault(dynamodb, { fault, run: runWatch }).catch(() => undefined));
    expect(told()).toEqual([]);
  });
});
