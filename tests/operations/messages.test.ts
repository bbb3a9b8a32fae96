import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addStore } from '../support/add-store.ts';
import { anOrder } from '../support/an-order.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { startReceiver } from '../support/receiver.ts';
import { openStore } from '../support/store.ts';
import { nameUrl, tell } from '../support/tell.ts';

// Messages in `npm run messages`, `explain` and `status`, behind their command lines: Lightspeed calls, the teller
// sends.

const { lightspeed, place } = await openStore();
await addStore({ id: 'quiet' });
const { explainOrder } = await import('../../lib/desk/explain/explain-order.ts');
const { listMessages, resendAllFailed, resendMessages } = await import('../../lib/desk/messages.ts');
const { seeStore, seeStores } = await import('../../lib/desk/see-stores.ts');
const { resentText, shownMessages, shownWithAttempts } = await import('../../operations/messages/show.ts');
const { showStore, showStores } = await import('../../operations/status/show.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { claim, duePage, finish } = await import('../../lib/database/messages.ts');

const receiver = await startReceiver();
afterAll(receiver.close);
beforeAll(() => nameUrl('coolbike', receiver.url));
stopClock('2026-11-24T18:00:00Z');

const NOW = '2026-11-24T18:30:00Z';
const acknowledge = (orderId: string, error = '') =>
  lightspeed(
    'POST',
    '/LightSpeed/AcknowledgeRequest',
    `<A><Order><OrderId>${orderId}</OrderId>${error && `<Error>${error}</Error>`}</Order></A>`,
  );
const store = async () => {
  const found = await getStore('coolbike');
  if (!found) throw new Error('There is no store.');
  return found;
};
const listed = async (which: Parameters<typeof listMessages>[1] = {}) => {
  const { text, json } = shownMessages(await store(), await listMessages('coolbike', which));
  // The columns that every terminal has room for.
  const rows = text.split('\n').map((line) => line.split(/ {2,}/).slice(0, 6).join(' | ').trimEnd());
  return { rows: rows.filter((line) => !line.startsWith('Left out')), json };
};

/** One message is delivered; one was given up; one waits for its next attempt. */
beforeEach(async () => {
  receiver.received.length = 0;
  receiver.react((_, response) => void response.writeHead(204).end());
  for (const orderId of ['1', '2', '3']) await place(orderId, anOrderBody());
  await acknowledge('1');
  await tell();
  await acknowledge('2', 'Unknown part KA-1');
  const { relay } = await import('../../lib/outgoing/relay.ts');
  const { KnownStores } = await import('../../lib/outgoing/known-stores.ts');
  const nothing = () => Promise.resolve();
  const now = () => '2026-11-24T18:00:00Z';
  await relay({ stores: new KnownStores(), now, onKept: nothing, onFailure: (_, error) => fail(error) });
  const { places } = await duePage(now(), { limit: 1 });
  const claimed = places[0] && (await claim(places[0], now()));
  if (!claimed) throw new Error('It was not claimed.');
  const outcome = { told: 'It answered 404 Not Found.' };
  await finish(claimed, { status: 'failed', endedAt: now(), lastError: outcome.told }, outcome);
  setClock('2026-11-24T18:10:00Z');
  receiver.react((_, response) => void response.writeHead(500).end('Database down'));
  await acknowledge('3');
  await tell();
});

function fail(error: unknown): never {
  throw new Error('The relay failed.', { cause: error });
}

test('messages lists a store’s newest first, with what came of them', async () => {
  expect((await listed()).rows).toEqual([
    'Happened | Order | No. | Type | Status | Attempts',
    '2026-11-24 18:10:00 UTC | 3 | 1 | order.downloaded | pending | 1',
    '2026-11-24 18:00:00 UTC | 2 | 1 | order.refused | FAILED | 1',
    '2026-11-24 18:00:00 UTC | 1 | 1 | order.downloaded | delivered | 1',
    '3 messages, 2 not delivered.',
  ]);
});

test('messages --failed lists what was given up, and --json gives a program all but the bytes', async () => {
  const { rows, json } = await listed({ failedOnly: true });
  expect(rows.slice(1)).toEqual([
    '2026-11-24 18:00:00 UTC | 2 | 1 | order.refused | FAILED | 1',
    '1 message, 1 not delivered.',
  ]);
  expect(json).toEqual({
    store: 'coolbike',
    messages: [
      {
        id: expect.stringMatching(/^msg_[\w-]{27}$/),
        orderId: '2',
        sequence: 1,
        target: 'webhook',
        type: 'order.refused',
        at: '2026-11-24T18:00:00Z',
        status: 'failed',
        attempts: 1,
        lastAttemptAt: '2026-11-24T18:00:00Z',
        lastError: 'It answered 404 Not Found.',
        endedAt: '2026-11-24T18:00:00Z',
        log: [{ at: '2026-11-24T18:00:00Z', told: 'It answered 404 Not Found.' }],
      },
    ],
  });
});

test('messages ORDER adds every attempt', async () => {
  const { text } = shownWithAttempts(await store(), await listMessages('coolbike', { orderId: '3' }));
  expect(text.split('\n\n')[1]).toBe(
    'Attempts:\n  1 order.downloaded  2026-11-24 18:10:00 UTC  It answered 500 Internal Server Error: Database down',
  );
});

test('messages of a store that names no URL says so', async () => {
  const quiet = await getStore('quiet');
  if (!quiet) throw new Error('There is no store.');
  expect(shownMessages(quiet, await listMessages('quiet', {})).text).toBe(
    'No message: store quiet names no URL (npm run stores -- … webhook quiet --url).',
  );
});

test('messages --all-failed and --resend tell again, and say how many', async () => {
  expect(resentText(await resendAllFailed('coolbike', NOW))).toBe('1 message will be told within a minute.');
  expect(resentText(await resendMessages(await store(), '3', NOW))).toBe(
    '1 message will be told within a minute.',
  );
  receiver.react((_, response) => void response.writeHead(204).end());
  await tell({ now: NOW });
  expect((await listMessages('coolbike', {})).map(({ orderId, status }) => [orderId, status])).toEqual([
    ['3', 'delivered'],
    ['2', 'delivered'],
    ['1', 'delivered'],
  ]);
  expect(resentText(await resendAllFailed('coolbike', NOW))).toBe(
    'Nothing to tell: everything was delivered, or is being told at this moment.',
  );
  expect(await resendMessages(await store(), '3', NOW)).toBe(0);
});

test('while its URL is off, what still stands in an order is held', async () => {
  const { newestMessages } = await import('../../lib/desk/messages.ts');
  const { webhook, ...others } = await store();
  if (!webhook) throw new Error('The store of the test names no URL.');
  const order = anOrder({ orderId: 'off' });
  const untold = { sequence: 1, type: 'order.downloaded', at: NOW, status: 'Downloaded' } as const;
  const outbox = { count: 1, pending: [untold] };
  const told = async (enabled: boolean) =>
    (await newestMessages({ ...others, webhook: { ...webhook, enabled } }, { order, outbox })).map(
      ({ status }) => status,
    );
  expect([await told(true), await told(false)]).toEqual([['pending'], ['held']]);
});

test('explain tells an order’s messages as a part of its story', async () => {
  const told = async (orderId: string) => {
    const { text } = await explainOrder({ stage: 'local', orderId, storeId: 'coolbike', now: NOW });
    return /^.*Message 1.*$/m.exec(text)?.[0].trim();
  };
  expect([await told('1'), await told('2'), await told('3')]).toEqual([
    '2026-11-24 18:00:00 UTC   30 minutes ago   Message 1 to the webstore, order.downloaded: delivered.',
    '2026-11-24 18:00:00 UTC   30 minutes ago   Message 1 to the webstore, order.refused: GIVEN UP after 1 attempt. It answered 404 Not Found.',
    '2026-11-24 18:10:00 UTC   20 minutes ago   Message 1 to the webstore, order.downloaded: not delivered yet, after 1 attempt. It answered 500 Internal Server Error: Database down (last at 2026-11-24 18:10:00 UTC)',
  ]);
});

test('status shows a webstore that does not listen, beside others and alone', async () => {
  const all = showStores(await seeStores(NOW, new AbortController().signal), NOW);
  expect(all).toContain('does NOT listen since 2026-11-24');
  expect(all.split('\n').at(-1)).toBe(
    '2 stores: 0 silent, 1 order waiting, 1 refused, 1 webstore not listening.',
  );
  const status = await seeStore('coolbike', NOW);
  if (!status) throw new Error('There is no store.');
  expect(
    showStore(status, NOW)
      .split('\n')
      .filter((line) => /Webstore|Messages/.test(line)),
  ).toEqual([
    '    Webstore           does NOT listen since 2026-11-24 18:10:00 UTC, 20 minutes ago. It answered 500 Internal Server Error: Database down',
    '    Messages           1 waiting, 1 failed',
  ]);
});
