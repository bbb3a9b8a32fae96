import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { type HttpAnswer, REQUEST_ID } from '../support/call.ts';
import { stopClock } from '../support/clock.ts';
import { databaseError, type Fault, withFault } from '../support/database-faults.ts';
import { openStore, orderIdsIn } from '../support/store.ts';

const { lightspeed, webstore, place, poll, lookUp, storedItem } = await openStore();
const { dynamodb } = await import('../../lib/database/client.ts');
stopClock('2026-11-23T18:04:05Z');

const unavailableXml = (message: string) => ({
  status: 503,
  headers: {
    'Content-Type': 'application/xml; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': '5',
  },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>ServiceUnavailable</Code>' +
    `<Message>${message}</Message><RequestId>${REQUEST_ID}</RequestId></Error>`,
});

const unavailableJson = (detail: string) => ({
  status: 503,
  headers: {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Retry-After': '5',
  },
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    code: 'ServiceUnavailable',
    detail,
    requestId: REQUEST_ID,
  }),
});

const noAnswer = 'The database did not answer. Repeating the call is safe.';

interface Endpoint {
  name: string;
  face: 'lightspeed' | 'webstore';
  send: () => Promise<HttpAnswer>;
  /** The state before the call. */
  before?: () => Promise<unknown>;
  /** Whether the call writes and may be repeated without a second effect. */
  repeatable: boolean;
}

const downloaded = async () => {
  await place('1', anOrderBody());
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>');
};

const endpoints: Endpoint[] = [
  {
    name: 'outstanding activity',
    face: 'lightspeed',
    send: () => lightspeed('GET', '/LightSpeed/OutstandingActivity'),
    repeatable: false,
  },
  {
    name: 'acknowledge',
    face: 'lightspeed',
    send: () =>
      lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/><Order Id="none"/></A>'),
    repeatable: true,
  },
  {
    name: 'ship',
    face: 'lightspeed',
    send: () =>
      lightspeed('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="T1" ShipDate="soon"/>'),
    repeatable: true,
  },
  {
    name: 'cancel',
    face: 'lightspeed',
    send: () => lightspeed('POST', '/LightSpeed/Order/1/Cancel', '<C Reason="Voided"/>'),
    repeatable: true,
  },
  {
    name: 'put a new order',
    face: 'webstore',
    send: () => webstore('PUT', '/orders/1', anOrderBody()),
    before: () => Promise.resolve(),
    repeatable: true,
  },
  {
    name: 'replace an order',
    face: 'webstore',
    send: () => webstore('PUT', '/orders/1', anOrderBody({ currency: 'CAD' })),
    repeatable: true,
  },
  { name: 'get an order', face: 'webstore', send: () => webstore('GET', '/orders/1'), repeatable: false },
  { name: 'list orders', face: 'webstore', send: () => webstore('GET', '/orders'), repeatable: false },
  {
    name: 'add a note',
    face: 'webstore',
    send: () => webstore('POST', '/orders/1/notes', { text: 'x' }),
    repeatable: false,
  },
  {
    name: 'cancel an order',
    face: 'webstore',
    send: () => webstore('POST', '/orders/1/cancel', { reason: 'x' }),
    before: downloaded,
    repeatable: true,
  },
  {
    name: 'requeue an order',
    face: 'webstore',
    send: () => webstore('POST', '/orders/1/requeue', { reason: 'x' }),
    before: downloaded,
    repeatable: true,
  },
  { name: 'get the status', face: 'webstore', send: () => webstore('GET', '/status'), repeatable: false },
];

const prepare = ({ before }: Endpoint) => (before ? before() : place('1', anOrderBody()));

/** The item without what differs each time it is written. */
async function contentOf(orderId: string): Promise<unknown> {
  const { revision: _, earlierRevisions: __, ...rest } = (await storedItem(orderId)) ?? {};
  return rest;
}

const during = <T>(fault: Fault, run: () => Promise<T>) => withFault(dynamodb, { fault, run });

