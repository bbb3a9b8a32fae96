import { describe, expect, test } from '@jest/globals';
import { aBillTo, anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, lookUp, storedItem, putItem, handlers } = await openStore();
stopClock('2026-11-23T18:04:05Z');

const acknowledge = (body: string) =>
  lightspeed('POST', '/LightSpeed/AcknowledgeRequest', body, { handler: handlers.acknowledge });

/** The lines of an answer, as `100234 Downloaded`. */
async function results(body: string): Promise<string[]> {
  const answer = await acknowledge(body);
  expect(answer.status).toBe(200);
  return [...answer.body.matchAll(/<OrderId>(.*?)<\/OrderId><Result>(.*?)<\/Result>/g)].map(
    ([, orderId, result]) => `${orderId} ${result}`,
  );
}

async function placeAll(...orderIds: string[]): Promise<void> {
  for (const orderId of orderIds) await place(orderId, anOrderBody());
}

test('the contract’s example is answered as the contract shows it', async () => {
  await placeAll('100234', '100235');
  expect(
    await acknowledge(`
      <AcknowledgeRequest>
        <Orders>
          <Order> <OrderId>100234</OrderId> <Success>true</Success> </Order>
          <Order>
            <OrderId>100235</OrderId>
            <Errors> <Error> <Code>PART</Code> <Message>Unknown part KA-1</Message> </Error> </Errors>
          </Order>
        </Orders>
      </AcknowledgeRequest>`),
  ).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?><AcknowledgeResponse><Orders>' +
      '<Order><OrderId>100234</OrderId><Result>Downloaded</Result></Order>' +
      '<Order><OrderId>100235</OrderId><Result>ErrorsRecorded</Result></Order></Orders></AcknowledgeResponse>',
  });
});

describe('an order that Lightspeed took', () => {
  test('is downloaded, with the time, and is stored so', async () => {
    await placeAll('1');
    setClock('2026-11-23T18:05:00Z');
    await acknowledge('<A><Order><OrderId>1</OrderId></Order></A>');
    expect(await storedItem('1')).toEqual({
      store: 'coolbike',
      orderId: '1',
      updated: '2026-11-23T18:05:00.000Z',
      revision: expect.stringMatching(/^[0-9a-f-]{36}$/),
      earlierRevisions: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
      placed: '2026-11-23T18:04:05.000Z#2026-11-23T18:04:05.000Z',
      statusPlaced: 'Downloaded#2026-11-23T18:04:05.000Z#2026-11-23T18:04:05.000Z#2026-11-23T18:05:00.000Z',
      order: {
        orderId: '1',
        status: 'Downloaded',
        content: {
          placedAt: '2026-11-23T18:04:05Z',
          currency: 'USD',
          billTo: aBillTo(),
          shipTo: {
            firstName: 'Dana',
            lastName: 'Reyes',
            address1: '12 Elm St',
            city: 'Boise',
            state: 'ID',
            postalCode: '83702',
            country: 'US',
          },
          lines: [
            {
              sku: 'KA-49006-1234',
              quantity: 2,
              unitPrice: 3450,
              manufacturer: 'Kawasaki',
              description: 'Boot, front fork',
            },
          ],
          totals: { subtotal: 6900, discount: 500, shipping: 895, tax: 414, total: 7709 },
          payments: [{ method: 'visa', amount: 7709 }],
        },
        shipments: [],
        notes: [],
        notesDropped: 0,
        failedDownloads: 0,
        offers: { count: 0 },
        receivedAt: '2026-11-23T18:04:05Z',
        updatedAt: '2026-11-23T18:05:00Z',
        downloadedAt: '2026-11-23T18:05:00Z',
      },
    });
  });

  test('is AlreadyDownloaded when Lightspeed says so again, and nothing changes', async () => {
    await placeAll('1');
    await results('<A><Order><OrderId>1</OrderId></Order></A>');
    const before = await storedItem('1');
    setClock('2026-11-23T19:00:00Z');
    expect(await results('<A><Order><OrderId>1</OrderId></Order></A>')).toEqual(['1 AlreadyDownloaded']);
    expect(await storedItem('1')).toEqual(before);
  });

  test('gets a note when it had been replaced since it was offered', async () => {
    await placeAll('1');
    setClock('2026-11-23T18:05:00Z');
    await poll();
    setClock('2026-11-23T18:06:00Z');
    await webstore('PUT', '/orders/1', anOrderBody({ currency: 'CAD' }));
    setClock('2026-11-23T18:07:00Z');
    expect(await results('<A><Order><OrderId>1</OrderId></Order></A>')).toEqual(['1 Downloaded']);
    expect(await lookUp('1')).toMatchObject({
      status: 'Downloaded',
      notes: [
        {
          source: 'system',
          text: 'Downloaded in an older version: it was replaced after Lightspeed had been offered it. Compare, or requeue.',
          firstAt: '2026-11-23T18:07:00Z',
          lastAt: '2026-11-23T18:07:00Z',
          count: 1,
        },
      ],
    });
  });
});

