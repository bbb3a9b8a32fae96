import { startEmbeddedDynamodb } from '../../local/embedded-dynamodb.ts';
import { setAwsEnvironment } from '../../local/aws-environment.ts';
import { createTables } from '../../local/tables.ts';
import { anOrderBody, aLine } from '../../tests/support/an-order-body.ts';
import type { HttpCall } from '../../tests/support/call.ts';
import type { Bench } from './bench.ts';
import type { Exchange } from './exchanges.ts';
import { startRecorder } from './record.ts';

/** A call of a function, and what the database was asked and answered meanwhile. */
export interface Recording {
  title: string;
  /** The function. */
  name: string;
  call: HttpCall;
  exchanges: Exchange[];
}

export const EMPTY_POLL = 'poll, nothing outstanding';
export const POLL_OF_30 = 'poll of 30';
export const ACKNOWLEDGEMENT_OF_30 = 'acknowledgement of 30';

const ORDER_IDS = Array.from({ length: 30 }, (_, at) => String(100_001 + at));

/** Calls the packaged functions, each in a new process, on the embedded DynamoDB, and records what they ask of it. */
export async function record(bench: Bench): Promise<Recording[]> {
  const database = await startEmbeddedDynamodb();
  const recorder = await startRecorder(database.endpoint);
  try {
    await createTables(database.endpoint, bench.stage.resources);
    const { basic, bearer } = await addStore(bench, database.endpoint);
    const poll = {
      method: 'GET',
      path: '/LightSpeed/OutstandingActivity',
      headers: { authorization: basic },
    };
    const recorded = async (title: string, name: string, call: HttpCall): Promise<Recording> => {
      const worker = bench.startFunction(name, recorder.endpoint);
      const { answer } = await worker.run(1, call);
      await worker.end();
      if (answer?.status !== 200) throw new Error(`${title} was answered ${answer?.status}: ${answer?.body}`);
      return { title, name, call, exchanges: recorder.take() };
    };
    const empty = await recorded(EMPTY_POLL, 'outstandingActivity', poll);
    await placeOrders(bench, database.endpoint, bearer);
    const full = await recorded(POLL_OF_30, 'outstandingActivity', poll);
    const acknowledgement = await recorded(ACKNOWLEDGEMENT_OF_30, 'acknowledge', {
      method: 'POST',
      path: '/LightSpeed/AcknowledgeRequest',
      headers: { authorization: basic },
      body: acknowledgeRequest(ORDER_IDS),
    });
    return [empty, full, acknowledgement];
  } finally {
    await recorder.close();
    await database.close();
  }
}

export function acknowledgeRequest(orderIds: string[]): string {
  const orders = orderIds.map((id) => `<Order><OrderId>${id}</OrderId><Success>true</Success></Order>`);
  return `<AcknowledgeRequest><Orders>${orders.join('')}</Orders></AcknowledgeRequest>`;
}

interface Credentials {
  basic: string;
  bearer: string;
}

/** Adds the store coolbike as `npm run stores` does, and reads its credentials from the card that an operator is shown. */
export async function addStore(bench: Bench, endpoint: string): Promise<Credentials> {
  const [first] = bench.stage.functions.values();
  setAwsEnvironment(process.env, endpoint);
  Object.assign(process.env, first?.environment, { METRICS: 'off' });
  const { commands } = await import('../../operations/stores/commands.ts');
  const originOf = () => ({ reason: 'on this machine' });
  const told = await commands['add']?.(['coolbike'], { values: {}, now: new Date().toISOString(), originOf });
  const card = typeof told === 'string' ? told : '';
  const { dynamodb } = await import('../../lib/database/client.ts');
  dynamodb.destroy();
  const [, password] = /Password +(\S+)/.exec(card) ?? [];
  const [, token] = /API token +(\S+)/.exec(card) ?? [];
  return {
    basic: `Basic ${Buffer.from(`lightspeed:${password}`).toString('base64')}`,
    bearer: `Bearer ${token}`,
  };
}

async function placeOrders(bench: Bench, endpoint: string, bearer: string): Promise<void> {
  const worker = bench.startFunction('putOrder', endpoint);
  for (const orderId of ORDER_IDS) {
    const { answer } = await worker.run(1, {
      method: 'PUT',
      path: `/orders/${orderId}`,
      headers: { authorization: bearer },
      body: JSON.stringify(orderOfThreeLines()),
    });
    if (answer?.status !== 201) throw new Error(`Order ${orderId} was not placed: ${answer?.body}`);
  }
  await worker.end();
}

function orderOfThreeLines(): Record<string, unknown> {
  return anOrderBody({
    lines: ['KA-49006-1234', 'KA-92055-0126', 'NGK-CR9E'].map((sku) => aLine({ sku })),
    totals: { subtotal: '207.00', discount: '5.00', shipping: '8.95', tax: '12.42', total: '223.37' },
    payments: [{ method: 'visa', amount: '223.37' }],
  });
}