/** With an error that the client does not retry, because retries take time. */
const failAlways: Fault = () => Promise.reject(databaseError('AccessDeniedException'));

describe('when the database does not answer, the call is ServiceUnavailable in its own face’s format', () => {
  test.each(endpoints)('$name', async (endpoint) => {
    await prepare(endpoint);
    const { result } = await during(failAlways, endpoint.send);
    expect(result).toEqual(
      endpoint.face === 'lightspeed' ? unavailableXml(noAnswer) : unavailableJson(noAnswer),
    );
  });

  test('without the body to a HEAD', async () => {
    const { result } = await during(failAlways, () => lightspeed('HEAD', '/LightSpeed'));
    expect(result).toEqual({ ...unavailableXml(noAnswer), body: '' });
  });

  test.each([
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
    'InternalServerError',
    'ServiceUnavailable',
    'TimeoutError',
    'AbortError',
    'ECONNREFUSED',
    'CredentialsProviderError',
    'AccessDeniedException',
    'ResourceNotFoundException',
    'UnrecognizedClientException',
  ])('said as %s', async (name) => {
    await place('1', anOrderBody());
    const { result } = await during(
      () => Promise.reject(databaseError(name)),
      () => lightspeed('POST', '/LightSpeed/Order/1/Cancel'),
    );
    expect(result).toEqual(unavailableXml(noAnswer));
  });
});

describe('whichever request to the database fails for good, the repeated call completes with no second effect', () => {
  const repeatable = endpoints.filter((endpoint) => endpoint.repeatable);

  async function expectSameAs(undisturbed: unknown, endpoint: Endpoint): Promise<void> {
    expect((await endpoint.send()).status).toBeLessThan(300);
    expect(await contentOf('1')).toEqual(undisturbed);
  }

  test.each(repeatable)('$name', async (endpoint) => {
    await prepare(endpoint);
    const { calls } = await during(({ send }) => send(), endpoint.send);
    const undisturbed = await contentOf('1');
    expect(calls).toBeGreaterThan(1);

    for (const applied of [false, true]) {
      for (let failing = 1; failing <= calls; failing += 1) {
        await emptyOrder();
        await prepare(endpoint);
        const { result } = await during(async ({ number, send }) => {
          if (number < failing) return send();
          if (applied && number === failing) await send().catch(() => undefined);
          // Not an error that the client would retry, so that this is the request's final result.
          throw databaseError('AccessDeniedException');
        }, endpoint.send);
        expect({ applied, failing, status: result.status }).toEqual({ applied, failing, status: 503 });
        await expectSameAs(undisturbed, endpoint);
      }
    }
  });

  /** Removes the order, as if it had never been placed. */
  async function emptyOrder(): Promise<void> {
    const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
    const Key = { store: { S: 'coolbike' }, orderId: { S: '1' } };
    await dynamodb.send(new DeleteItemCommand({ TableName: process.env['ORDERS_TABLE'], Key }));
  }
});

