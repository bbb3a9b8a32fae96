import { describe, expect, test } from '@jest/globals';
import { aBillTo, aLine, anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore, orderIdsIn } from '../support/store.ts';

const store = await openStore();
const { lightspeed, webstore, place, poll, lookUp, storedItem } = store;
stopClock('2026-11-23T18:04:10Z');

const path = '/LightSpeed/OutstandingActivity';
const pollDirectly = () =>
  lightspeed('GET', path, undefined, { handler: store.handlers.outstandingActivity });

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const noOrders = `${declaration}<OutstandingActivity><Orders/></OutstandingActivity>`;
const contractOrder =
  '<Order><OrderId>100234</OrderId><OrderDate>2026-11-23T18:04:05Z</OrderDate><Currency>USD</Currency>' +
  '<BillTo><FirstName>Dana</FirstName><LastName>Reyes</LastName><Company>Reyes Racing</Company>' +
  '<Address1>12 Elm St</Address1><Address2>Unit 4</Address2><City>Boise</City><State>ID</State>' +
  '<PostalCode>83702</PostalCode><Country>US</Country><Phone>208-555-0142</Phone><Email>dana@example.com</Email></BillTo>' +
  '<ShipTo><FirstName>Dana</FirstName><LastName>Reyes</LastName><Address1>12 Elm St</Address1><City>Boise</City>' +
  '<State>ID</State><PostalCode>83702</PostalCode><Country>US</Country></ShipTo>' +
  '<Items><Item><Sku>KA-49006-1234</Sku><Quantity>2</Quantity><Price>34.50</Price>' +
  '<Manufacturer>Kawasaki</Manufacturer><Description>Boot, front fork</Description></Item></Items>' +
  '<Totals><Subtotal>69.00</Subtotal><Discount>5.00</Discount><Shipping>8.95</Shipping><Tax>4.14</Tax>' +
  '<Total>77.09</Total></Totals>' +
  '<Payments><Payment><Type>VISA</Type><Amount>77.09</Amount></Payment></Payments></Order>';

describe('the answer', () => {
  test('is an empty list when nothing is outstanding', async () => {
    expect(await pollDirectly()).toEqual({
      status: 200,
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
      body: noOrders,
    });
  });

  test('holds an order as the contract shows it', async () => {
    await place('100234', anOrderBody());
    const { body } = await pollDirectly();
    expect(body).toBe(
      `${declaration}<OutstandingActivity><Orders>${contractOrder}</Orders></OutstandingActivity>`,
    );
  });

  test('is the same to a POST', async () => {
    await place('100234', anOrderBody());
    const { body } = await lightspeed('POST', path, '<OutstandingActivity/>');
    expect(body).toBe(
      `${declaration}<OutstandingActivity><Orders>${contractOrder}</Orders></OutstandingActivity>`,
    );
  });

  test('is the same whatever the query asks for', async () => {
    await place('100234', anOrderBody());
    const { body } = await lightspeed('GET', `${path}?from=2027-01-01&offset=10&status=Shipped&limit=0`);
    expect(body).toBe(
      `${declaration}<OutstandingActivity><Orders>${contractOrder}</Orders></OutstandingActivity>`,
    );
  });

  test('omits what is absent, and ships to the billing address by default', async () => {
    const least = { lastName: 'Reyes', address1: '12 Elm St', city: 'Boise', country: 'US' };
    await place('8', {
      placedAt: '2026-11-23T18:04:05Z',
      currency: 'USD',
      billTo: { ...least, firstName: '', company: null },
      lines: [{ sku: 'A', quantity: 1, unitPrice: '1' }],
      totals: { subtotal: '1', total: '1.0' },
      payments: [{ method: 'cash', amount: '1' }],
    });
    const address =
      '<LastName>Reyes</LastName><Address1>12 Elm St</Address1><City>Boise</City><Country>US</Country>';
    const { body } = await pollDirectly();
    expect(body).toBe(
      `${declaration}<OutstandingActivity><Orders><Order><OrderId>8</OrderId>` +
        '<OrderDate>2026-11-23T18:04:05Z</OrderDate><Currency>USD</Currency>' +
        `<BillTo>${address}</BillTo><ShipTo>${address}</ShipTo>` +
        '<Items><Item><Sku>A</Sku><Quantity>1</Quantity><Price>1.00</Price></Item></Items>' +
        '<Totals><Subtotal>1.00</Subtotal><Discount>0.00</Discount><Shipping>0.00</Shipping><Tax>0.00</Tax>' +
        '<Total>1.00</Total></Totals>' +
        '<Payments><Payment><Type>OTHER</Type><Amount>1.00</Amount></Payment></Payments></Order></Orders>' +
        '</OutstandingActivity>',
    );
  });

  test('escapes text once and drops what XML forbids', async () => {
    await place(
      'escaped',
      anOrderBody({
        billTo: aBillTo({
          company: 'A & B <"\'> &amp; &nbsp; &#1; Söhne 🏍',
          address2: '\u0001Unit\u000b 4\ufffe',
          phone: '\u0002',
        }),
        lines: [aLine({ description: ']]> <!-- x --> "quoted"\tand\r\nbroken' })],
      }),
    );
    const { body } = await pollDirectly();
    expect(body).toContain('<Company>A &amp; B &lt;"\'&gt; &amp;amp; &amp;nbsp; &amp;#1; Söhne 🏍</Company>');
    expect(body).toContain('<Address2>Unit 4</Address2>');
    expect(body).not.toContain('<Phone>');
    expect(body).toContain('<Description>]]&gt; &lt;!-- x --&gt; "quoted"\tand&#xD;\nbroken</Description>');
  });

  test.each([
    ['visa', 'VISA'],
    ['Master Card', 'MASTERCARD'],
    ['discover', 'DISCOVER'],
    ['american_express', 'AMEX'],
    ['PayPal Express', 'PAYPAL'],
    ['apple_pay', 'OTHER'],
  ])('says the payment method %s as %s', async (method, type) => {
    await place('paid', anOrderBody({ payments: [{ method, amount: '77.09' }] }));
    const { body } = await pollDirectly();
    expect(body).toContain(
      `<Payments><Payment><Type>${type}</Type><Amount>77.09</Amount></Payment></Payments>`,
    );
  });

  test('says times in UTC and whole seconds, money exactly and without grouping, ids with their zeros', async () => {
    await place(
      '00123',
      anOrderBody({
        placedAt: '2026-11-23T23:30:00.999-05:00',
        lines: [aLine({ quantity: 1000, unitPrice: '1234.5' })],
        totals: { subtotal: '1234500', discount: '0.07', total: '1234499.93' },
        payments: [
          { method: 'visa', amount: '0.01' },
          { method: 'amex', amount: '1234499.92' },
        ],
      }),
    );
    const { body } = await pollDirectly();
    expect(body).toContain('<OrderId>00123</OrderId><OrderDate>2026-11-24T04:30:00Z</OrderDate>');
    expect(body).toContain('<Price>1234.50</Price>');
    expect(body).toContain(
      '<Totals><Subtotal>1234500.00</Subtotal><Discount>0.07</Discount><Shipping>0.00</Shipping>' +
        '<Tax>0.00</Tax><Total>1234499.93</Total></Totals>',
    );
  });
});

