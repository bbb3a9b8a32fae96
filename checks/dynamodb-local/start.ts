import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fetchDynamodbLocal } from './fetch.ts';

export interface DynamodbLocal {
  endpoint: string;
  pid: number | undefined;
  close: () => Promise<void>;
}

/**
 * Starts DynamoDB Local in memory, on loopback and a free port. The server ends with this process, however that ends.
 */
export async function startDynamodbLocal(): Promise<DynamodbLocal> {
  const dynamodb = start(fetchDynamodbLocal());
  return {
    endpoint: `http://127.0.0.1:${await portOf(dynamodb)}`,
    pid: dynamodb.pid,
    close: async () => {
      if (dynamodb.exitCode === null && dynamodb.kill('SIGKILL')) await once(dynamodb, 'exit');
    },
  };
}

function start(folder: string): ChildProcess {
  const java = [
    `-Djava.library.path=${folder}`,
    '-cp',
    join(folder, '*'),
    'checks/dynamodb-local/Loopback.java',
  ];
  // In memory, so there is nothing to end gently; without telemetry, because tests call nobody.
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry'];
  const dynamodb = spawn('java', [...java, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => dynamodb.kill('SIGKILL'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return dynamodb;
}

async function portOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('Java has no output.');
  for await (const line of createInterface(stdout)) {
    const [, port] = /^Listening on port (\d+)$/.exec(line) ?? [];
    if (port !== undefined) {
      stdout.resume();
      return port;
    }
  }
  throw new Error('DynamoDB Local ended before it listened.');
}
