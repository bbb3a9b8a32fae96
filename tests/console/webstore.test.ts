import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, openConsole } from '../support/console.ts';
import { startReceiver } from '../support/receiver.ts';
import { tell } from '../support/tell.ts';

/* The page Webstore: its URL, its messages, its shops. The tables and a listening webstore show what a form does. */

const site = await openConsole();
const { changeOrder, putOrder } = await import('../../lib/database/orders.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { acknowledge } = await import('../../lib/domain/acknowledge.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { changeStore, getStore } = await import('../../lib/database/stores.ts');
const { auditOf } = await import('../../lib/database/audit.ts');
const { dynamodb } = await import('../../lib/database/client.ts');
const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');

const receiver = await startReceiver();
afterAll(receiver.close);
const NOW = '2026-11-23T18:00:00Z';
const storeId = 'coolbike';
const page = `/console/stores/${storeId}/webstore`;
const original = await theStore();
let number = 200_000;

async function theStore() {
  const store = await getStore(storeId);
  if (!store) throw new Error('The store of the test is missing.');
  return store;
}

beforeEach(async () => {
  await changeStore(storeId, () => original);
  receiver.received.length = 0;
  receiver.react((_, response) => void response.writeHead(204).end());
});

const post = (fields: Record<string, string>, path = page) => site.post(path, fields, { who: DEALER });

/** Sets the URL by the form; gives the secret that the page showed. */
async function named(url = receiver.url): Promise<string> {
  const { status, body } = await post({ act: 'url', url });
  expect(status).toBe(200);
  return /data-copy="(whsec_[^"]+)"/.exec(body)?.[1] ?? '';
}

/** An order that Lightspeed took, with a message to the webstore. */
async function takenOrder(): Promise<string> {
  number += 1;
  const orderId = String(number);
  const fresh = newOrder(orderId, orderContent.parse(anOrderBody()), NOW);
  const store = await theStore();
  await putOrder(
    { store, by: 'webstore' },
    { fresh, created: undefined, again: (order) => ({ order, result: undefined }) },
  );
  await changeOrder({ store, by: 'lightspeed' }, orderId, (order) =>
    acknowledge(order, { orderId, failed: false, saysSuccess: true, errors: [] }, NOW),
  );
  return orderId;
}

/** The last audit entry, without its time. */
async function written(limit = 1): Promise<unknown[]> {
  return (await auditOf(storeId, limit)).map(({ who, what, from, to }) => [who, what, from, to]);
}

const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the URL', () => {
  test('is set with a secret that is shown this once and signs what is sent', async () => {
    const secret = await named();
    expect((await theStore()).webhook).toMatchObject({ url: receiver.url, enabled: true });
    expect(await written()).toEqual([[DEALER, 'Webhook URL', 'none', receiver.url]]);
    expect((await site.get(page, DEALER)).body).not.toContain(secret);
    const { status, body } = await post({ act: 'test' });
    expect(status).toBe(200);
    expect(text(body)).toContain('The test message was delivered.');
    const [received] = receiver.received;
    const { type } = new Webhook(secret).verify(
      received?.body ?? '',
      received?.headers as Record<string, string>,
    ) as { type: string };
    expect(type).toBe('webhook.test');
  });

  test.each([
    ['http://shop.example.com/hooks', 'It must begin with https://'],
    ['https://10.0.0.1/hooks', 'not public'],
    ['nonsense', 'cannot be called'],
  ])('%s is refused at its field, kept there, and written nowhere', async (url, why) => {
    const before = await written(100);
    const { status, body } = await post({ act: 'url', url });
    expect(status).toBe(422);
    expect(body).toContain('id="url-fault"');
    expect(text(body)).toContain(why);
    expect(body).toContain(`value="${url}"`);
    expect(await theStore()).toEqual(original);
    expect(await written(100)).toEqual(before);
  });

  test('of a webstore that answers with an error shows what it answered', async () => {
    await named();
    receiver.react((_, response) => void response.writeHead(500).end('<b>down</b> for repairs'));
    const { body } = await post({ act: 'test' });
    expect(text(body)).toContain('The test message was not delivered.');
    expect(body).toContain('It answered 500 Internal Server Error: &lt;b>down&lt;/b> for repairs');
  });

  test('gets a second secret beside the first one, which ends when it is told to', async () => {
    await named();
    const { body } = await post({ act: 'rotate' });
    expect(body).toMatch(/data-copy="whsec_[^"]+"/);
    expect((await theStore()).webhook?.secrets).toHaveLength(2);
    const { headers } = await post({ act: 'finishSecret' });
    expect(headers['Location']).toBe(`${page}?done=finished`);
    expect((await theStore()).webhook?.secrets).toHaveLength(1);
  });

  test('is switched off and on, and removed; each is written down', async () => {
    await named();
    await post({ act: 'off' });
    expect((await theStore()).webhook?.enabled).toBe(false);
    await post({ act: 'on' });
    expect((await theStore()).webhook?.enabled).toBe(true);
    await post({ act: 'remove' });
    expect((await theStore()).webhook).toBeUndefined();
    // Of one second their order is not told.
    expect((await written(3)).map(String).toSorted()).toEqual([
      `${DEALER},Webhook URL,${receiver.url},none`,
      `${DEALER},Webhook,off,on`,
      `${DEALER},Webhook,on,off`,
    ]);
  });

  test.each(['test', 'rotate', 'finishSecret', 'on', 'off', 'remove'])(
    'that there is not: the form %s changes nothing',
    async (act) => {
      const { status } = await post({ act });
      expect([status, await theStore()]).toEqual([422, original]);
    },
  );

  test('is written down without its query, in which there may be a secret', async () => {
    await named(`${receiver.url}?key=hush`);
    expect(await written()).toEqual([[DEALER, 'Webhook URL', 'none', `${receiver.url}?…`]]);
  });
});

