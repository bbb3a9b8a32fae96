import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { anOrderBody } from '../support/an-order-body.ts';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { npmStart, type RunningServer } from './npm-start.ts';

/*
 * The console in a real Chromium, against `npm start` and its OpenID provider. Where no browser can run it is skipped.
 */

const inBrowser = noBrowser === undefined ? describe : describe.skip;
/** `npm run test:slow` has the time for all of it. */
const isSlow = process.env['SLOW'] === '1' || process.env['LONG'] === '1';
const inSlow = noBrowser === undefined && isSlow ? describe : describe.skip;
const axe = createRequire(import.meta.url).resolve('axe-core');
const dataDir = mkdtempSync(join(tmpdir(), 'console-'));
let server: RunningServer;
let browser: Browser;
let origin = '';

/** What a customer might enter to break a page, for every text field. */
const HOSTILE = `"><script>window.broken=1</script><img src=x onerror="window.broken=1">'{{7*7}}\u202E${'W'.repeat(300)}`;

beforeAll(async () => {
  if (noBrowser !== undefined) return;
  server = await npmStart(dataDir);
  origin = server.origin.replace('127.0.0.1', 'localhost');
  browser = await openBrowser();
  await place('100234', anOrderBody());
  const text = HOSTILE;
  const name = { lastName: text.slice(0, 100), address1: text.slice(0, 100), city: text.slice(0, 60) };
  const billTo = { ...(anOrderBody()['billTo'] as object), ...name };
  await place(
    'hostile',
    anOrderBody({ billTo, payments: [{ method: text.slice(0, 100), amount: '77.09' }] }),
  );
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

async function place(orderId: string, body: unknown): Promise<void> {
  const headers = { Authorization: 'Bearer local-token', 'Content-Type': 'application/json' };
  const answer = await fetch(`${origin}/orders/${orderId}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  });
  expect([answer.status, answer.ok || (await answer.text())]).toEqual([201, true]);
}

/** Plays Lightspeed once, as `npm run lightspeed` does. */
function lightspeed(...args: string[]): void {
  const env = { ...process.env, LIGHTSPEED_URL: `${origin}/LightSpeed` };
  const { status, stderr } = spawnSync(process.execPath, ['players/lightspeed.ts', ...args], {
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
}

interface Visit {
  page: Page;
  context: BrowserContext;
  /** What no page may cause: errors in the console, calls to other hosts, violations of the policy. */
  faults: string[];
}

async function visit(who: 'operator' | 'dealer', options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  await page.goto(`${origin}/console`);
  await page.click(`button:has-text("${who}@example.com")`);
  await page.waitForURL(`${origin}/console/**`);
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => request.url().startsWith(origin) || faults.push(request.url()));
  return { page, context, faults };
}

const DARK: [string, BrowserContextOptions] = [
  'dark',
  { colorScheme: 'dark' as const, viewport: { width: 1200, height: 800 } },
];
const store = '/console/stores/local';
const pages = [
  '/console/stores',
  store,
  `${store}/orders`,
  `${store}/orders/100234`,
  `${store}/orders/hostile`,
  `${store}/orders/not-there`,
  `${store}/lightspeed`,
  `${store}/webstore`,
  `${store}/wire`,
  '/console/people',
  '/console/audit',
  '/console/nothing',
];

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

/** What axe-core finds against WCAG 2.2 AA. */
async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource());
  const { violations } = (await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as AxeResult;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

async function axeSource(): Promise<string> {
  const { readFileSync } = await import('node:fs');
  return readFileSync(axe, 'utf8');
}

inBrowser('every page', () => {
  test.each([
    ['light', { colorScheme: 'light' as const, viewport: { width: 1200, height: 800 } }],
    ...(isSlow ? [DARK] : []),
    ['320 px wide', { viewport: { width: 320, height: 640 } }],
  ])(
    'in %s has no fault that axe finds, no error, no other host, and fits',
    async (_, options) => {
      const { page, context, faults } = await visit('operator', options);
      const titles = new Set<string>();
      for (const path of pages) {
        await page.goto(origin + path);
        expect([path, await axeFaults(page)]).toEqual([path, []]);
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect([path, overflow]).toEqual([path, 0]);
        expect([path, await page.evaluate('window.broken')]).toEqual([path, undefined]);
        titles.add(await page.title());
      }
      expect(titles.size).toBe(pages.length);
      // The browser itself writes down that the last page is a 404.
      expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
      await context.close();
    },
    120_000,
  );
});

inSlow('every page', () => {
  test('weighs at most 40 kB with all that it loads, the script at most 8 kB', async () => {
    const { page, context } = await visit('operator');
    for (const path of pages) {
      let bytes = 0;
      let script = 0;
      const count = async (response: { body: () => Promise<Buffer>; url: () => string }) => {
        const { length } = await response.body();
        bytes += length;
        if (response.url().endsWith('.js')) script += length;
      };
      const counting: Promise<void>[] = [];
      page.on('response', (response) => void counting.push(count(response)));
      await page.goto(origin + path, { waitUntil: 'networkidle' });
      await Promise.all(counting);
      page.removeAllListeners('response');
      expect([path, bytes <= 40_000 || bytes, script <= 8 * 1024 || script]).toEqual([path, true, true]);
    }
    await context.close();
  }, 120_000);
});

inBrowser('without JavaScript', () => {
  test('somebody adds a store, fills in the form, reads why an order was refused, and cancels it', async () => {
    const { page, context } = await visit('operator', { javaScriptEnabled: false });
    await page.goto(`${origin}/console/stores`);
    await page.fill('#id', 'quietbike');
    await page.fill('#name', 'Quiet Bike');
    await page.click('button:has-text("Add the store")');
    expect(await page.textContent('h1')).toBe('Keep these now');
    await page.click('a:has-text("Next")');
    await page.fill('#username', 'quiet');
    await page.fill('#timeZone', 'America/Boise');
    await page.click('button:has-text("Save")');
    expect(await page.textContent('[role=status]')).toBe(
      '✓ The settings were saved. A running service knows within 15 seconds.',
    );
    expect(await page.inputValue('#username')).toBe('quiet');

    await place('100300', anOrderBody());
    lightspeed('poll');
    lightspeed('acknowledge', '--refuse', '100300=Unknown part KA-1');
    await page.goto(`${origin}${store}`);
    await page.click('a:has-text("100300")');
    expect(await page.textContent('.answer .sentence')).toBe('Lightspeed refused it.');
    await page.click('summary:has-text("Cancel order")');
    await page.fill('#cancel-reason', 'No longer sold');
    await page.click('button:has-text("Cancel the order")');
    expect(await page.textContent('h1')).toBe('Order 100300 Canceled');
    await context.close();
  }, 120_000);
});

inSlow('the connection assistant', () => {
  test('ticks its steps by itself while Lightspeed is set up, and says what was wrong', async () => {
    const { page, context, faults } = await visit('dealer');
    expect(page.url()).toBe(`${origin}${store}`);
    await page.goto(`${origin}${store}/wire`);
    await page.click('button:has-text("Record for an hour")');
    await page.goto(`${origin}${store}/lightspeed`);
    const wrong = Buffer.from('ligthspeed:local-password').toString('base64');
    // A running function knows of the recording within fifteen seconds.
    await page.waitForTimeout(16_000);
    await fetch(`${origin}/LightSpeed`, { headers: { authorization: `Basic ${wrong}` } });
    lightspeed('test');
    await place('100400', anOrderBody());
    lightspeed('poll');
    lightspeed('acknowledge');
    lightspeed('ship', '100400', '--tracking', '1Z999', '--carrier', 'UPS');
    const done = page.locator('.steps .good');
    await done.nth(3).waitFor({ timeout: 20_000 });
    expect(await done.count()).toBe(4);
    const calls = await page.locator('.calls').textContent();
    expect(calls).toContain('Test Connection: wrong user "ligthspeed"');
    expect(calls).toContain('Test Connection: fine');
    expect(calls).not.toContain('local-password');
    expect(faults).toEqual([]);
    await context.close();
  }, 120_000);
});

inBrowser('the keyboard alone', () => {
  test('finds an order, opens it, and shows its keys', async () => {
    const { page, context } = await visit('dealer');
    await page.goto(`${origin}${store}/orders`);
    await page.keyboard.press('/');
    await page.keyboard.type('100234');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}${store}/orders/100234`);
    await page.keyboard.press('?');
    expect(await page.textContent('#keys h2')).toBe('Keys');
    await page.goto(`${origin}${store}/orders`);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const first = await page.locator('tbody tr a').first().textContent();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}${store}/orders/${first}`);
    await context.close();
  }, 60_000);
});

inBrowser('signing out', () => {
  test('ends the session in both of two browsers', async () => {
    const one = await visit('dealer');
    const two = await visit('dealer');
    await one.page.click('button:has-text("Sign out")');
    expect(await one.page.textContent('h1')).toBe('You are signed out');
    const { status } = await two.page.request
      .get(`${origin}${store}`, { maxRedirects: 0 })
      .then((answer) => ({ status: answer.status() }));
    expect(status).toBe(303);
    // On a shared machine, the next person is asked who it is.
    await one.page.click('a:has-text("Sign in again")');
    await one.page.click('button:has-text("operator@example.com")');
    await one.page.waitForURL(`${origin}/console/stores`);
    expect(await one.page.textContent('.who span')).toBe('operator@example.com');
    await one.context.close();
    await two.context.close();
  }, 60_000);
});