describe('a write that was applied but whose answer was lost is not applied twice', () => {
  /** Loses the first answer to a write of an order; the client then repeats it by itself. */
  const loseOneAnswer = (meanwhile: () => Promise<unknown> = () => Promise.resolve()): Fault => {
    let lost = false;
    return async ({ command, send }) => {
      const answer = await send();
      if (command !== 'PutItemCommand' || lost) return answer;
      lost = true;
      await meanwhile();
      throw databaseError('TimeoutError');
    };
  };

  const writing = endpoints.filter(({ repeatable, name }) => repeatable || name === 'add a note');

  test.each(writing)('$name: the answer is that of the first time', async (endpoint) => {
    await prepare(endpoint);
    const { result } = await during(loseOneAnswer(), endpoint.send);
    const { body } = await webstore('GET', '/orders/1');
    const order = JSON.parse(body);
    const notes = Array.isArray(order.notes) ? order.notes.map(({ count }: { count: number }) => count) : [];
    expect(new Set(notes).size).toBeLessThanOrEqual(1);
    expect(notes).not.toContain(2);
    expect(order.shipments.length).toBeLessThanOrEqual(1);
    const firstTime: Record<string, string> = {
      acknowledge: '<Result>Downloaded</Result>',
      ship: '<Result>Recorded</Result>',
      cancel: '<Result>Canceled</Result>',
      'put a new order': '"status":"New"',
      'replace an order': '"currency":"CAD"',
      'add a note': '"count":1',
      'cancel an order': '"status":"Canceled"',
      'requeue an order': '"status":"New"',
    };
    expect(result.body).toContain(firstTime[endpoint.name]);
    expect(result.status).toBe(['put a new order', 'add a note'].includes(endpoint.name) ? 201 : 200);
  });

  test('even if another call changed the order in between', async () => {
    await place('1', anOrderBody());
    let between = false;
    const note = async () => {
      if (between) return;
      between = true;
      await webstore('POST', '/orders/1/notes', { text: 'in between' });
    };
    const { result } = await during(loseOneAnswer(note), () =>
      lightspeed('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="T1"/>'),
    );
    expect(result.body).toContain('<Status>Shipped</Status><Result>Recorded</Result>');
    expect(await lookUp('1')).toMatchObject({
      status: 'Shipped',
      shipments: [{ trackingNumber: 'T1' }],
      notes: [{ text: 'in between', count: 1 }],
    });
  });

  test('a poll: the order is in the answer and its offer is counted once', async () => {
    await place('1', anOrderBody());
    const { result } = await during(loseOneAnswer(), poll);
    expect(result).toEqual(['1']);
    expect(await lookUp('1')).toMatchObject({ offers: { count: 1 } });
  });

  test('a refusal is counted once', async () => {
    await place('1', anOrderBody());
    const refuse = () =>
      lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1" Error="x"/></A>');
    await during(loseOneAnswer(), refuse);
    expect(await lookUp('1')).toMatchObject({ failedDownloads: 1, notes: [{ count: 1 }] });
  });
});

describe('a failure that passes is not noticed', () => {
  test.each(['ProvisionedThroughputExceededException', 'TimeoutError', 'InternalServerError'])(
    '%s, once, before the request was applied',
    async (name) => {
      await place('1', anOrderBody());
      let failed = false;
      const once: Fault = ({ send }) => {
        if (failed) return send();
        failed = true;
        return Promise.reject(databaseError(name, 500));
      };
      const { result } = await during(once, () =>
        lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>'),
      );
      expect(result.body).toContain('<Result>Downloaded</Result>');
    },
  );
});

describe('orders that a batch read leaves unread', () => {
  /** Answers only some of the keys, and returns the rest as unprocessed, like a busy database. */
  const leaveUnread =
    (read: (keys: object[]) => object[]): Fault =>
    async ({ command, send }) => {
      const answer = await send();
      if (command !== 'BatchGetItemCommand') return answer;
      const table = String(process.env['ORDERS_TABLE']);
      const all: { store: object; orderId: { S: string } }[] = Object(Object(answer.output)['Responses'])[
        table
      ];
      const given = new Set(read(all));
      const Keys = all.filter((item) => !given.has(item)).map(({ store, orderId }) => ({ store, orderId }));
      const output = {
        ...answer.output,
        Responses: { [table]: [...given] },
        UnprocessedKeys: Keys.length > 0 ? { [table]: { Keys } } : {},
      };
      return { ...answer, output };
    };

  test('are read again: a poll offers all of them', async () => {
    for (const orderId of ['1', '2', '3', '4', '5']) await place(orderId, anOrderBody());
    const { result } = await during(
      leaveUnread((items) => items.slice(0, Math.ceil(items.length / 2))),
      poll,
    );
    expect(result).toEqual(['1', '2', '3', '4', '5']);
  });

  test('are acknowledged, too', async () => {
    for (const orderId of ['1', '2', '3']) await place(orderId, anOrderBody());
    const { result } = await during(
      leaveUnread((items) => items.slice(0, 1)),
      () =>
        lightspeed(
          'POST',
          '/LightSpeed/AcknowledgeRequest',
          '<A><Order Id="1"/><Order Id="2"/><Order Id="3"/></A>',
        ),
    );
    expect(result.body.match(/Downloaded/g)).toHaveLength(3);
    expect(await poll()).toEqual([]);
  });

  test('again and again: ServiceUnavailable, and nothing is lost', async () => {
    await place('1', anOrderBody());
    const { result } = await during(
      leaveUnread(() => []),
      () => lightspeed('GET', '/LightSpeed/OutstandingActivity'),
    );
    expect(result).toEqual(unavailableXml('The database is too busy.'));
    expect(await poll()).toEqual(['1']);
  });
});

