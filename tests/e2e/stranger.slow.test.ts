import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { npmStart, type RunningServer } from './npm-start.ts';

/*
 * Somebody who has never seen the project opens the console after `npm start` and needs nothing else: no command, no table, no
 * page of docs. Lightspeed and the webstore are played by the simulator of `npm start`.
 */

const inBrowser = noBrowser === undefined ? describe : describe.skip;
const dataDir = mkdtempSync(join(tmpdir(), 'stranger-'));
let server: RunningServer;
let browser: Browser;
let page: Page;
let origin = '';

beforeAll(async () => {
  if (noBrowser !== undefined) return;
  server = await npmStart(dataDir);
  origin = server.origin.replace('127.0.0.1', 'localhost');
  browser = await openBrowser();
  page = await browser.newPage();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What stands beside a name on a card, as the page shows it. */
async function onTheCard(name: string): Promise<string> {
  return (await page.locator(`dt:text-is("${name}") + dd code`).textContent()) ?? '';
}

/** Clicks a link whose words begin so. */
async function follow(words: string): Promise<void> {
  await page.locator('nav.store').getByRole('link', { name: words, exact: true }).click();
}

inBrowser('somebody who has never seen the project', () => {
  test('adds a store, connects Lightspeed, finds out why an order was refused, and requeues it', async () => {
    await page.goto(`${origin}/console`);
    await page.click('button:has-text("operator@example.com")');
    await page.fill('#id', 'coolbike');
    await page.fill('#name', 'Cool Bike');
    await page.click('button:has-text("Add the store")');
    const password = await onTheCard('Lightspeed’s password');
    const token = await onTheCard('The webstore’s API token');
    const url = await onTheCard('URL for Lightspeed');
    expect(url).toBe(`http://coolbike.localhost:${new URL(origin).port}/LightSpeed`);

    // In a tab of its own stands what is otherwise another company's program.
    const simulator = await browser.newPage();
    const press = async (button: string): Promise<string> => {
      await simulator.click(`button:text-is("${button}")`);
      return simulator.innerText('[role=status]');
    };
    const place = async (): Promise<string> =>
      /order (\d+)/.exec(await press('Place an order'))?.[1] ?? 'none was placed';

    // The manual's form.
    await page.click('a.button:has-text("Next")');
    expect(await page.isChecked('#enabled')).toBe(true);
    await page.fill('#username', 'cool');
    await page.fill('#timeZone', 'America/Boise');
    await page.click('button:has-text("Save")');
    expect(await page.inputValue('#username')).toBe('cool');
    await page.click('button:has-text("Record for an hour")');
    expect(await page.locator('.steps .ticked').count()).toBe(0);

    await simulator.goto((await page.getAttribute('a:has-text("Play it on this machine")', 'href')) ?? '');
    expect(await simulator.inputValue('[name=url]')).toBe(url);
    await simulator.fill('[name=password]', 'not the password');
    expect(await press('Test Connection')).toContain('401');
    await simulator.fill('[name=password]', password);
    expect(await press('Test Connection')).toContain('The connection works.');
    await simulator.fill('[name=token]', token);
    const refused = await place();
    const shipped = await place();
    expect(await press('Poll')).toContain('2 orders offered.');
    await simulator.fill('[name=order]', refused);
    expect(await press('Refuse this order, take the others')).toContain('ErrorsRecorded');
    await simulator.fill('[name=order]', shipped);
    expect(await press('Ship this order')).toContain('Recorded');
    await page.locator('.steps .ticked').nth(3).waitFor({ timeout: 30_000 });
    expect(await page.locator('.steps .ticked').count()).toBe(4);

    // Why was it refused?
    await follow('Overview');
    expect(await page.locator('.sentence').first().innerText()).toContain('refused 1 order');
    await page.getByRole('link', { name: refused, exact: true }).click();
    expect(await page.textContent('.answer .sentence')).toBe('Lightspeed refused it.');
    expect(await page.innerText('.answer')).toContain('Unknown part KA-49006-1234');

    // The part is in Lightspeed now.
    await page.click('summary:has-text("Requeue")');
    await page.fill('#requeue-reason', 'The part is there now');
    await page.click('button:has-text("Requeue the order")');
    expect(await page.innerText('[role=status]')).toContain('The next poll offers it.');
    expect(await page.innerText('h1')).toBe(`Order ${refused} Waiting`);
    expect(await press('Poll')).toContain(refused);
    expect(await press('Take all that is offered')).toContain('Downloaded');
    await page.reload();
    expect(await page.innerText('h1')).toBe(`Order ${refused} Taken`);
    await follow('Overview');
    expect(await page.innerText('section[aria-labelledby=needs]')).toContain('Nothing.');
  }, 240_000);
});
