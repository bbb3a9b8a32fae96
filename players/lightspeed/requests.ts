import { element, xmlDocument } from './xml-writer.ts';

/** The result of importing one order; without errors it was imported. */
export type Acknowledgement = { orderId: string; errors: ImportError[] };

export type ImportError = { code?: string; message: string };

export type Shipment = {
  trackingNumbers: string[];
  carrier?: string | undefined;
  service?: string | undefined;
  /** A day, as Lightspeed writes it: `2026-11-24`. */
  date?: string | undefined;
  /** Empty: the whole order. */
  items: { sku: string; quantity: number }[];
};

export function acknowledgeRequest(acknowledgements: Acknowledgement[]): string {
  const orders = acknowledgements.map(({ orderId, errors }) =>
    element('Order', [
      element('OrderId', orderId),
      element('Success', errors.length === 0 ? 'true' : 'false'),
      ...(errors.length === 0 ? [] : [element('Errors', errors.map(importError))]),
    ]),
  );
  return xmlDocument(element('AcknowledgeRequest', [element('Orders', orders)]));
}

function importError({ code, message }: ImportError) {
  return element('Error', [element('Code', code), element('Message', message)]);
}

export function shipmentRequest({ trackingNumbers, carrier, service, date, items }: Shipment): string {
  const named = items.map(({ sku, quantity }) =>
    element('Item', [element('Sku', sku), element('Quantity', String(quantity))]),
  );
  return xmlDocument(
    element('Shipment', [
      ...trackingNumbers.map((number) => element('TrackingNumber', number)),
      element('Carrier', carrier),
      element('Service', service),
      element('ShipDate', date),
      ...(named.length === 0 ? [] : [element('Items', named)]),
    ]),
  );
}

/** @returns undefined without a reason: then Lightspeed sends no body */
export function cancelRequest(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : xmlDocument(element('Cancel', [element('Reason', reason)]));
}
