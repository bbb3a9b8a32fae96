import { afterEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type RunningListener, webstoreListen } from './webstore-player.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const shipped = JSON.stringify({
  type: 'order.shipped',
  timestamp: '2026-11-24T18:04:05Z',
  data: {
    store: 'coolbike',
    sequence: 3,
    order: { orderId: '100234', status: 'Shipped', updatedAt: '2026-11-24T18:04:05Z' },
    shipments: [{ trackingNumber: '1Z999AA10123456784', carrier: 'UPS', shippedAt: '2026-11-24T00:00:00Z' }],
  },
});

let listener: RunningListener | undefined;
afterEach(async () => {
  await listener?.stop();
});

async function listen(...args: string[]): Promise<RunningListener> {
  listener = await webstoreListen(args);
  return listener;
}

/** Sends it the shipment, as the service does, and returns the status of its answer. */
async function tell(url: string, id: string): Promise<number> {
  const now = new Date();
  const { status } = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, shipped),
    },
    body: shipped,
  });
  return status;
}

describe('a webstore that listens', () => {
  test('says what to type, takes the secret that comes of it, and shows the tracking number', async () => {
    const { url, output, sees, type, stop } = await listen();
    expect(output()).toContain(`npm run stores -- --stage local webhook local --url ${url}\n`);
    expect(await tell(url, 'msg_1')).toBe(401);
    await sees(
      / 100234 +3 +order\.shipped +UPS 1Z999AA10123456784 +NOT VERIFIED: no secret was given +401\n/,
    );
    type('whsec_short');
    await sees('A secret looks like whsec_');
    type(secret);
    await sees('The secret is taken.\n');
    expect(await tell(url, 'msg_1')).toBe(204);
    await sees(/ 100234 +3 +order\.shipped +UPS 1Z999AA10123456784 +verified +204\n/);
    expect(await tell(url, 'msg_1')).toBe(204);
    await sees('204, again (2 times now)\n');
    const ended = await stop();
    expect(ended.output).toMatch(
      /\n1 message of 1 order in 3 deliveries\.\n1 message came more than once\.\nAll verified\.\n$/,
    );
    expect(ended.output).not.toContain(secret);
    expect(ended.code).toBe(0);
  });

  test('misbehaves as it is told, and then no more', async () => {
    const { url, stop } = await listen('--secret', secret, '--answer', '503', '--first', '2');
    expect([await tell(url, 'a'), await tell(url, 'a'), await tell(url, 'a')]).toEqual([503, 503, 204]);
    expect(await tell(url, 'b')).toBe(503);
    expect((await stop()).output).toContain('1 message not yet answered with success.\n');
  });

  test('is gone', async () => {
    const { url } = await listen('--secret', secret, '--gone');
    expect(await tell(url, 'a')).toBe(410);
  });

  test('ends with 1 and says so when a message was not verified', async () => {
    const { url, stop } = await listen('--secret', 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX');
    expect(await tell(url, 'a')).toBe(401);
    const { code, output } = await stop();
    expect(output).toMatch(/\n1 message NOT verified\.\n$/);
    expect(code).toBe(1);
  });

  test('writes lines of JSON, and nothing else, to a program', async () => {
    const { url, stop } = await listen('--json', '--secret', secret);
    await tell(url, 'a');
    const { output } = await stop();
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { webhookId: 'a', orderId: '100234', verified: true, answered: '204', message: JSON.parse(shipped) },
      { summary: { deliveries: 1, messages: 1, notVerified: 0, faults: [] } },
    ]);
  });

  test('takes GET for no message', async () => {
    const { url } = await listen();
    expect((await fetch(url)).status).toBe(405);
  });

  test('on a port that is taken says so', async () => {
    const { url } = await listen();
    const { port } = new URL(url);
    await expect(webstoreListen(['--port', port])).rejects.toThrow(`Port ${port} is taken.`);
  });
});