describe('an index that names an order which is not there', () => {
  test('does no harm: the others are offered', async () => {
    await place('1', anOrderBody());
    const ghost: Fault = async ({ command, send }) => {
      const answer = await send();
      if (command !== 'QueryCommand') return answer;
      const items: object[] = Object(answer.output)['Items'];
      return { ...answer, output: { ...answer.output, Items: [{ orderId: { S: 'ghost' } }, ...items] } };
    };
    expect((await during(ghost, poll)).result).toEqual(['1']);
    expect((await during(ghost, () => webstore('GET', '/orders'))).result.status).toBe(200);
  });
});

describe('an order that others keep changing', () => {
  const conflict: Fault = ({ command, send }) =>
    command === 'PutItemCommand'
      ? Promise.reject(new ConditionalCheckFailedException({ message: 'changed', $metadata: {} }))
      : send();

  test('is ServiceUnavailable after a bounded number of attempts', async () => {
    await place('1', anOrderBody());
    const { result, calls } = await during(conflict, () => lightspeed('POST', '/LightSpeed/Order/1/Cancel'));
    expect(result).toEqual(unavailableXml('Order 1 is being changed by others.'));
    expect(calls).toBeLessThan(60);
    expect(await poll()).toEqual(['1']);
  });

  test('waits for the next poll', async () => {
    await place('1', anOrderBody());
    const { result } = await during(conflict, () => lightspeed('GET', '/LightSpeed/OutstandingActivity'));
    expect({ status: result.status, orderIds: orderIdsIn(result) }).toEqual({ status: 200, orderIds: [] });
    expect(await poll()).toEqual(['1']);
  });
});

describe('a database that hangs', () => {
  test.each(['lightspeed', 'webstore'])(
    'is answered with 503 before the function’s own time is over: %s',
    async (face) => {
      await place('1', anOrderBody());
      let release = () => {};
      const hanging = new Promise<void>((resolve) => {
        release = resolve;
      });
      const hang: Fault = async ({ send }) => {
        await hanging;
        return send();
      };
      const options = { remainingMs: 1200 };
      const { result } = await during(hang, () =>
        face === 'lightspeed'
          ? lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, options)
          : webstore('GET', '/orders/1', undefined, options),
      );
      const tooLong = 'The call took too long. Repeating it is safe.';
      expect(result).toEqual(face === 'lightspeed' ? unavailableXml(tooLong) : unavailableJson(tooLong));
      release();
    },
  );
});

describe('a fault of ours is InternalError, without any detail', () => {
  const bug: Fault = () => Promise.reject(databaseError('ValidationException'));

  test('in XML', async () => {
    const { result } = await during(bug, () => lightspeed('GET', '/LightSpeed/OutstandingActivity'));
    expect(result).toEqual({
      status: 500,
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?><Error><Code>InternalError</Code>' +
        `<Message>Something went wrong on our side.</Message><RequestId>${REQUEST_ID}</RequestId></Error>`,
    });
  });

  test('in JSON', async () => {
    const { result } = await during(bug, () => webstore('GET', '/status'));
    expect({ ...result, body: JSON.parse(result.body) }).toEqual({
      status: 500,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' },
      body: {
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        code: 'InternalError',
        detail: 'Something went wrong on our side.',
        requestId: REQUEST_ID,
      },
    });
  });
});
