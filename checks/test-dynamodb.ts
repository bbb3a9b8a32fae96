import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isHelpAsked } from '../terminal/help.ts';
import { whyNot } from './dynamodb-local/fetch.ts';
import { startDynamodbLocal } from './dynamodb-local/start.ts';

/*
 * Runs tests/storage on Amazon's own DynamoDB Local: `npm run test:dynamodb`. What follows `--` goes to jest.
 */

const HELP = `Runs tests/storage on Amazon's own DynamoDB Local. What follows -- goes to jest.

It fetches DynamoDB Local once (50 MB), and needs a Java development kit 17, Maven and an x64 processor; without them it says so
and ends with 0.

Example: npm run test:dynamodb -- -t 'a page'`;

if (isHelpAsked(HELP)) process.exit(0);
const reason = whyNot();
if (reason) process.stdout.write(`${reason} The tests on DynamoDB Local are skipped.\n`);
else process.exitCode = await run(process.argv.slice(2));

async function run(jestArguments: string[]): Promise<number> {
  const { endpoint, pid, close } = await startDynamodbLocal();
  try {
    process.stdout.write(`DynamoDB Local listens on ${endpoint} (process ${pid}).\n`);
    return await runJest(endpoint, jestArguments);
  } finally {
    await close();
  }
}

async function runJest(endpoint: string, jestArguments: string[]): Promise<number> {
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = ['node_modules/jest/bin/jest.js', ...jestArguments, 'tests/storage/'];
  const env = { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: endpoint };
  const child = spawn(process.execPath, [...node, ...jest], { stdio: 'inherit', env });
  await once(child, 'exit');
  return child.exitCode ?? 1;
}
