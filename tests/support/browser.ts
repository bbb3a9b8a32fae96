import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Why no browser can run here; `undefined` if one can: the one that npm brings is for x64 Linux. */
export const noBrowser =
  process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : `no browser comes with npm for ${process.platform} on ${process.arch}`;

/** A real Chromium, without a download. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      // In one process, which suits a Lambda function, the end of one page is the end of all.
      ...chromium.args.filter((arg) => arg !== '--single-process'),
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
    ],
    headless: true,
  });
}
