import { Webhook } from 'standardwebhooks';
import type { Received } from '../support/receiver.ts';
import type { Ledger, ToldOrder } from './ledger.ts';

interface Message {
  type: string;
  data: {
    order: { orderId: string; status: string };
    sequence: number;
    shipments?: { trackingNumber: string }[];
  };
}

interface Heard extends Message {
  webhookId: string;
  body: string;
}

/**
 * Compares what a webstore got with its clients' ledger and with the service: sentences, each with the invariant first.
 */
export function untruths(
  received: Received[],
  { ledger, told, secret }: { ledger: Ledger; told: ReadonlyMap<string, ToldOrder>; secret: string },
): string[] {
  const forged = received.filter((one) => !isSigned(one, secret));
  const heard = received.map(
    ({ headers, body }): Heard => ({ ...JSON.parse(body), webhookId: String(headers['webhook-id']), body }),
  );
  const byOrder = Map.groupBy(heard, ({ data }) => data.order.orderId);
  const faults = [...ledger.orders].flatMap(([orderId, known]) => {
    const messages = byOrder.get(orderId) ?? [];
    const numbers = numbersIn(messages);
    const missing = [...known.shipments].filter(([number, answered]) => answered && !numbers.has(number));
    const isDownloadTold = messages.some(({ type }) => type === 'order.downloaded');
    return [
      ...missing.map(([number]) => `told at least once: ${orderId} shipped as ${number}`),
      ...(known.acknowledged && !isDownloadTold ? [`told at least once: ${orderId} was downloaded`] : []),
      ...falseIn(messages, told.get(orderId)),
      ...disorderIn(orderId, messages),
    ];
  });
  return [...forged.map(() => 'signed: a message was not'), ...differing(heard), ...faults];
}

/** Not by its age: the service's clock may be ahead of ours. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  return headers['webhook-signature'] === new Webhook(secret).sign(String(headers['webhook-id']), at, body);
}

function numbersIn(messages: Heard[]): Set<string> {
  return new Set(
    messages.flatMap(({ data }) => (data.shipments ?? []).map(({ trackingNumber }) => trackingNumber)),
  );
}

function falseIn(messages: Heard[], order: ToldOrder | undefined): string[] {
  const recorded = new Set(order?.shipments.map(({ trackingNumber }) => trackingNumber));
  const name = messages[0]?.data.order.orderId;
  return [
    ...[...numbersIn(messages)]
      .filter((number) => !recorded.has(number))
      .map((number) => `nothing told that did not happen: ${name} shipped as ${number}`),
    ...(messages.length > 0 && order?.status === 'New'
      ? [`nothing told that did not happen: ${name} is New`]
      : []),
  ];
}

/** Messages arrive in order: each comes for the first time only after the earlier ones. */
function disorderIn(orderId: string, messages: Heard[]): string[] {
  let highest = 0;
  return messages.flatMap(({ data: { sequence } }) => {
    const early = sequence > highest + 1;
    highest = Math.max(highest, sequence);
    return early ? [`in order per order: ${orderId} ${sequence} came early`] : [];
  });
}

function differing(heard: Heard[]): string[] {
  const bodies = new Map<string, string>();
  return heard.flatMap(({ webhookId, body, data }) => {
    const name = `${data.order.orderId} ${data.sequence}`;
    const before = [bodies.get(webhookId), bodies.get(name)];
    bodies.set(webhookId, body).set(name, webhookId);
    const isSame = (before[0] ?? body) === body && (before[1] ?? webhookId) === webhookId;
    return isSame ? [] : [`same id, same bytes: ${name} had others`];
  });
}
