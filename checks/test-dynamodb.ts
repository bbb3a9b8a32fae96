import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fetchDynamodbLocal, whyNot } from './dynamodb-local/fetch.ts';

/*
 * Runs tests/storage on Amazon's own DynamoDB Local: `npm run test:dynamodb`. What follows `--` goes to jest.
 */

const reason = whyNot();
if (reason) process.stdout.write(`${reason} The tests on DynamoDB Local are skipped.\n`);
else process.exitCode = await run(process.argv.slice(2));

async function run(jestArguments: string[]): Promise<number> {
  const dynamodb = start(fetchDynamodbLocal());
  try {
    const endpoint = `http://127.0.0.1:${await portOf(dynamodb)}`;
    process.stdout.write(`DynamoDB Local listens on ${endpoint} (process ${dynamodb.pid}).\n`);
    return await runJest(endpoint, jestArguments);
  } finally {
    if (dynamodb.exitCode === null && dynamodb.kill('SIGKILL')) await once(dynamodb, 'exit');
  }
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
  // However this process ends, it takes the server with it.
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

async function runJest(endpoint: string, jestArguments: string[]): Promise<number> {
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = ['node_modules/jest/bin/jest.js', ...jestArguments, 'tests/storage/'];
  const env = { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: endpoint };
  const child = spawn(process.execPath, [...node, ...jest], { stdio: 'inherit', env });
  await once(child, 'exit');
  return child.exitCode ?? 1;
}
