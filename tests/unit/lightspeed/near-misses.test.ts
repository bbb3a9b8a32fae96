import { describe, expect, test } from '@jest/globals';
import { parseDocument, value } from '../../../lib/lightspeed/element.ts';
import { readAcknowledgements } from '../../../lib/lightspeed/read-acknowledgement.ts';
import { readShipments } from '../../../lib/lightspeed/read-shipment.ts';
import { readShipDate } from '../../../lib/lightspeed/ship-date.ts';

/* What nearly says something else: a reader that looked at a part of it only would take it for that. */

describe('an element is nil', () => {
  const reasonOf = (nil: string) =>
    value(parseDocument(`<a><Reason xsi:nil="${nil}">Voided</Reason></a>`), 'Reason');

  test.each(['true', '1', ' TRUE\n', ' 1 '])('if that says %j', (nil) => {
    expect(reasonOf(nil)).toBeUndefined();
  });

  test.each(['false', '0', 'untrue', 'true?', '10', '01', ''])('and not if that says %j', (nil) => {
    expect(reasonOf(nil)).toBe('Voided');
  });
});

describe('an order failed', () => {
  const failed = (status: string) =>
    readAcknowledgements(parseDocument(`<a><Order Id="1"><Status>${status}</Status></Order></a>`))[0]?.failed;

  test.each(['0', 'no', 'FALSE', 'failed: part', 'Error 12'])('if its status says %j', (status) => {
    expect(failed(status)).toBe(true);
  });

  test.each(['200', '10', 'casino', 'not false', 'No.7', '0 errors', 'without error'])(
    'and not if its status says %j',
    (status) => {
      expect(failed(status)).toBe(false);
    },
  );
});

test('an empty tracking number beside another one is none', () => {
  const shipments = readShipments(
    parseDocument('<Shipment TrackingNumber=" "><TrackingNumber>1Z</TrackingNumber></Shipment>'),
  );

  expect(shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(['1Z']);
});

test('what the parser said of a document stays with the failure, for the log', () => {
  expect(() => parseDocument('<a></b>')).toThrow(
    expect.objectContaining({ code: 'MalformedXml', cause: expect.any(Error) }) as unknown as Error,
  );
});

describe('a ship date', () => {
  test.each([
    ['1970-01-01T00:00:01Z', '1970-01-01T00:00:01Z'],
    ['9999-12-31T22:59:59-01:00', '9999-12-31T23:59:59Z'],
  ])('just within what can be: %s', (text, instant) => {
    expect(readShipDate(text)).toBe(instant);
  });

  // A client that knows no date may write the beginning of its time.
  test.each(['1970-01-01T00:00:00Z', '9999-12-31T23:00:00-01:00'])('just beyond: %s', (text) => {
    expect(readShipDate(text)).toBeUndefined();
  });
});
