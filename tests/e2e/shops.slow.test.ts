import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npmStart, type RunningServer } from './npm-start.ts';

// A shop, Lightspeed, and the service between them: the books of both are compared. The shop's API loses answers, its
// webhooks come late, twice, in any order, or not at all.

const root = fileURLToPath(new URL('../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'shops-'));
let server: RunningServer | undefined;

beforeAll(async () => {
  server = await npmStart(dataDir);
}, 120_000);

afterAll(async () => {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

type Ended = { code: number | null; stdout: string; stderr: string };

async function run(file: string, words: string[], input: string[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [file, ...words], {
    cwd: root,
    // The commands find the server by its folder.
    env: { ...process.env, DATA_DIR: dataDir, COLUMNS: '200' },
  });
  child.stdin.end(input.map((line) => `${line}\n`).join(''));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

const shop = (...words: string[]) => run('players/shop.ts', words);

describe.each([
  ['woocommerce', '--tracking', 'notes'],
  ['woocommerce', '--tracking', 'shipment-tracking'],
  ['woocommerce', '--tracking', 'fulfillments'],
  ['shopify'],
  ['bigcommerce'],
])('a shop on %s %s %s', (platform, ...tracking) => {
  test('and Lightspeed have the same books after a day of trade, to the cent and the package', async () => {
    const { code, stdout, stderr } = await shop(
      platform,
      '--loop',
      '--orders',
      '16',
      '--seed',
      '7',
      ...tracking,
    );
    expect({ code, stderr, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      stderr: '',
      last: expect.stringMatching(/^Reconciled: \d+ orders and \d+ tracking numbers, to the cent\.$/),
    });
    expect(stdout).toContain('The webhooks were made in the shop');
  }, 240_000);
});

test('a shop whose books are one cent off is found out', async () => {
  const { code, stdout } = await shop(
    'woocommerce',
    '--loop',
    '--orders',
    '6',
    '--seed',
    '7',
    '--off-by',
    '1',
  );
  expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    code: 1,
    last: 'Not reconciled: 1 difference.',
  });
}, 240_000);
