import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  acknowledgeRequest,
  cancelRequest,
  shipmentRequest,
} from '../../../../players/lightspeed/requests.ts';
import { childText, readXml } from '../../../../players/lightspeed/xml-reader.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('the requests', () => {
  test('an acknowledgement names each order and says success or why not', () => {
    expect(
      acknowledgeRequest([
        { orderId: '100234', errors: [] },
        {
          orderId: '100235',
          errors: [{ code: 'PART', message: 'Unknown part <KA-1> & no other' }, { message: 'No tax' }],
        },
      ]),
    ).toBe(
      `${DECLARATION}<AcknowledgeRequest><Orders>` +
        '<Order><OrderId>100234</OrderId><Success>true</Success></Order>' +
        '<Order><OrderId>100235</OrderId><Success>false</Success><Errors>' +
        '<Error><Code>PART</Code><Message>Unknown part &lt;KA-1&gt; &amp; no other</Message></Error>' +
        '<Error><Message>No tax</Message></Error>' +
        '</Errors></Order></Orders></AcknowledgeRequest>\n',
    );
  });

  test('a shipment of everything names no items', () => {
    expect(shipmentRequest({ trackingNumbers: ['1Z999AA10123456784'], items: [] })).toBe(
      `${DECLARATION}<Shipment><TrackingNumber>1Z999AA10123456784</TrackingNumber></Shipment>\n`,
    );
  });

  test('a shipment tells all it knows', () => {
    expect(
      shipmentRequest({
        trackingNumbers: ['A', 'B'],
        carrier: 'UPS',
        service: 'Ground',
        date: '2026-11-24',
        items: [{ sku: '00123-004', quantity: 2 }],
      }),
    ).toBe(
      `${DECLARATION}<Shipment><TrackingNumber>A</TrackingNumber><TrackingNumber>B</TrackingNumber>` +
        '<Carrier>UPS</Carrier><Service>Ground</Service><ShipDate>2026-11-24</ShipDate>' +
        '<Items><Item><Sku>00123-004</Sku><Quantity>2</Quantity></Item></Items></Shipment>\n',
    );
  });

  test('a cancellation has a reason, or no body at all', () => {
    expect(cancelRequest('Voided: "x"')).toBe(
      `${DECLARATION}<Cancel><Reason>Voided: "x"</Reason></Cancel>\n`,
    );
    expect(cancelRequest(undefined)).toBeUndefined();
  });
});

describe('any text', () => {
  test('comes out of a request as it went in, but for what XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const kept = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
        const read = readXml(Buffer.from(cancelRequest(text) ?? ''));
        expect(childText(read, 'Reason') ?? '').toBe(kept);
      }),
    );
  });

  test('with half of a character is sent with a replacement for it', () => {
    expect(cancelRequest('a\ud800b')).toBe(`${DECLARATION}<Cancel><Reason>a\ufffdb</Reason></Cancel>\n`);
  });
});
