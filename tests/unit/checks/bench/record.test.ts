import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { startRecorder } from '../../../../checks/bench/record.ts';

const database = createServer((_, outgoing) => outgoing.end('{"Item":{}}')).listen(0, '127.0.0.1');
await once(database, 'listening');
const recorder = await startRecorder(`http://127.0.0.1:${(database.address() as AddressInfo).port}`);

afterAll(async () => {
  await recorder.close();
  database.close();
});

async function ask(operation: string, input: object): Promise<string> {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const answer = await fetch(recorder.endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  return answer.text();
}

test('calls in parallel are one round trip, and what waits for an answer is another', async () => {
  await Promise.all([ask('GetItem', { TableName: 'stores' }), ask('GetItem', { TableName: 'stores' })]);
  await ask('UpdateItem', { TableName: 'activity' });
  const got = { operation: 'GetItem', input: { TableName: 'stores' }, status: 200, answer: '{"Item":{}}' };
  expect(recorder.take()).toEqual([
    { ...got, roundTrip: 1 },
    { ...got, roundTrip: 1 },
    { ...got, operation: 'UpdateItem', input: { TableName: 'activity' }, roundTrip: 2 },
  ]);
  expect(await ask('Query', {})).toBe('{"Item":{}}');
  expect(recorder.take()).toEqual([
    { operation: 'Query', input: {}, status: 200, answer: '{"Item":{}}', roundTrip: 1 },
  ]);
});
