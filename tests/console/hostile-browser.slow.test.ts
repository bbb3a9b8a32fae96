import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { PIECES } from '../hostile/arbitraries.ts';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { OPERATOR, openConsole } from '../support/console.ts';
import { addHostileStore, ORDER_ID } from '../support/hostile-store.ts';

/* A store full of hostile texts in a real Chromium: nothing of them runs, and no page breaks. */

const site = await openConsole();
const inBrowser = noBrowser === undefined ? describe : describe.skip;

const RUNS = 'window.broken=1';
const TEXTS: [name: string, text: string][] = [
  [
    'markup',
    `"><script>${RUNS}</script></textarea></title></style></pre></svg><script>${RUNS}</script><img src=x onerror="${RUNS}"><a href="javascript:${RUNS}">x</a><iframe srcdoc="<script>parent.broken=1</script>"></iframe>' onmouseover='${RUNS}' autofocus onfocus='${RUNS}`,
  ],
  ['pieces', PIECES.join('')],
  ['no blank', 'W'.repeat(400)],
  ['other directions', `\u202E${'שלום '.repeat(20)}\u2066${'\u0301'.repeat(60)}\u200B\uFEFF`],
];

let browser: Browser;
let server: Server;
let origin = '';

beforeAll(async () => {
  if (noBrowser !== undefined) return;
  for (const [at, [, text]] of TEXTS.entries()) await addHostileStore(`hostile-${at}`, text);
  server = createServer((request, response) => {
    void site
      .get(request.url ?? '/', OPERATOR)
      .then(({ status, headers, body }) =>
        response.writeHead(status, headers as Record<string, string>).end(body),
      );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

const pagesOf = (id: string): string[] =>
  [
    '',
    '/orders',
    `/orders/${ORDER_ID}`,
    '/lightspeed',
    '/webstore',
    '/wire',
    '/wire/2026-11-23T18:00:00.000Z%23r',
  ]
    .map((page) => `/console/stores/${id}${page}`)
    .concat(`/console/stores?find=${id}`, '/console/people', `/console/audit?store=${id}`);

inBrowser('a store full of hostile texts', () => {
  test.each(
    TEXTS.flatMap(([name], at) => [320, 1280].map((width) => [name, width, `hostile-${at}`] as const)),
  )(
    '(%s) at %d px runs nothing and breaks no page',
    async (_, width, id) => {
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('dialog', (dialog) => faults.push(dialog.message()));
      page.on('request', (request) => request.url().startsWith(origin) || faults.push(request.url()));
      for (const path of pagesOf(id)) {
        await page.goto(origin + path);
        // What opens in place is looked at too.
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
        const seen = await page.evaluate(`({
          broken: window.broken ?? null,
          scripts: document.scripts.length,
          frames: document.querySelectorAll('iframe, img, object, embed').length,
          tooWide: [...document.querySelectorAll('body *')]
            .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && getComputedStyle(one).position !== 'absolute')
            .map((one) => one.outerHTML.slice(0, 80))
            .slice(0, 3),
        })`);
        expect([path, seen]).toEqual([path, { broken: null, scripts: 1, frames: 0, tooWide: [] }]);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
    120_000,
  );
});
