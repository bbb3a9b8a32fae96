import type { HttpCall } from '../../tests/support/call.ts';
import type { Bench } from './bench.ts';
import { startDatabase } from './databases.ts';
import type { Exchange } from './exchanges.ts';
import { outstandingItems } from './orders.ts';
import { startRecorder } from './record.ts';
import { madeStore, STORE, tablesOf } from './stores.ts';

/** A call of a function, and what the database was asked and answered meanwhile. */
export interface Recording {
  title: string;
  /** The function. */
  name: string;
  call: HttpCall;
  exchanges: Exchange[];
  /** Of the function, besides that of prod. */
  environment?: Record<string, string>;
  /** In which steps the AWS SDK alone makes them; absent: as for Lightspeed's calls (`sideBySide`). */
  stepsOf?: (exchanges: Exchange[]) => Exchange[][];
}

export const EMPTY_POLL = 'empty poll';
export const POLL_OF_30 = 'poll of 30';
export const ACKNOWLEDGEMENT_OF_30 = 'acknowledgement of 30';

const ORDER_IDS = Array.from({ length: 30 }, (_, at) => String(100_001 + at));

/** Calls the packaged functions, each in a new process, on the embedded DynamoDB, and records what they ask of it. */
export async function record(bench: Bench): Promise<Recording[]> {
  const { item, basic } = await madeStore(bench);
  const { stores, orders } = tablesOf(bench);
  const database = await startDatabase('embedded', bench);
  const recorder = await startRecorder(database.endpoint);
  const recorded = async (title: string, name: string, call: HttpCall): Promise<Recording> => {
    const worker = bench.startFunction(name, recorder.endpoint);
    const { answer } = await worker.run(1, call);
    await worker.end();
    if (answer?.status !== 200) throw new Error(`${title} was answered ${answer?.status}: ${answer?.body}`);
    return { title, name, call, exchanges: recorder.take() };
  };
  try {
    await database.fill(stores, [item()]);
    const empty = await recorded(EMPTY_POLL, 'outstandingActivity', pollBy(basic));
    await database.fill(orders, outstandingItems(STORE, ORDER_IDS));
    const full = await recorded(POLL_OF_30, 'outstandingActivity', pollBy(basic));
    const acknowledge = acknowledgementBy(basic, ORDER_IDS);
    return [empty, full, await recorded(ACKNOWLEDGEMENT_OF_30, 'acknowledge', acknowledge)];
  } finally {
    await recorder.close();
    await database.close();
  }
}

export function pollBy(authorization: string): HttpCall {
  return { method: 'GET', path: '/LightSpeed/OutstandingActivity', headers: { authorization } };
}

export function acknowledgementBy(authorization: string, orderIds: string[]): HttpCall {
  const orders = orderIds.map((id) => `<Order><OrderId>${id}</OrderId><Success>true</Success></Order>`);
  const body = `<AcknowledgeRequest><Orders>${orders.join('')}</Orders></AcknowledgeRequest>`;
  return { method: 'POST', path: '/LightSpeed/AcknowledgeRequest', headers: { authorization }, body };
}