describe('an order that Lightspeed refused', () => {
  const refusal = '<A><Order><OrderId>1</OrderId><Error>Unknown part</Error></Order></A>';

  test('stays outstanding, with the error as a note and a failed download', async () => {
    await placeAll('1');
    setClock('2026-11-23T18:05:00Z');
    expect(await results(refusal)).toEqual(['1 ErrorsRecorded']);
    expect(await lookUp('1')).toMatchObject({
      status: 'New',
      failedDownloads: 1,
      notes: [
        {
          source: 'lightspeed',
          text: 'Unknown part',
          firstAt: '2026-11-23T18:05:00Z',
          lastAt: '2026-11-23T18:05:00Z',
          count: 1,
        },
      ],
    });
    expect(await poll()).toEqual(['1']);
  });

  test('has the same error counted on the same note, and another error on another', async () => {
    await placeAll('1');
    setClock('2026-11-23T18:05:00Z');
    await results(refusal);
    setClock('2026-11-23T18:06:00Z');
    await results('<A><Order><OrderId>1</OrderId><Error>No such customer</Error></Order></A>');
    setClock('2026-11-23T18:07:00Z');
    await results(refusal);
    const { failedDownloads, notes } = await lookUp('1');
    expect({ failedDownloads, notes }).toEqual({
      failedDownloads: 3,
      notes: [
        {
          source: 'lightspeed',
          text: 'No such customer',
          firstAt: '2026-11-23T18:06:00Z',
          lastAt: '2026-11-23T18:06:00Z',
          count: 1,
        },
        {
          source: 'lightspeed',
          text: 'Unknown part',
          firstAt: '2026-11-23T18:05:00Z',
          lastAt: '2026-11-23T18:07:00Z',
          count: 2,
        },
      ],
    });
  });

  test('is downloaded when it is taken later, and its notes stay', async () => {
    await placeAll('1');
    await results(refusal);
    expect(await results('<A><Order><OrderId>1</OrderId></Order></A>')).toEqual(['1 Downloaded']);
    expect(await lookUp('1')).toMatchObject({ status: 'Downloaded', notes: [{ text: 'Unknown part' }] });
  });

  test('although it is downloaded already, stays so and keeps the error as a note', async () => {
    await placeAll('1');
    await results('<A><Order><OrderId>1</OrderId></Order></A>');
    expect(await results(refusal)).toEqual(['1 AlreadyDownloaded']);
    expect(await lookUp('1')).toMatchObject({
      status: 'Downloaded',
      failedDownloads: 0,
      notes: [{ source: 'lightspeed', text: 'Unknown part', count: 1 }],
    });
  });

  test.each([
    ['an empty reason still counts', '<Order Id="1" Success="false"/>', 'Refused without a reason.'],
    ['a code and a message', '<Order Id="1"><Error Code="P1" Message="Unknown"/></Order>', 'P1: Unknown'],
    ['a message only', '<Order Id="1"><Error><Message>Unknown</Message></Error></Order>', 'Unknown'],
    ['an error as an attribute', '<Order Id="1" Error="Unknown"/>', 'Unknown'],
    ['escaped text', '<Order Id="1"><Error>a &lt; b &amp;&#32;c</Error></Order>', 'a < b & c'],
    ['CDATA', '<Order Id="1"><Error><![CDATA[a < b]]></Error></Order>', 'a < b'],
  ])('%s', async (_, order, text) => {
    await placeAll('1');
    expect(await results(`<A>${order}</A>`)).toEqual(['1 ErrorsRecorded']);
    expect(await lookUp('1')).toMatchObject({ failedDownloads: 1, notes: [{ text, count: 1 }] });
  });
});

