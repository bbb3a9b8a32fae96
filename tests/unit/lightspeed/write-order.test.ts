import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import type { Order } from '../../../lib/domain/order.ts';
import { writeOutstandingActivity } from '../../../lib/lightspeed/write-answers.ts';
import { writeInstant } from '../../../lib/lightspeed/write-instant.ts';
import { writeLocalTime } from '../../../lib/lightspeed/order-element.ts';
import { writeOrder } from '../../../lib/lightspeed/write-order.ts';
import { aContent, aLine, anAddress, anOrder } from '../../support/an-order.ts';
import { validateAgainstXsd } from '../../support/xsd.ts';

/** The texts at a path, as libxml2 reads them; not as our own reader does. */
function readBack(xml: string, path: string): string[] {
  using document = XmlDocument.fromBuffer(Buffer.from(xml));
  return document.root.find(path).map((node) => (node as XmlElement).content);
}

const anyUnits = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 30,
});
const markup = fc
  .array(
    fc.constantFrom(
      '<',
      '&',
      '>',
      ']]>',
      '<![CDATA[',
      '&amp;',
      '&#x41;',
      '"',
      "'",
      '\r\n',
      '\r',
      '\t',
      ' ',
      '<!--',
      '-->',
      '😀',
      '\uD83D',
    ),
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), anyUnits, markup);

/** What XML 1.0 allows ("Char"), spelled out once more. */
function allowed(text: string): string {
  return [...text]
    .filter((character) => /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u.test(character))
    .join('');
}

describe('any text', () => {
  test('comes back from a line as it is, without what XML forbids', () => {
    fc.assert(
      fc.property(anyText, anyText, (description, manufacturer) => {
        const xml = writeOrder(
          anOrder({ content: aContent({ lines: [aLine({ description, manufacturer })] }) }),
        );
        const texts = [manufacturer, description].map(allowed);

        expect(readBack(xml, '/Order/Items/Item/Manufacturer|/Order/Items/Item/Description')).toEqual(
          texts.filter((text) => text.trim() !== ''),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('in an address leaves the whole answer valid by the schema', () => {
    const text = fc.oneof(anyText, fc.constant(undefined));
    const address = fc.record({
      firstName: text,
      company: text,
      address2: text,
      state: text,
      phone: text,
      email: text,
    });
    fc.assert(
      fc.property(address, address, (billTo, shipTo) => {
        const content = aContent({ billTo: anAddress(billTo), shipTo: anAddress(shipTo) });

        expect(validateAgainstXsd(writeOutstandingActivity([writeOrder(anOrder({ content }))]))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('an order that lacks what Lightspeed must have is not written', () => {
  test.each<[string, Order, string]>([
    [
      'a SKU',
      anOrder({ content: aContent({ lines: [aLine(), aLine({ sku: '\u0001 ' })] }) }),
      'its Sku is empty.',
    ],
    [
      'a street',
      anOrder({ content: aContent({ billTo: anAddress({ address1: '' }) }) }),
      'its Address1 is empty.',
    ],
    [
      'a city',
      anOrder({ content: aContent({ shipTo: anAddress({ city: '\uFFFF' }) }) }),
      'its City is empty.',
    ],
    [
      'a country',
      anOrder({ content: aContent({ billTo: anAddress({ country: ' ' }) }) }),
      'its Country is empty.',
    ],
    ['a date', anOrder({ content: aContent({ placedAt: 'yesterday' }) }), 'Invalid time value'],
  ])('%s', (_, order, reason) => {
    expect(() => writeOrder(order)).toThrow(reason);
  });
});

test.each(['', ' ', '\t\n', '\u0000', ' \uFFFF '])('a company of %j is absent', (company) => {
  const xml = writeOrder(anOrder({ content: aContent({ billTo: anAddress({ company }) }) }));

  expect(readBack(xml, '/Order/BillTo/*')).toEqual(['Reyes', '12 Elm St', 'Boise', 'US']);
});

test('an order without a shipping address ships to where the bill goes', () => {
  const xml = writeOrder(anOrder());

  expect(readBack(xml, '/Order/ShipTo/*')).toEqual(['Reyes', '12 Elm St', 'Boise', 'US']);
});

test.each([
  ['2026-11-23T18:04:05Z', '2026-11-23T18:04:05Z'],
  ['2026-11-23T18:04:05.999Z', '2026-11-23T18:04:05Z'],
  ['2026-11-23T18:04:05-07:00', '2026-11-24T01:04:05Z'],
])('the instant %s is written %s', (instant, text) => {
  expect(writeInstant(instant)).toBe(text);
});

describe('a time in the zone of a store', () => {
  test.each([
    ['2026-11-23T18:04:05Z', 'America/Boise', '2026-11-23T11:04:05'],
    ['2026-11-23T18:04:05.999Z', 'UTC', '2026-11-23T18:04:05'],
    ['2026-11-24T06:59:59Z', 'America/Boise', '2026-11-23T23:59:59'],
    ['2026-11-24T07:00:00Z', 'America/Boise', '2026-11-24T00:00:00'],
    ['2026-12-31T23:30:00Z', 'Pacific/Auckland', '2027-01-01T12:30:00'],
    ['2026-06-01T12:00:00Z', 'Asia/Kathmandu', '2026-06-01T17:45:00'],
    ['0999-06-01T12:00:00Z', 'UTC', '0999-06-01T12:00:00'],
    // In spring the clock goes from 2 to 3.
    ['2026-03-08T08:59:59Z', 'America/Boise', '2026-03-08T01:59:59'],
    ['2026-03-08T09:00:00Z', 'America/Boise', '2026-03-08T03:00:00'],
    // In autumn the hour from 1 to 2 comes twice.
    ['2026-11-01T07:30:00Z', 'America/Boise', '2026-11-01T01:30:00'],
    ['2026-11-01T08:30:00Z', 'America/Boise', '2026-11-01T01:30:00'],
    ['2026-11-01T09:00:00Z', 'America/Boise', '2026-11-01T02:00:00'],
    // Where there is no summer time.
    ['2026-07-01T19:00:00Z', 'America/Phoenix', '2026-07-01T12:00:00'],
    ['2026-03-29T00:59:59Z', 'Europe/London', '2026-03-29T00:59:59'],
    ['2026-03-29T01:00:00Z', 'Europe/London', '2026-03-29T02:00:00'],
  ])('%s in %s is %s', (instant, timeZone, written) => {
    expect(writeLocalTime(instant, timeZone)).toBe(written);
    const order = anOrder({ content: aContent({ placedAt: instant }) });
    expect(writeOrder(order, { timeZone })).toContain(`<OrderDate>${written}</OrderDate>`);
  });
});
