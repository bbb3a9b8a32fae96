import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../players/seeded-random.ts';
import { openBigCommerceShop } from '../../players/shop/bigcommerce/shop.ts';
import type { Opening, PlayedShop } from '../../players/shop/played-shop.ts';
import type { Sale } from '../../players/shop/sale.ts';
import { openShopifyShop } from '../../players/shop/shopify/shop.ts';
import { openWooShop } from '../../players/shop/woocommerce/shop.ts';
import { npmStart, type RunningServer } from './npm-start.ts';

// `npm run platforms`, from the two keys to the last webhook, against a shop of each platform.

const root = fileURLToPath(new URL('../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'connect-'));
let server: RunningServer | undefined;

beforeAll(async () => {
  server = await npmStart(dataDir);
}, 120_000);

afterAll(async () => {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

const COMMAND = ['operations/platforms.ts', '--stage', 'local'];
const env = { ...process.env, DATA_DIR: dataDir, COLUMNS: '300' };

async function platforms(words: string, secrets: string[] = []): Promise<Said> {
  const child = spawn(process.execPath, [...COMMAND, ...words.split(' ')], { cwd: root, env });
  child.stdin.end(secrets.map((secret) => `${secret}\n`).join(''));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

const opening = (firstId: number): Opening => ({
  random: seededRandom('connect'),
  port: 0,
  firstId,
  tracking: 'notes',
  loses: () => false,
});

const sale: Sale = {
  currency: 'USD',
  step: 1,
  taxBasisPoints: 600,
  pricesIncludeTax: false,
  billTo: {
    lastName: 'Reyes',
    address1: '12 Elm St',
    city: 'Boise',
    state: 'ID',
    postalCode: '83702',
    country: 'US',
  },
  shipTo: undefined,
  lines: [{ sku: 'KA-1', name: 'Boot', brand: 'Kawasaki', quantity: 2, unit: 3450, discount: 0 }],
  fees: [],
  shipping: 0,
  isShippingTaxed: false,
  giftCard: 0,
  payment: { id: 'stripe', title: 'Visa' },
  note: '',
};
const nowhere: Sale = { ...sale, billTo: { ...sale.billTo, address1: '' } };

/** What the service makes of an order of the shop, as soon as it is what is expected. */
async function eventually(words: string, expected: RegExp): Promise<string> {
  let { stdout } = await platforms(words);
  for (let tries = 0; tries < 20 && !expected.test(stdout); tries += 1) {
    await sleep(500);
    ({ stdout } = await platforms(words));
  }
  return stdout;
}

describe.each<[string, (opening: Opening) => Promise<PlayedShop>, string, number]>([
  ['woocommerce', openWooShop, 'WooCommerce', 4],
  ['shopify', openShopifyShop, 'Shopify', 4],
  ['bigcommerce', openBigCommerceShop, 'BigCommerce', 1],
])('a shop on %s', (platform, open, title, webhooks) => {
  let shop: PlayedShop;

  beforeAll(async () => {
    shop = await open(opening(1001));
  });

  afterAll(async () => {
    await shop.close();
  });

  const keys = () => shop.keys.map(({ value }) => value);

  test('is not connected with wrong keys, which a sentence says', async () => {
    const { code, stdout, stderr } = await platforms(`connect local ${platform} --shop ${shop.shop}`, [
      'no',
      'no',
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The credentials were tried, and it failed\. The shop answered 40[01]/);
    expect((await platforms(`show local ${platform}`)).stderr).toBe(
      `Store local is not connected to ${title}.`,
    );
  }, 60_000);

  test('is connected with the right ones: the webhooks are made, and the first order arrives', async () => {
    const { code, stdout, stderr } = await platforms(`connect local ${platform} --shop ${shop.shop}`, keys());
    const [tried, made, , url] = stdout.split('\n');
    expect({ code, stderr, made, url }).toEqual({
      code: 0,
      stderr: '',
      made: `The webhooks were made in the shop: ${webhooks}. Nothing is to be pasted.`,
      url: `Delivery URL ${server?.origin.replace('127.0.0.1', 'localhost')}/platforms/${platform}`,
    });
    expect(tried).toMatch(/^The shop .*lets us read its orders\.$/);
    shop.book.place(sale, 'paid');
    await shop.deliveries.settled();
    expect(await eventually(`show local ${platform}`, /Last delivery +\d/)).toMatch(/Way +both ways/);
    expect((await platforms('list')).stdout).toMatch(new RegExp(`local +${title} .* both ways`));
    expect((await platforms(`test local ${platform}`)).stdout).toMatch(
      /^The shop .*lets us read its orders\./,
    );
  }, 60_000);

  test('shows what is held, what was not understood, and reads it again when it is filled in', async () => {
    const unpaid = shop.book.place(sale, 'unpaid');
    const odd = shop.book.place(nowhere, 'paid');
    await shop.deliveries.settled();
    await platforms(`sync local ${platform} --since 2026-01-01`);
    expect(await eventually('held local', /It is not paid/)).toContain(`It is not paid`);
    const waits = await eventually('not-understood local', /has no street/);
    expect(waits).toContain('has no street, city or country');
    expect((await platforms('not-understood local --again')).stdout).toContain('NotUnderstood');
    shop.book.change(odd, 'updated', { sale });
    shop.book.change(unpaid, 'canceled', { state: 'canceled' });
    await shop.deliveries.settled();
    const synced = (await platforms(`sync local ${platform} --since 2026-01-01`)).stdout;
    expect(synced).toMatch(/^3 orders have changed since 2026-01-01T00:00:00(\.000)?Z; each was read\./);
    expect(await eventually('not-understood local', /^Everything/)).toBe('Everything was understood.');
    expect(await eventually('held local', /^No order/)).toBe('No order is held.');
  }, 120_000);

  test('is left: its webhooks are deleted, and nothing is taken from it any more', async () => {
    expect(await platforms(`disconnect local ${platform}`)).toEqual({
      code: 0,
      stderr: '',
      stdout: `local is no longer connected to ${title}. Its webhooks in the shop are deleted.`,
    });
    expect(shop.isConnected()).toBe(false);
    const url = `${server?.origin}/platforms/${platform}`;
    const status = async () => (await fetch(url, { method: 'POST', body: '{}' })).status;
    // A running service sees it within 15 seconds.
    for (let tries = 0; tries < 32 && (await status()) !== 404; tries += 1) await sleep(500);
    expect(await status()).toBe(404);
  }, 60_000);
});

// A terminal that nobody sits at.
const hasScript = spawnSync('script', ['--version']).status === 0;
const onTerminal = hasScript ? test : test.skip;
// oxlint-disable jest/no-standalone-expect -- onTerminal is a test block

onTerminal(
  'on a terminal the keys are not shown, and the first delivery is waited for and told',
  async () => {
    const shop = await openWooShop(opening(5001));
    const line = [process.execPath, ...COMMAND, 'connect', 'local', 'woocommerce', '--shop', shop.shop].join(
      ' ',
    );
    const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: root, env });
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      for (const { name, value } of shop.keys)
        if (seen.endsWith(`${name}: `)) child.stdin.write(`${value}\n`);
      if (seen.includes('Waiting for the first delivery') && shop.book.orders.size === 0)
        shop.book.place(sale, 'paid');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    await shop.close();
    const lines = seen
      .replaceAll('\r', '')
      .split('\n')
      .filter((one) => one !== '');
    expect({ code, lines: lines.filter((one) => !/^Delivery URL|^The shop at/.test(one)) }).toEqual({
      code: 0,
      lines: [
        'Consumer key: ',
        'Consumer secret: ',
        'The webhooks were made in the shop: 4. Nothing is to be pasted.',
        'Waiting for the first delivery: place an order. Ctrl-C ends the waiting, not the connection.',
        '✓ WooCommerce has tried the address, and got its answer.',
        // The sweep may have been given the order before.
        expect.stringMatching(/^✓ The first delivery has arrived: (Placed|Unchanged)\.$/),
      ],
    });
  },
  60_000,
);
