import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { freePort } from './npm-start.ts';

/* `npm run demo` starts, and its pages show what it promises. */

const inBrowser = noBrowser === undefined ? describe : describe.skip;
const dataDir = join(mkdtempSync(join(tmpdir(), 'demo-')), 'data');
let demo: ChildProcess;
let browser: Browser;
let page: Page;
let origin = '';
let printed = '';

beforeAll(async () => {
  if (noBrowser !== undefined) return;
  const port = String(await freePort());
  origin = `http://localhost:${port}`;
  demo = spawn('npm', ['run', '-s', 'demo'], {
    env: { ...process.env, PORT: port, DATA_DIR: dataDir },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [demo.stdout, demo.stderr])
    stream?.on('data', (chunk) => {
      printed += String(chunk);
    });
  while (!printed.includes('A demonstration:')) {
    if (demo.exitCode !== null) throw new Error(`npm run demo ended:\n${printed}`);
    await sleep(100);
  }
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(`${origin}/console`);
  await page.click('button:has-text("operator@example.com")');
  await page.waitForURL(`${origin}/console/stores`);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  if (demo?.pid !== undefined && demo.exitCode === null) {
    const ended = once(demo, 'exit');
    process.kill(-demo.pid, 'SIGINT');
    await ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** The text of a page of the console. */
async function textOf(path: string): Promise<string> {
  await page.goto(origin + path);
  return page.innerText('main');
}

const store = '/console/stores/coolbike';

inBrowser('npm run demo', () => {
  test('says where to look and whom to sign in as', () => {
    expect(printed).toContain(`A demonstration: ${origin}/console`);
    expect(printed).toContain('operator@example.com   sees all stores');
    expect(printed).toContain('dealer@example.com     sees Cool Bike');
  });

  test('shows stores in every health', async () => {
    const text = await textOf('/console/stores');
    for (const health of [
      'but it refused',
      'Lightspeed has been silent for',
      'Lightspeed calls and is turned away',
      'Lightspeed has never polled',
      'The module is off',
      'All is well. Lightspeed polled',
    ])
      expect(text).toContain(health);
  });

  test('shows refused orders in Lightspeed’s words, and a month with a week without polls', async () => {
    const text = await textOf(store);
    expect(text).toMatch(/refused \d+ times?/);
    expect(text).toContain('Unknown part');
    expect(text).toContain('No tax category for the ship-to state');
    expect(await page.locator('svg.bars rect').count()).toBe(30);
  });

  test.each(['Shipped', 'Canceled', 'Refused', 'PartiallyShipped', 'Downloaded'])(
    'has orders that are %s',
    async (status) => {
      await page.goto(`${origin}${store}/orders?status=${status}`);
      expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
    },
  );

  test('shows what a shop told and nobody understood, what waits to be paid, and messages that failed', async () => {
    expect(await textOf(store)).toMatch(/not understood|cannot be read/i);
    const webstore = await textOf(`${store}/webstore`);
    expect(webstore).toContain('Held until they are paid');
    expect(webstore).toContain('Not understood');
    expect(await textOf('/console/stores')).toMatch(/\d+ given up/);
  });

  test('shows the calls of the last hour, and who changed what', async () => {
    const calls = await textOf(`${store}/wire`);
    expect(calls).toMatch(/Test Connection: wrong (user|password)/);
    expect(calls).toContain('A poll: fine');
    const audit = await textOf('/console/audit?store=coolbike');
    expect(audit).toMatch(/Order \d+: requeued/);
  });
});
