import { table } from '../../terminal/table.ts';
import type { Client, Settings } from './client.ts';
import type { OfferedOrder } from './offered-order.ts';
import type { Acknowledgement, Shipment } from './requests.ts';

/** What a command prints, and whether all went well. `json` for those that take `--json`. */
export type Said = { text: string; json?: unknown; ok: boolean };

export async function test(client: Client, { url, user }: Settings, now: () => Date): Promise<Said> {
  const { store, serverTime, tookMs } = await client.test();
  const lines = [
    'The connection works.',
    `  URL          ${url}`,
    `  User         ${user}`,
    `  Store        ${store}`,
    `  Server time  ${serverTime.toISOString().slice(0, 19)}Z, ${clockDifference(serverTime, now())}`,
    `  Answered in  ${tookMs} ms`,
  ];
  return { text: lines.join('\n'), ok: true };
}

function clockDifference(serverTime: Date, here: Date): string {
  const seconds = Math.round((serverTime.getTime() - here.getTime()) / 1000);
  if (Math.abs(seconds) <= 2) return "the same as this machine's";
  return `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine's`;
}

export async function poll(client: Client): Promise<Said> {
  const offered = await client.poll();
  const json = { orders: offered };
  if (offered.length === 0) return { text: 'No orders are outstanding.', json, ok: true };
  return {
    json,
    text: [offeredTable(offered), `${orders(offered.length)} offered.`, ...faultLines(offered)].join('\n'),
    ok: offered.every(({ faults }) => faults.length === 0),
  };
}

function offeredTable(offered: OfferedOrder[]): string {
  const rows = offered.map((order) => [
    order.orderId,
    order.date,
    order.customer,
    order.shipTo,
    String(order.items.length),
    `${order.total} ${order.currency}`,
    order.paymentTypes.join(' + '),
  ]);
  const head = ['Order', 'Placed', 'Customer', 'Ship to', 'Lines', 'Total', 'Paid by'];
  return table(head, rows, { spare: ['Paid by', 'Lines', 'Ship to', 'Placed'] });
}

function faultLines(offered: OfferedOrder[]): string[] {
  return offered.flatMap(({ orderId, faults }) =>
    faults.map((fault) => `! order ${orderId} cannot be imported: ${fault}.`),
  );
}

/** @param orderIds those to take; when it is empty, all that is offered is taken */
export async function acknowledge(
  client: Client,
  { orderIds, refused }: { orderIds: string[]; refused: Acknowledgement[] },
): Promise<Said> {
  const offered = orderIds.length === 0 ? await client.poll() : [];
  const faulty = offered
    .filter(({ faults }) => faults.length > 0)
    .map(({ orderId, faults }) => ({ orderId, errors: faults.map((message) => ({ message })) }));
  const taken = [...orderIds, ...offered.map(({ orderId }) => orderId)].map((orderId) => ({
    orderId,
    errors: [],
  }));
  // The last word on an order is the one that stays, in the place where it was first named.
  const acknowledgements = [
    ...new Map(
      [...taken, ...faulty, ...refused].map((one): [string, Acknowledgement] => [one.orderId, one]),
    ).values(),
  ];
  if (acknowledgements.length === 0)
    return { text: 'No orders are outstanding, so there is nothing to do.', ok: true };

  const results = await client.acknowledge(acknowledgements);
  const rows = results.map(({ orderId, result }, index) => [
    orderId,
    acknowledgements[index]?.errors.map(({ message }) => `refused: ${message}`).join('; ') || 'imported',
    result,
  ]);
  return {
    text: [table(['Order', 'We said', 'The service answered'], rows), ...faultLines(offered)].join('\n'),
    ok: faulty.length === 0 && results.every(({ result }) => result !== 'NotFound'),
  };
}

export async function ship(client: Client, orderId: string, shipment: Shipment): Promise<Said> {
  const { status, result } = await client.ship(orderId, shipment);
  const numbers = shipment.trackingNumbers.join(', ');
  return {
    text: table(['Order', 'Tracking', 'Result', 'Status now'], [[orderId, numbers, result, status]]),
    ok: true,
  };
}

export async function cancel(client: Client, orderId: string, reason: string | undefined): Promise<Said> {
  const { status, result } = await client.cancel(orderId, reason);
  return {
    text: table(['Order', 'Reason', 'Result', 'Status now'], [[orderId, reason ?? '', result, status]]),
    ok: true,
  };
}

function orders(count: number): string {
  return `${count} order${count === 1 ? '' : 's'}`;
}
