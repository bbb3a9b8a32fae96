import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exchange, questionOf } from './exchanges.ts';

/*
 * A database that plays back recorded answers after some milliseconds. It has its own process, so that its processor
 * time can be measured: `node playback.ts EXCHANGES.json MILLISECONDS`. Sends its port to its parent.
 */

const [file = '', delayMs = ''] = process.argv.slice(2);
const exchanges: Exchange[] = JSON.parse(readFileSync(file, 'utf8'));
const answers = new Map(
  exchanges.map((exchange) => [
    questionOf(exchange.operation, exchange.input),
    { status: exchange.status, body: Buffer.from(exchange.answer) },
  ]),
);

const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
});
// A measured process may wait for its turn longer than the default of five seconds.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
  const question = questionOf(operation, JSON.parse(await text(incoming)));
  const { status, body } = answers.get(question) ?? unknown(question);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length };
  if (Number(delayMs) > 0) await sleep(Number(delayMs));
  outgoing.writeHead(status, headers).end(body);
}

/** It fails the call, and with it the measurement. */
function unknown(question: string): { status: number; body: Buffer } {
  process.stderr.write(`Nothing was recorded for ${question}.\n`);
  const message = {
    __type: 'com.amazon.coral.validate#ValidationException',
    message: 'Nothing was recorded.',
  };
  return { status: 400, body: Buffer.from(JSON.stringify(message)) };
}