describe('whether an order failed', () => {
  test.each([
    ['nothing but the id', '<Order><OrderId>1</OrderId></Order>', 'Downloaded'],
    ['the id as an attribute', '<Order OrderId="1"/>', 'Downloaded'],
    ['an Id', '<Order><Id>1</Id></Order>', 'Downloaded'],
    ['an id in spaces', '<Order><OrderId>\n 1 \n</OrderId></Order>', 'Downloaded'],
    ['Success true', '<Order Id="1" Success="true"/>', 'Downloaded'],
    ['Success 1', '<Order Id="1"><Success>1</Success></Order>', 'Downloaded'],
    ['Status OK', '<Order Id="1" Status="OK"/>', 'Downloaded'],
    ['an empty Error', '<Order Id="1"><Error/></Order>', 'Downloaded'],
    ['an Error of white space', '<Order Id="1"><Errors><Error>  </Error></Errors></Order>', 'Downloaded'],
    [
      'an Error of empty elements',
      '<Order Id="1"><Error><Code/><Message></Message></Error></Order>',
      'Downloaded',
    ],
    [
      'an Error that is nil',
      '<Order Id="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Error xsi:nil="true"/></Order>',
      'Downloaded',
    ],
    ['an empty Success', '<Order Id="1"><Success/></Order>', 'Downloaded'],
    ['an empty Errors', '<Order Id="1"><Errors/></Order>', 'Downloaded'],
    ['Success false', '<Order Id="1"><Success>false</Success></Order>', 'ErrorsRecorded'],
    ['Success FALSE', '<Order Id="1"><Success> FALSE </Success></Order>', 'ErrorsRecorded'],
    ['Success 0', '<Order Id="1" Success="0"/>', 'ErrorsRecorded'],
    ['Success No', '<Order Id="1" Success="No"/>', 'ErrorsRecorded'],
    ['Status Failed', '<Order Id="1"><Status>Failed</Status></Order>', 'ErrorsRecorded'],
    ['Status failure', '<Order Id="1" Status="failure"/>', 'ErrorsRecorded'],
    ['Status Error', '<Order Id="1" Status="Error"/>', 'ErrorsRecorded'],
    [
      'an Error beside Success true',
      '<Order Id="1" Success="true"><Error>x</Error></Order>',
      'ErrorsRecorded',
    ],
    ['an Error of plain text', '<Order Id="1"><Error>Unknown part</Error></Order>', 'ErrorsRecorded'],
    [
      'an Error deep inside',
      '<Order Id="1"><Result><Errors><Error>x</Error></Errors></Result></Order>',
      'ErrorsRecorded',
    ],
  ])('%s', async (_, order, result) => {
    await placeAll('1');
    expect(await results(`<AcknowledgeRequest><Orders>${order}</Orders></AcknowledgeRequest>`)).toEqual([
      `1 ${result}`,
    ]);
    expect(await poll()).toEqual(result === 'Downloaded' ? [] : ['1']);
  });
});

describe('reading is lenient', () => {
  test.each([
    ['another letter case', '<ACKNOWLEDGEREQUEST><oRdEr><ORDERID>1</ORDERID></oRdEr></ACKNOWLEDGEREQUEST>'],
    ['a default namespace', '<A xmlns="urn:x"><Order><OrderId>1</OrderId></Order></A>'],
    ['a prefix', '<ls:A xmlns:ls="urn:x"><ls:Order><ls:OrderId>1</ls:OrderId></ls:Order></ls:A>'],
    ['a prefixed attribute', '<A xmlns:ls="urn:x"><Order ls:OrderId="1"/></A>'],
    ['unknown elements around', '<Soap><Body><X><Order><Y/><OrderId>1</OrderId></Order></X></Body></Soap>'],
    ['the order as the root', '<Order><OrderId>1</OrderId></Order>'],
    ['comments and instructions', '<?pi x?><!-- c --><A><!-- c --><Order><OrderId>1</OrderId></Order></A>'],
    ['an empty OrderId beside an Id', '<A><Order><OrderId/><Id>1</Id></Order></A>'],
  ])('%s', async (_, body) => {
    await placeAll('1');
    expect(await results(body)).toEqual(['1 Downloaded']);
  });
});

describe('errors outside any order', () => {
  test('apply to every named order that does not say it succeeded', async () => {
    await placeAll('1', '2', '3', '4');
    expect(
      await results(`
        <A>
          <Errors><Error>Database locked</Error></Errors>
          <Order Id="1" Success="true"/> <Order Id="2"/> <Order Id="3"><Error>Unknown part</Error></Order>
        </A>`),
    ).toEqual(['1 Downloaded', '2 ErrorsRecorded', '3 ErrorsRecorded']);
    expect(await lookUp('2')).toMatchObject({ failedDownloads: 1, notes: [{ text: 'Database locked' }] });
    expect(await lookUp('3')).toMatchObject({
      failedDownloads: 1,
      notes: [{ text: 'Unknown part' }, { text: 'Database locked' }],
    });
    expect(await lookUp('4')).toMatchObject({ status: 'New', failedDownloads: 0, notes: [] });
  });

  test('that are empty apply to nothing', async () => {
    await placeAll('1');
    expect(await results('<A><Error/><Errors/><Order Id="1"/></A>')).toEqual(['1 Downloaded']);
  });
});

