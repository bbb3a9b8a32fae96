/** `npm run screenshots`: a picture of every page of the console, light and dark, for README.md and docs/console.md. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openStage } from '../../operations/stage.ts';
import { runCommand } from '../../terminal/run-command.ts';
import { noBrowser, openBrowser } from '../../tests/support/browser.ts';
import { type ConsoleHere, openConsole } from './console.ts';
import { fill } from './fill.ts';
import { OPERATOR } from './history/people.ts';
import { startReceivers } from './history/receivers.ts';

const HELP = `Makes the pictures of docs/console: every page, light and dark, of the month of npm run demo.

  npm run screenshots [-- FOLDER]

The clock of the service and of the browser stands, and nobody in the pictures exists.

Example: npm run screenshots -- /tmp/pictures
`;

const END = '2026-11-20T18:05:00Z';
const ORIGIN = 'https://console.weborders.example.com';
const STORE = '/console/stores/coolbike';
const WIDE = { width: 1120, height: 760 };
const PHONE = { width: 390, height: 760 };
const MOST_HEIGHT = 1100;

interface Picture {
  name: string;
  path: string;
  /** Opens what is to be seen. */
  open?: (page: Page) => Promise<unknown>;
  viewport?: typeof WIDE;
  /** Pixels at most; else `MOST_HEIGHT`. */
  most?: number;
}

async function firstLink(page: Page, selector: string): Promise<void> {
  const href = await page.getAttribute(selector, 'href');
  await page.goto(new URL(href ?? '', page.url()).href);
}

const PICTURES: readonly Picture[] = [
  { name: 'stores', path: '/console/stores' },
  { name: 'overview', path: STORE, most: 2000 },
  { name: 'overview-phone', path: STORE, viewport: PHONE },
  { name: 'orders', path: `${STORE}/orders` },
  {
    name: 'order',
    path: `${STORE}/orders?status=Refused`,
    open: (page) => firstLink(page, 'tbody tr:last-child a'),
  },
  { name: 'lightspeed', path: `${STORE}/lightspeed` },
  { name: 'webstore', path: `${STORE}/webstore` },
  { name: 'wire', path: `${STORE}/wire` },
  {
    name: 'call',
    path: `${STORE}/wire`,
    open: (page) => firstLink(page, 'tr:has-text("offered") a >> nth=0'),
  },
  { name: 'people', path: '/console/people' },
  { name: 'audit', path: '/console/audit?store=coolbike' },
];

await runCommand('npm run screenshots -- --help', async () => {
  const [folder = 'docs/console'] = process.argv.slice(2);
  if (['--help', '-h'].includes(folder)) {
    console.log(HELP);
    return 0;
  }
  if (noBrowser !== undefined) throw new Error(`No pictures can be made: ${noBrowser}.`);
  process.env['DATA_DIR'] = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const stage = await openStage('local');
  const receivers = await startReceivers(Date.parse(END));
  try {
    await fill({ end: Date.parse(END), origin: ORIGIN, receivers });
    await takeAll(await openConsole(ORIGIN), folder);
    return 0;
  } finally {
    receivers.close();
    await stage.close();
    rmSync(process.env['DATA_DIR'], { recursive: true, force: true });
  }
});

async function takeAll(here: ConsoleHere, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { origin, server } = await serve(here);
  const browser = await openBrowser();
  try {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const picture of PICTURES) {
        const bytes = await take(browser, picture, { origin, colorScheme });
        writeFileSync(join(folder, `${picture.name}-${colorScheme}.webp`), bytes);
        console.error(`${picture.name}, ${colorScheme}: ${(bytes.length / 1000).toFixed(0)} kB`);
      }
  } finally {
    await browser.close();
    server.close();
  }
}

async function take(
  browser: Browser,
  { path, open, viewport = WIDE, most = MOST_HEIGHT }: Picture,
  { origin, colorScheme }: { origin: string; colorScheme: 'light' | 'dark' },
): Promise<Buffer> {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 1 });
  await context.clock.setFixedTime(END);
  const page = await context.newPage();
  await page.goto(origin + path);
  await open?.(page);
  const height = Math.min(most, Number(await page.evaluate('document.documentElement.scrollHeight')));
  await page.setViewportSize({ ...viewport, height });
  const png = await page.screenshot();
  const bytes = await webp(browser, png);
  await context.close();
  return bytes;
}

/** A third of the bytes of a PNG; the browser can write it. */
async function webp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const text = await page.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.7);
  })()`);
  await page.close();
  return Buffer.from(String(text).split(',')[1] ?? '', 'base64');
}

/** The console on loopback, for an operator. */
async function serve(here: ConsoleHere): Promise<{ origin: string; server: Server }> {
  const cookie = await here.cookieOf(OPERATOR);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await here.call({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: { cookie },
    });
    response.writeHead(status, headers as Record<string, string>).end(body);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}
