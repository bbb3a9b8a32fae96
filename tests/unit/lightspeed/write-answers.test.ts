import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  writeAcknowledgeResponse,
  writeCancelResponse,
  writeError,
  writeOutstandingActivity,
  writeShipmentResponse,
  writeTestConnection,
} from '../../../lib/lightspeed/write-answers.ts';
import { parseDocument, textOf, value } from '../../../lib/lightspeed/element.ts';
import { writeOrder } from '../../../lib/lightspeed/write-order.ts';
import { aContent, aLine, anAddress, anOrder, aPayment } from '../../support/an-order.ts';
import { validateAgainstXsd } from '../../support/xsd.ts';

/** A golden file as we write it: they are indented for whoever reads them, and we indent nothing. */
function golden(name: string): string {
  const file = readFileSync(new URL(`../../fixtures/${name}.xml`, import.meta.url), 'utf8');
  return file.trim().replaceAll(/>\n *</g, '><');
}

const dana = anAddress({ firstName: 'Dana', state: 'ID', postalCode: '83702' });

/** The order of the contract's example. */
const usual = anOrder({
  content: aContent({
    billTo: {
      ...dana,
      company: 'Reyes Racing',
      address2: 'Unit 4',
      phone: '208-555-0142',
      email: 'dana@example.com',
    },
    shipTo: dana,
    lines: [aLine({ manufacturer: 'Kawasaki', description: 'Boot, front fork' })],
  }),
});

const unusual = anOrder({
  orderId: '00123',
  content: aContent({
    placedAt: '2026-11-23T18:04:05.999Z',
    currency: 'CAD',
    billTo: {
      firstName: '\u0000\uFFFF',
      company: 'O\'Brien & Söhne <Moto> "部品" 😀\u0007\uD83D',
      address1: "1 Rue de l'Église",
      city: 'Montréal',
      country: 'CA',
      phone: '',
    },
    lines: [
      aLine({ sku: '007', quantity: 1, unitPrice: 123_450, description: '&amp; ]]> two\r\nlines' }),
      aLine({ sku: '1e5', quantity: 1_000_000, unitPrice: 0 }),
    ],
    totals: { subtotal: 123_450, discount: 0, shipping: 0, tax: 5, total: 123_455 },
    payments: [
      aPayment({ method: 'PayPal Express', amount: 123_454 }),
      aPayment({ method: 'apple_pay', amount: 1 }),
    ],
  }),
});

const answers: [string, () => string][] = [
  [
    'error',
    () =>
      writeError({
        code: 'OrderNotFound',
        message: 'There is no order 100299 in this store.',
        requestId: '5f1c1a2e-0c1d-4f5e-9a60-1d5a2f7b8c90',
      }),
  ],
  ['test-connection', () => writeTestConnection({ storeId: 'coolbike', now: '2026-11-23T18:04:05.678Z' })],
  ['outstanding-activity-empty', () => writeOutstandingActivity([])],
  [
    'outstanding-activity',
    () => writeOutstandingActivity([usual, unusual].map((order) => writeOrder(order))),
  ],
  [
    'acknowledge-response',
    () =>
      writeAcknowledgeResponse([
        { orderId: '100234', result: 'Downloaded' },
        { orderId: '100235', result: 'ErrorsRecorded' },
        { orderId: 'a <strange> & "unknown" id', result: 'NotFound' },
      ]),
  ],
  [
    'shipment-response',
    () => writeShipmentResponse({ orderId: '100234', status: 'Shipped', result: 'Recorded' }),
  ],
  [
    'cancel-response',
    () => writeCancelResponse({ orderId: '100234', status: 'Canceled', result: 'Canceled' }),
  ],
];

describe.each(answers)('the answer in tests/fixtures/%s.xml', (name, write) => {
  test('is written so, to the letter', () => {
    expect(write()).toBe(golden(name));
  });

  test('is valid by the schema that we publish', () => {
    expect(validateAgainstXsd(write())).toEqual([]);
  });
});

test('an acknowledgement of nobody is answered by an empty list', () => {
  expect(writeAcknowledgeResponse([])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><AcknowledgeResponse><Orders/></AcknowledgeResponse>',
  );
});

test('an order that was written is read back as it was placed, but for what XML forbids', () => {
  const [, orders] = [null, parseDocument(writeOutstandingActivity([writeOrder(unusual)])).children[0]];
  const order = orders?.children[0];
  const [, , , billTo, , items] = order?.children ?? [];

  expect(order && value(order, 'OrderId')).toBe('00123');
  expect(billTo?.children.map(textOf)).toEqual([
    'O\'Brien & Söhne <Moto> "部品" 😀',
    "1 Rue de l'Église",
    'Montréal',
    'CA',
  ]);
  expect(items?.children.map((item) => item.children.map(textOf))).toEqual([
    ['007', '1', '1234.50', '&amp; ]]> two\r\nlines'],
    ['1e5', '1000000', '0.00'],
  ]);
});
