import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { openStage } from '../operations/stage.ts';
import { toContext } from '../tests/support/call.ts';

// `npm run bench:watch`: how long the watch takes to look at many stores, on the embedded database, which shares this
// process and is much slower than DynamoDB. Every store polls, each tenth has orders that wait, each hundredth is silent.

/** Seconds after which the watch stops looking (`timeout` of serverless.yml, less what it keeps to tell). */
const LIMIT = 210;
const ORDERS = 20;

const { values } = parseArgs({ options: { stores: { type: 'string', default: '5000' } } });
const stores = Number(values.stores);
const folder = mkdtempSync(join(tmpdir(), 'web-orders-bench-'));
process.env['DATA_DIR'] = folder;
const stage = await openStage('local');
process.env['METRICS'] = 'by-store';
process.env['LOG_LEVEL'] = 'WARN';
const { documents, dynamodb } = await import('../lib/database/client.ts');
const { handler } = await import('../functions/watch-stores.ts');

const print = process.stdout.write.bind(process.stdout);
print(`Filling a database with ${stores} stores…\n`);
await fill();

let requests = 0;
dynamodb.middlewareStack.add(
  (next) => (args) => {
    requests += 1;
    return next(args);
  },
  { step: 'finalizeRequest', name: 'counting' },
);
let written = 0;
const streams = [process.stdout, process.stderr];
for (const stream of streams) {
  stream.write = (text: string | Uint8Array) => {
    written += text.length;
    return true;
  };
}
const started = performance.now();
await handler({}, toContext({ remainingMs: 240_000 }));
const seconds = (performance.now() - started) / 1000;
print(
  `${stores} stores in ${seconds.toFixed(1)} s (${((100 * seconds) / LIMIT).toFixed(0)} % of the ${LIMIT} s it has): ` +
    `${requests} requests, ${(requests / seconds).toFixed(0)} a second; ${(written / 1e6).toFixed(1)} MB of log\n`,
);
dynamodb.destroy();
await stage.close();
rmSync(folder, { recursive: true });

async function fill(): Promise<void> {
  const now = Date.now();
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const secret = [{ hash: 'x'.repeat(150), since: ago(9999) }];
  const items: [table: string | undefined, item: Record<string, unknown>][] = [];
  for (let i = 0; i < stores; i += 1) {
    const store = `store-${i}`;
    const details = {
      id: store,
      name: `Store ${i}`,
      enabled: true,
      username: 'lightspeed',
      passwords: secret,
      apiTokens: secret,
      createdAt: ago(9999),
      updatedAt: ago(9999),
    };
    items.push([process.env['STORES_TABLE'], { store, details, revision: 'the first' }]);
    const last = i % 100 === 0 ? 60 : 3;
    const polls = [1, 2, 3, 4, 5, 6].map((at) => [`polled${at}`, ago(last + 5 * at)]);
    items.push([
      process.env['ACTIVITY_TABLE'],
      { store, lastPolledAt: ago(last), ...Object.fromEntries(polls) },
    ]);
    for (let order = 0; i % 10 === 0 && order < ORDERS; order += 1) {
      const at = ago(10 + order);
      const keys = { turn: at, outstandingSince: at, placed: `${at}#${at}` };
      items.push([process.env['ORDERS_TABLE'], { store, orderId: String(order), ...keys }]);
    }
  }
  for (let at = 0; at < items.length; at += 25) {
    const some: Record<string, { PutRequest: { Item: Record<string, unknown> } }[]> = {};
    for (const [table = '', Item] of items.slice(at, at + 25))
      (some[table] ??= []).push({ PutRequest: { Item } });
    await documents.send(new BatchWriteCommand({ RequestItems: some }));
  }
}