describe('the answer', () => {
  test('has one line for each order named, in the order of the request', async () => {
    await placeAll('a', 'b', 'c', 'd');
    await lightspeed('POST', '/LightSpeed/Order/c/Cancel');
    await results('<A><Order Id="d"/></A>');
    expect(
      await results(
        '<A><Order Id="d"/><Order Id="zzz"/><Order Id="b"><Error>x</Error></Order><Order Id="a"/>' +
          '<Order Id="c"/><Order Id="d"/></A>',
      ),
    ).toEqual(['d AlreadyDownloaded', 'zzz NotFound', 'b ErrorsRecorded', 'a Downloaded', 'c Canceled']);
  });

  test.each([
    ['first', '<Order Id="1"><Error>x</Error></Order><Order Id="1" Success="true"/>'],
    ['last', '<Order Id="1" Success="true"/><Order Id="1"><Error>x</Error></Order>'],
  ])('is a failure for an order named twice that failed %s', async (_, orders) => {
    await placeAll('1');
    expect(await results(`<A>${orders}</A>`)).toEqual(['1 ErrorsRecorded']);
    expect(await lookUp('1')).toMatchObject({ status: 'New', failedDownloads: 1 });
  });

  test.each([
    '<A/>',
    '<A><Orders/></A>',
    '<A><Order/></A>',
    '<A><Order><Success>true</Success></Order></A>',
    '<A>hello</A>',
  ])('is an empty list when no order is named, and nothing changes: %s', async (body) => {
    await placeAll('1');
    const before = await storedItem('1');
    const answer = await acknowledge(body);
    expect(answer).toMatchObject({
      status: 200,
      body: '<?xml version="1.0" encoding="UTF-8"?><AcknowledgeResponse><Orders/></AcknowledgeResponse>',
    });
    expect(await storedItem('1')).toEqual(before);
  });

  test.each([
    ['an id that no order can have', 'DROP TABLE; &lt;x&gt;', 'DROP TABLE; &lt;x&gt;'],
    ['an id that is too long', 'x'.repeat(65), 'x'.repeat(65)],
    ['an id in other letters', 'ABC', 'ABC'],
    ['an id without its zeros', '123', '123'],
  ])('is NotFound for %s', async (_, said, answered) => {
    await placeAll('abc', '00123');
    const { body } = await acknowledge(`<A><Order><OrderId>${said}</OrderId></Order></A>`);
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><AcknowledgeResponse><Orders>' +
        `<Order><OrderId>${answered}</OrderId><Result>NotFound</Result></Order></Orders></AcknowledgeResponse>`,
    );
    expect((await poll()).toSorted()).toEqual(['00123', 'abc']);
  });

  test('is NotFound for a damaged order, and the others are downloaded', async () => {
    await placeAll('1');
    await putItem({ orderId: 'damaged', turn: '2026-11-23T18:00:00.000Z', order: 'gone' });
    expect(await results('<A><Order Id="damaged"/><Order Id="1"/></A>')).toEqual([
      'damaged NotFound',
      '1 Downloaded',
    ]);
  });

  test('takes more orders than one read of the database does', async () => {
    await placeAll('1');
    const orderIds = [...Array.from({ length: 250 }, (_, at) => `unknown-${at}`), '1'];
    const lines = await results(`<A>${orderIds.map((orderId) => `<Order Id="${orderId}"/>`).join('')}</A>`);
    expect(lines).toHaveLength(251);
    expect(lines.at(-1)).toBe('1 Downloaded');
  });
});

describe('a canceled order', () => {
  test('stays canceled when it is acknowledged', async () => {
    await placeAll('1');
    await lightspeed('POST', '/LightSpeed/Order/1/Cancel', '<Cancel><Reason>Voided</Reason></Cancel>');
    expect(await results('<A><Order Id="1"/></A>')).toEqual(['1 Canceled']);
    expect(await lookUp('1')).toMatchObject({ status: 'Canceled', notes: [{ text: 'Voided' }] });
  });
});

describe('a shipped order', () => {
  test('is AlreadyDownloaded', async () => {
    await placeAll('1');
    await lightspeed('POST', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="1Z"/>');
    expect(await results('<A><Order Id="1"/></A>')).toEqual(['1 AlreadyDownloaded']);
    expect(await lookUp('1')).toMatchObject({ status: 'Shipped' });
  });
});

test.each(['', '   ', 'hello', '<a></b>', '<a>', '<!DOCTYPE a><a/>'])(
  'a body that is no document is MalformedXml, and nothing changes: %j',
  async (body) => {
    await placeAll('1');
    const { status, body: answer } = await acknowledge(body);
    expect(status).toBe(400);
    expect(answer).toContain('<Code>MalformedXml</Code>');
    expect(await poll()).toEqual(['1']);
  },
);

test('an acknowledgement is recorded with its time', async () => {
  setClock('2026-11-23T18:07:08Z');
  await acknowledge('<A/>');
  expect(JSON.parse((await webstore('GET', '/status')).body)).toMatchObject({
    lastAcknowledgedAt: '2026-11-23T18:07:08Z',
  });
});