test('a webstore is green only if something reached it in the last day; a URL by itself is not', async () => {
  const deliveredAt = async (at: string) =>
    dynamodb.send(
      new UpdateCommand({
        TableName: process.env['ACTIVITY_TABLE'],
        Key: { store: storeId },
        UpdateExpression: 'SET webhookDeliveredAt = :at',
        ExpressionAttributeValues: { ':at': at },
      }),
    );
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await named();
  const card = async () => /On .* Secret made/.exec(text((await site.get(page, DEALER)).body))?.[0];
  await deliveredAt(hoursAgo(25));
  expect(await card()).toMatch(/^On yes Listens ○ Not known yet: yes, last at /);
  await deliveredAt(hoursAgo(23));
  expect(await card()).toMatch(/^On yes Listens ● Good: yes, last at /);
});

describe('messages', () => {
  test('are listed with every attempt, what came of it, and are told again when somebody asks', async () => {
    await named();
    const orderId = await takenOrder();
    receiver.react((_, response) => void response.writeHead(503).end('<i>later</i>'));
    await tell();
    const failing = text((await site.get(page, DEALER)).body);
    expect(failing).toContain(`${orderId} Lightspeed took it`);
    expect(failing).toContain('not told yet, next try');
    expect(failing).toContain('1 attempt');
    expect(failing).toContain('It answered 503 Service Unavailable: &lt;i>later&lt;/i>');
    expect(failing).toContain('NO: 1 failure in a row');

    receiver.react((_, response) => void response.writeHead(204).end());
    const { headers } = await post({ act: 'resend', order: orderId });
    expect(headers['Location']).toBe(`${page}?done=resent`);
    expect(await written()).toEqual([
      [DEALER, `Order ${orderId}: messages told again`, undefined, undefined],
    ]);
    await tell();
    const delivered = text((await site.get(page, DEALER)).body);
    expect(delivered).toContain('delivered 2 attempts');
    expect(delivered).not.toContain('Resend');
  });

  test('of one order stand on its page with every attempt, and are told again from there', async () => {
    await named();
    const orderId = await takenOrder();
    const order = `/console/stores/${storeId}/orders/${orderId}`;
    receiver.react((_, response) => void response.writeHead(418).end('short and stout'));
    await tell();
    const failing = text((await site.get(order, DEALER)).body);
    expect(failing).toContain('What the webstore was told');
    expect(failing).toContain('short and stout');
    receiver.react((_, response) => void response.writeHead(204).end());
    const { headers } = await post({ act: 'resend' }, order);
    expect(headers['Location']).toBe(`${order}?done=resent`);
    await tell();
    const delivered = text((await site.get(order, DEALER)).body);
    expect(delivered).toContain('It answered 204 No Content.');
    expect(delivered).not.toContain('Resend');
  });

  test('that were given up are listed alone, and all told again', async () => {
    await named();
    const orderId = await takenOrder();
    receiver.react((_, response) => void response.writeHead(500).end());
    await tell();
    const { allMessagesOfOrder } = await import('../../lib/database/messages.ts');
    const [message] = await allMessagesOfOrder(storeId, orderId);
    await dynamodb.send(
      new UpdateCommand({
        TableName: process.env['MESSAGES_TABLE'],
        Key: { store: storeId, message: message?.key },
        UpdateExpression: 'SET #status = :failed, unfinished = :unfinished REMOVE #queue, dueAt',
        ExpressionAttributeNames: { '#status': 'status', '#queue': 'queue' },
        ExpressionAttributeValues: { ':failed': 'failed', ':unfinished': `failed#${message?.key}` },
      }),
    );
    expect(text((await site.get(`${page}?show=failed`, DEALER)).body)).toContain(
      `${orderId} Lightspeed took it`,
    );
    receiver.received.length = 0;
    receiver.react((_, response) => void response.writeHead(204).end());
    await post({ act: 'resendAll' });
    await tell();
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.order.orderId)).toEqual([orderId]);
    expect(text((await site.get(`${page}?show=failed`, DEALER)).body)).toContain('None was given up.');
  });
});
