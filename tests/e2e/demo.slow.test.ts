import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { byKeyboard } from '../support/keyboard.ts';
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

/** A dealer at a page, without JavaScript. */
async function dealerAt(path: string) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const at = await context.newPage();
  await at.goto(`${origin}/console`);
  await at.click('button:has-text("dealer@example.com")');
  await at.waitForURL(`${origin}/console/**`);
  await at.goto(origin + path);
  const said = () => at.textContent('[role=status]');
  return { page: at, hands: byKeyboard(at), said, close: () => context.close() };
}

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
    expect(await page.locator('svg.bars rect').count()).toBe(60);
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

  test('lets a dealer see to what was not understood, by the keyboard alone and without JavaScript', async () => {
    const { page: at, hands, said, close } = await dealerAt(`${store}/webstore`);
    const waiting = at.locator('table:has-text("Orders that were not understood") tbody tr');
    const before = await waiting.count();
    expect(before).toBeGreaterThan(0);
    await hands.press('td button:has-text("Read again")');
    expect(await said()).toContain('It is read again within a minute.');
    expect(await waiting.count()).toBe(before);
    await hands.press('button:has-text("Set aside")');
    expect(await said()).toBe('✓ It is set aside and listed no more.');
    expect(await waiting.count()).toBe(before - 1);
    await close();
  });

  test('and resend all that was given up, and remove the URL that nothing listens at', async () => {
    const { page: at, hands, said, close } = await dealerAt(`${store}/webstore?show=failed`);
    expect(await at.locator('#messages ~ div tbody tr').count()).toBeGreaterThan(0);
    await hands.press('button:has-text("Resend all that were given up")');
    expect(await said()).toBe('✓ What was not delivered is told again within a minute.');
    await at.goto(`${origin}${store}/webstore?show=failed`);
    expect(await at.textContent('#messages ~ div')).toContain('None was given up.');
    await hands.open('summary:has-text("Remove the URL")');
    await hands.press('button:has-text("Remove the URL")');
    expect(await said()).toContain('The webstore gets no more messages.');
    expect(await at.locator('#url').inputValue()).toBe('');
    await close();
  });
});
