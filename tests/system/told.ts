import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Webhook } from 'standardwebhooks';
import { emptyTables } from '../support/empty-tables.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { nameUrl, otherSecret, secret, tell } from '../support/tell.ts';
import type { ModelMessage } from './model.ts';
import type { System } from './system.ts';

/** How the webstore takes one delivery. `lost`: it has it, and the connection is gone before it can say so. */
export type Taking = 'taken' | 'refused' | 'lost';

/** One delivery as the webstore saw it. */
export interface Heard {
  webhookId: string;
  orderId: string;
  sequence: number;
  body: string;
  verified: boolean;
  taking: Taking;
}

/** A webstore on loopback that takes messages in the way the test chooses. */
export interface Webstore {
  heard: Heard[];
  takes: (choose: (delivery: number) => Taking) => void;
  /** Empties the tables of messages and forgets what arrived. */
  forget: () => Promise<void>;
  catchUp: () => void;
  /** Whether anything is still to be told. */
  isQuiet: () => Promise<boolean>;
}

export function openWebstore(system: System): Webstore {
  const heard: Heard[] = [];
  let choose: (delivery: number) => Taking = () => 'taken';
  let receiver: Receiver | undefined;
  beforeAll(async () => {
    receiver = await startReceiver();
    receiver.react(({ headers, body }, response) => {
      const taking = choose(heard.length);
      const { data } = JSON.parse(body) as { data: { order: { orderId: string }; sequence: number } };
      const { orderId } = data.order;
      const webhookId = String(headers['webhook-id']);
      const verified = [secret, otherSecret].every((one) => verifies(one, body, headers));
      heard.push({ webhookId, orderId, sequence: data.sequence, body, verified, taking });
      answer(response, taking);
    });
    await nameUrl('coolbike', receiver.url, [secret, otherSecret]);
  });
  afterAll(() => receiver?.close());
  return {
    heard,
    takes: (how) => {
      choose = how;
    },
    forget: async () => {
      await emptyTables(['MESSAGES_TABLE']);
      heard.length = 0;
      choose = () => 'taken';
    },
    catchUp: system.catchUp,
    isQuiet: async () => {
      const read = (name: string) =>
        system.documents.send(new ScanCommand({ TableName: process.env[name], ConsistentRead: true }));
      const [orders, messages] = await Promise.all([read('ORDERS_TABLE'), read('MESSAGES_TABLE')]);
      const untold = [
        ...(orders.Items ?? []).map(({ toTell }) => toTell),
        ...(messages.Items ?? []).map(({ queue }) => queue),
      ];
      return untold.every((one) => one === undefined);
    },
  };
}

function verifies(by: string, body: string, headers: object): boolean {
  try {
    new Webhook(by).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function answer(response: ServerResponse, taking: Taking): void {
  if (taking === 'lost') response.destroy();
  else response.writeHead(taking === 'taken' ? 204 : 500).end();
}

/** Lets time pass, in steps that a repetition never needs more than, until nothing is left to tell. */
export async function tellAll(webstore: Webstore, wait: (seconds: number) => void): Promise<void> {
  webstore.takes(() => 'taken');
  for (let day = 0; day < 20; day += 1) {
    webstore.catchUp();
    await tell({ looks: 3, restMs: 5 });
    if (await webstore.isQuiet()) return;
    // Longer than a lease and a pause; later, than the longest wait between two attempts.
    wait(day < 10 ? 1200 : 100_000);
  }
  throw new Error('Something is never told.');
}

/** Compares a webstore's messages with each order's history: sentences, each with the broken invariant first. */
export function contradictions(happened: ReadonlyMap<string, ModelMessage[]>, heard: Heard[]): string[] {
  const missing = [...happened].flatMap(([orderId, messages]) =>
    messages.flatMap((_, at) =>
      heard.some((one) => one.orderId === orderId && one.sequence === at + 1 && one.taking === 'taken')
        ? []
        : [`told at least once: ${orderId} ${at + 1} never was`],
    ),
  );
  return [...missing, ...heard.flatMap((one, at) => faultsOf(one, { before: heard.slice(0, at), happened }))];
}

function faultsOf(
  { webhookId, orderId, sequence, body, verified }: Heard,
  { before, happened }: { before: Heard[]; happened: ReadonlyMap<string, ModelMessage[]> },
): string[] {
  const name = `${orderId} ${sequence}`;
  const expected = happened.get(orderId)?.[sequence - 1];
  const known = before.filter(
    (one) => one.webhookId === webhookId || (one.orderId === orderId && one.sequence === sequence),
  );
  const same = known.every((one) => one.webhookId === webhookId && one.body === body);
  const earlier = before.filter((one) => one.orderId === orderId && one.sequence === sequence - 1);
  const inTurn = sequence === 1 || known.length > 0 || earlier.some(({ taking }) => taking === 'taken');
  const told = toldIn(body);
  return [
    ...(verified ? [] : [`verified by both secrets: ${name} is not`]),
    ...(same ? [] : [`same id, same bytes: ${name} had others`]),
    ...(inTurn ? [] : [`in order per order: ${name} came before the one before it was taken`]),
    ...(isDeepStrictEqual(told, expected && plain(expected))
      ? []
      : [
          `nothing told that did not happen: ${name} says ${JSON.stringify(told)}, not ${JSON.stringify(expected)}`,
        ]),
  ];
}

/** Without the prototypes of what fast-check makes. */
function plain(message: ModelMessage): unknown {
  return JSON.parse(JSON.stringify(message));
}

/** A body in the words of the model. Whatever else it said would differ from it. */
function toldIn(body: string): unknown {
  const { type, timestamp, data, ...more } = JSON.parse(body);
  const { store, sequence: _, order, shipments, errors, reason, ...others } = data;
  const { orderId: __, status, updatedAt, ...rest } = order;
  if (store !== 'coolbike' || updatedAt !== timestamp) return body;
  return {
    type: String(type).replace('order.', ''),
    at: timestamp,
    status,
    ...(errors && { errors }),
    ...(reason !== undefined && { reason }),
    ...(shipments && {
      parcels: shipments.map(({ shippedAt: ___, ...parcel }: { shippedAt: string }) => parcel),
    }),
    ...more,
    ...others,
    ...rest,
  };
}
