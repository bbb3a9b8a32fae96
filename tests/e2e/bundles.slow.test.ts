import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { type BuildOptions, build } from 'esbuild';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import type { HttpAnswer } from '../support/call.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';

/*
 * `npm start` runs our code beside its packages. A deployed function is one minified CommonJS file. This builds those
 * files as `serverless package` does and calls them.
 */

const { custom, functions } = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '');
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
const basic = `Basic ${Buffer.from('lightspeed:p:w').toString('base64')}`;
const bearer = 'Bearer token';
const shipment = '<Shipment><TrackingNumber>1Z</TrackingNumber></Shipment>';

type OneCall = [name: string, method: string, path: string, body: string | undefined, status: number];

const calls: OneCall[] = [
  ['testConnection', 'GET', '/LightSpeed', undefined, 200],
  ['outstandingActivity', 'GET', '/LightSpeed/OutstandingActivity', undefined, 200],
  ['acknowledge', 'POST', '/LightSpeed/AcknowledgeRequest', '<AcknowledgeRequest/>', 200],
  ['ship', 'POST', '/LightSpeed/Order/1/Shipment', shipment, 404],
  ['cancel', 'POST', '/LightSpeed/Order/1/Cancel', '', 404],
  ['putOrder', 'PUT', '/orders/1', '{}', 422],
  ['getOrder', 'GET', '/orders/1', undefined, 404],
  ['listOrders', 'GET', '/orders', undefined, 200],
  ['addNote', 'POST', '/orders/1/notes', '{"text":"Calls on Friday"}', 404],
  ['cancelOrder', 'POST', '/orders/1/cancel', '{"reason":"Changed their mind"}', 404],
  ['requeueOrder', 'POST', '/orders/1/requeue', '{"reason":"Lost in Lightspeed"}', 404],
  ['resendMessages', 'POST', '/orders/1/resend', undefined, 404],
  ['getStatus', 'GET', '/status', undefined, 200],
  ['receiveWoocommerce', 'POST', '/platforms/woocommerce', '{}', 404],
  ['receiveShopify', 'POST', '/platforms/shopify', '{}', 404],
  ['receiveBigcommerce', 'POST', '/platforms/bigcommerce', '{}', 404],
  // Nobody is signed in.
  ['consolePage', 'GET', '/console', undefined, 303],
  ['consoleWebstore', 'GET', '/console/stores/coolbike/webstore', undefined, 303],
  ['consoleSignIn', 'GET', '/console/signed-in', undefined, 401],
  ['consoleSignOut', 'GET', '/console/sign-out', undefined, 200],
  ['anyOtherPath', 'GET', '//lightspeed/outstandingactivity/', undefined, 200],
  // A scheduled function: its event does not matter, and it answers nothing.
  ['watchStores', 'GET', '/', undefined, 200],
  ['tellWebstores', 'GET', '/', undefined, 200],
  ['repeatDeliveries', 'GET', '/', undefined, 200],
  ['sweepPlatforms', 'GET', '/', undefined, 200],
];

const stopDynamodb = await startEmbeddedDynamodb();
Object.assign(process.env, {
  CONSOLE_ORIGIN: 'https://console.weborders.example.com',
  CONSOLE_ISSUER: 'https://sign-in.example.com',
  CONSOLE_CLIENT_ID: 'console',
  LOCAL_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64url'),
});
await addStore({ password: 'p:w', apiToken: 'token' });

afterAll(async () => {
  await stopDynamodb();
  rmSync(folder, { recursive: true });
});

test('every function answers as it is deployed', async () => {
  expect(calls.map(([name]) => name)).toEqual(Object.keys(functions));
  await buildBundles();
  const answers = await callBundles(calls);
  expect(calls.map(([name], at) => [name, answers[at]?.status])).toEqual(
    calls.map(([name, , , , status]) => [name, status]),
  );
  const [, offered, empty] = await callBundles([
    ['putOrder', 'PUT', '/orders/1', JSON.stringify(anOrderBody({ currency: 'CAD' })), 201],
    ['outstandingActivity', 'GET', '/LightSpeed/OutstandingActivity', undefined, 200],
    ['testConnection', 'GET', '/LightSpeed/', undefined, 200],
  ]);
  // By the writer of orders, which is loaded only then.
  expect(offered?.body).toContain('<Orders><Order><OrderId>1</OrderId>');
  expect(offered?.body).toContain('<Currency>CAD</Currency><BillTo>');
  expect(empty?.body).toContain('<Status>OK</Status>');
}, 60_000);

async function buildBundles(): Promise<void> {
  const { outputFileExtension, bundle, minify, format, mainFields, supported, alias, loader } =
    custom.esbuild;
  const options: BuildOptions = { bundle, minify, format, mainFields, supported, alias, loader };
  await build({
    ...options,
    platform: 'node',
    target: 'node24',
    entryPoints: calls.map(([name]) => `${fileOf(name)}.ts`),
    absWorkingDir: root,
    outbase: root,
    outdir: folder,
    outExtension: { '.js': outputFileExtension },
  });
}

async function callBundles(made: OneCall[]): Promise<HttpAnswer[]> {
  const child = spawn(process.execPath, ['tests/e2e/call-bundles.ts'], {
    cwd: root,
    env: process.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(
    JSON.stringify(
      made.map(([name, method, path, body]) => ({
        file: join(folder, `${fileOf(name)}.cjs`),
        method,
        path,
        body,
        headers: { authorization: path.startsWith('/orders') || path === '/status' ? bearer : basic },
      })),
    ),
  );
  return (await json(child.stdout)) as HttpAnswer[];
}

function fileOf(name: string): string {
  return functions[name].handler.replace(/\.handler$/, '');
}
