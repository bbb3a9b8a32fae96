import { CallFailed } from './call-failed.ts';
import { type OfferedOrder, readOfferedOrder } from './offered-order.ts';
import { child, childrenNamed, childText, type XmlElement } from './xml-reader.ts';

export type Connection = { store: string; serverTime: Date };

export type AcknowledgeResult = { orderId: string; result: string };

/** The result of a shipment or a cancellation, and the order's status. */
export type ChangeResult = { orderId: string; status: string; result: string };

const MOST_OFFERED = 30;

/** @throws CallFailed */
export function readConnection(answer: XmlElement): Connection {
  const status = required(answer, 'Status');
  if (status !== 'OK') throw new CallFailed(`The answer's <Status> is "${status}" instead of OK.`);
  const serverTime = new Date(required(answer, 'ServerTime'));
  if (Number.isNaN(serverTime.getTime())) throw new CallFailed('The answer’s <ServerTime> is not a time.');
  return { store: required(answer, 'Store'), serverTime };
}

/** @throws CallFailed for what spoils the whole answer; what spoils one order is among that order's faults */
export function readOfferedOrders(answer: XmlElement): OfferedOrder[] {
  const orders = child(answer, 'Orders');
  if (orders === undefined)
    throw new CallFailed('The answer has no <Orders>; with nothing to offer it must be empty.');
  const offered = childrenNamed(orders, 'Order').map(readOfferedOrder);
  if (offered.length > MOST_OFFERED)
    throw new CallFailed(`${offered.length} orders were offered; 30 are the most.`);
  const ids = offered.map(({ orderId }) => orderId);
  const twice = ids.find((orderId, index) => ids.indexOf(orderId) < index);
  if (twice !== undefined) throw new CallFailed(`Order ${twice} is offered twice in one answer.`);
  return offered;
}

const ACKNOWLEDGE_RESULTS = ['Downloaded', 'AlreadyDownloaded', 'ErrorsRecorded', 'Canceled', 'NotFound'];

/**
 * @param named the order ids of the request
 * @throws CallFailed unless there is one line for each, in the same order
 */
export function readAcknowledgeResults(answer: XmlElement, named: string[]): AcknowledgeResult[] {
  const results = childrenNamed(child(answer, 'Orders'), 'Order').map((order) => ({
    orderId: required(order, 'OrderId'),
    result: oneOf(ACKNOWLEDGE_RESULTS, required(order, 'Result')),
  }));
  const answered = results.map(({ orderId }) => orderId).join(', ');
  if (answered !== named.join(', ')) {
    throw new CallFailed(
      `We acknowledged ${named.join(', ')}; the answer is about ${answered || 'nothing'}.`,
    );
  }
  return results;
}

/** @throws CallFailed */
export function readShipmentResult(answer: XmlElement, orderId: string): ChangeResult {
  return change(answer, orderId, ['Recorded', 'AlreadyRecorded']);
}

/** @throws CallFailed */
export function readCancelResult(answer: XmlElement, orderId: string): ChangeResult {
  return change(answer, orderId, ['Canceled', 'AlreadyCanceled', 'AlreadyShipped']);
}

const STATUSES = ['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled'];

function change(answer: XmlElement, orderId: string, results: string[]): ChangeResult {
  const about = required(answer, 'OrderId');
  if (about !== orderId) throw new CallFailed(`The answer is about order ${about} instead of ${orderId}.`);
  return {
    orderId,
    status: oneOf(STATUSES, required(answer, 'Status')),
    result: oneOf(results, required(answer, 'Result')),
  };
}

function required(element: XmlElement, name: string): string {
  const text = childText(element, name);
  if (text === undefined) throw new CallFailed(`The answer's <${element.name}> has no <${name}>.`);
  return text;
}

function oneOf(known: string[], value: string): string {
  if (!known.includes(value))
    throw new CallFailed(`The answer says "${value}"; it can be ${known.join(', ')}.`);
  return value;
}
