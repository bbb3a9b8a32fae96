import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { toItem } from '../../lib/database/stored-order.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { newOrder } from '../../lib/domain/place.ts';
import type { Store } from '../../lib/domain/store.ts';
import { hashMade } from '../../lib/door/secrets.ts';
import { orderContent } from '../../lib/schema/order-content.ts';
import { startEmbeddedDynamodb } from '../../local/embedded-dynamodb.ts';
import { createTables, type Resources } from '../../local/tables.ts';
import { inParallel } from '../../terminal/in-parallel.ts';
import { emulatorProgram } from './emulator.ts';
import { ORDER_ID, orderBody, settingOfCloudFormation, STORE, type Trial, trials } from './events.ts';
import { invoke, isStoodInFor, type Packaged } from './lambda.ts';
import { unzip } from './unzip.ts';
import { faultsOfAnswer, faultsOfSilence, faultsOfStart } from './verdicts.ts';

const AT_ONCE = 4;
/** Every function needs it, whatever it does. */
const SETTING = 'STAGE';

/**
 * Runs every function of a packaged stage as Lambda would: AWS's Runtime Interface Emulator and Client, the code as it
 * is deployed, handler, environment and time limit from the template, and a DynamoDB. Returns what is wrong, in
 * sentences.
 */
export async function rehearseFunctions(folder: string): Promise<string[]> {
  const program = await emulatorProgram();
  const resources = templateOf(folder);
  const functions = unpacked(folder, resources);
  const silent = await silentServer();
  const faults: string[] = [];
  const { signal } = new AbortController();
  await inParallel(functions, { concurrency: AT_ONCE, signal }, async (packaged) => {
    const trial = trials[packaged.name];
    const surroundings = { program, resources, silent: silent.endpoint };
    faults.push(...(trial ? await faultsOf(packaged, trial, surroundings) : [withoutEvent(packaged)]));
  });
  await silent.close();
  console.log(
    `${functions.length} functions ran in AWS's Runtime Interface Emulator and Client${isStoodInFor ? ', its compiled part stood in for' : ''}: ${faults.length === 0 ? 'each answered, ended in time on a silent database, and named a missing setting' : 'not as they should'}`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
  return faults;
}

function withoutEvent({ name }: Packaged): string {
  return `${name} has no event in checks/runtime/events.ts.`;
}

interface Surroundings {
  program: string;
  resources: Resources;
  /** A server that takes connections and never answers. */
  silent: string;
}

async function faultsOf(
  packaged: Packaged,
  trial: Trial,
  { program, resources, silent }: Surroundings,
): Promise<string[]> {
  const database = await startEmbeddedDynamodb();
  try {
    await fill(database.endpoint, resources, packaged.environment);
    const on = (endpoint: string) => ({
      ...packaged,
      environment: { ...packaged.environment, ...aws(endpoint) },
    });
    const { [SETTING]: _, ...without } = packaged.environment;
    return [
      ...faultsOfAnswer(packaged, trial, await invoke(program, on(database.endpoint), trial.event)),
      ...faultsOfSilence(packaged, trial, await invoke(program, on(silent), trial.event)),
      ...faultsOfStart(
        packaged,
        SETTING,
        await invoke(program, { ...packaged, environment: without }, trial.event),
      ),
    ];
  } finally {
    await database.close();
  }
}

/** What Lambda adds to the environment. */
function aws(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'rehearsal',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
  };
}

function templateOf(folder: string): Resources {
  const template = join(folder, 'cloudformation-template-update-stack.json');
  return (JSON.parse(readFileSync(template, 'utf8')) as { Resources: Resources }).Resources;
}

function unpacked(folder: string, resources: Resources): Packaged[] {
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties = {} }) => {
      const { Code, Handler, Timeout, MemorySize, Environment } = Properties as unknown as FunctionProperties;
      const name = Code.S3Key.replace(/^.*\/|\.zip$/g, '');
      const target = resolve('.packages/runtime', name);
      rmSync(target, { recursive: true, force: true });
      unzip(join(folder, `${name}.zip`), target);
      const environment = Object.entries(Environment.Variables).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : settingOfCloudFormation(key),
      ]);
      return {
        name,
        folder: target,
        handler: Handler,
        timeout: Timeout,
        memorySize: MemorySize,
        environment: Object.fromEntries(environment) as Record<string, string>,
      };
    });
}

interface FunctionProperties {
  Code: { S3Key: string };
  Handler: string;
  Timeout: number;
  MemorySize: number;
  Environment: { Variables: Record<string, unknown> };
}

/** The tables of the template, with a store and an outstanding order. */
async function fill(
  endpoint: string,
  resources: Resources,
  environment: Record<string, string>,
): Promise<void> {
  await createTables(endpoint, resources);
  const credentials = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };
  const database = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const documents = DynamoDBDocumentClient.from(database, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const put = (table: string, Item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName: environment[table], Item }));
  const now = new Date().toISOString();
  await put('STORES_TABLE', { store: STORE.id, revision: 'first', details: storeOf(now) });
  const order = newOrder(ORDER_ID, orderContent.parse(orderBody), now);
  await put('ORDERS_TABLE', toItem(STORE.id, order, { revision: 'first' }));
  database.destroy();
}

function storeOf(now: Instant): Store {
  const { id, username, password, apiToken } = STORE;
  const secret = (text: string) => [{ hash: hashMade(text), since: now }];
  return {
    id,
    name: id,
    enabled: true,
    username,
    passwords: secret(password),
    apiTokens: secret(apiToken),
    createdAt: now,
    updatedAt: now,
  };
}

async function silentServer(): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