describe('an order is offered', () => {
  test('again by every poll until it is acknowledged, each time counted', async () => {
    await place('100234', anOrderBody());
    setClock('2026-11-23T18:05:00Z');
    expect(await poll()).toEqual(['100234']);
    setClock('2026-11-23T18:06:00Z');
    expect(await poll()).toEqual(['100234']);
    expect((await lookUp('100234'))['offers']).toEqual({
      count: 2,
      firstAt: '2026-11-23T18:05:00Z',
      lastAt: '2026-11-23T18:06:00Z',
    });
    await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order OrderId="100234"/></A>');
    expect(await poll()).toEqual([]);
  });

  test('longest waiting first', async () => {
    for (const [minute, orderId] of ['zebra', 'apple', 'mango'].entries()) {
      setClock(`2026-11-23T18:1${minute}:00Z`);
      await place(orderId, anOrderBody());
    }
    expect(await poll()).toEqual(['zebra', 'apple', 'mango']);
    setClock('2026-11-23T18:20:00Z');
    expect(await poll()).toEqual(['zebra', 'apple', 'mango']);
  });

  test('whenever the webstore says it was placed', async () => {
    await place('old', anOrderBody({ placedAt: '1999-12-31T23:59:59Z' }));
    await place('future', anOrderBody({ placedAt: '2099-01-01T00:00:00Z' }));
    expect(await poll()).toEqual(['future', 'old']);
  });

  test.each([
    ['acknowledged', '/LightSpeed/AcknowledgeRequest', '<A><Order><Id>1</Id></Order></A>'],
    ['shipped', '/LightSpeed/Order/1/Shipment', '<S><TrackingNumber>1Z</TrackingNumber></S>'],
    ['canceled', '/LightSpeed/Order/1/Cancel', ''],
  ])('never once it is %s', async (_, settling, body) => {
    await place('1', anOrderBody());
    await place('2', anOrderBody());
    await lightspeed('POST', settling, body);
    expect(await poll()).toEqual(['2']);
  });

  test('never once the webstore has canceled it', async () => {
    await place('1', anOrderBody());
    await webstore('POST', '/orders/1/cancel', { reason: 'Customer changed their mind' });
    expect(await poll()).toEqual([]);
  });

  test('in its new version after it was replaced', async () => {
    await place('1', anOrderBody());
    await poll();
    await webstore('PUT', '/orders/1', anOrderBody({ billTo: aBillTo({ city: 'Nampa' }) }));
    const { body } = await pollDirectly();
    expect(body).toContain('<Address2>Unit 4</Address2><City>Nampa</City>');
  });
});

test('HEAD offers nothing and is no poll', async () => {
  await place('1', anOrderBody());
  const before = await storedItem('1');
  const { status, body } = await lightspeed('HEAD', path, undefined, {
    handler: store.handlers.outstandingActivity,
  });
  expect({ status, body }).toEqual({ status: 200, body: '' });
  expect(await storedItem('1')).toEqual(before);
  expect(JSON.parse((await webstore('GET', '/status')).body)).toMatchObject({ lastPolledAt: null });
});

test('a poll is recorded with its time', async () => {
  setClock('2026-11-23T18:07:08.009Z');
  expect(orderIdsIn(await pollDirectly())).toEqual([]);
  expect(JSON.parse((await webstore('GET', '/status')).body)).toMatchObject({
    lastPolledAt: '2026-11-23T18:07:08.009Z',
  });
});
