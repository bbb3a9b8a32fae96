import { randomUUID } from 'node:crypto';
import { settings } from '../../lib/current-settings.ts';
import { getListening } from '../../lib/database/listening.ts';
import { changeStore, getStore } from '../../lib/database/stores.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { rotateSealed, type SealedSecret, type Store, type Webhook } from '../../lib/domain/store.ts';
import { tellHeld } from '../../lib/desk/messages.ts';
import { checkUrl, RefusedUrl } from '../../lib/outgoing/address.ts';
import { newSigningSecret } from '../../lib/outgoing/sign.ts';
import { reachOf, sendToWebhook, WEBHOOK_SECRET } from '../../lib/outgoing/webhook.ts';
import { seal } from '../../lib/vault.ts';
import type { Told } from '../../terminal/tell.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Given } from '../run.ts';
import { testBlock, webhookBlock } from './webhook-block.ts';

/** What a command has to tell, and its exit code. */
interface Done {
  told: Told;
  exitCode: number;
}

interface Context {
  values: Given['values'];
  now: Instant;
}

type Step = (store: Store, context: Context) => Promise<Done>;

/** What may be done with a webstore's URL, each by its option. */
const steps: Record<string, Step> = {
  url: setUrl,
  rotate: rotateSecret,
  off: (store, { now }) => switchUrl(store, false, now),
  on: (store, { now }) => switchUrl(store, true, now),
  test: sendTest,
};

/** `stores webhook ID …`: where a webstore is told what happened to its orders (contract 9). Without an option it is shown. */
export async function webhookCommand(words: string[], context: Context): Promise<Done> {
  const [id, ...more] = words;
  if (id === undefined || more.length > 0) throw new UsageError('Which store? Name one, by its id.');
  const wanted = Object.keys(steps).filter((name) => context.values[name] !== undefined);
  const [name] = wanted;
  if (wanted.length > 1) throw new UsageError('One of --url, --rotate, --off, --on and --test at a time.');
  const store = await getStore(id);
  if (!store) throw new Error(`There is no store ${id} on this stage. All of them: list`);
  const step = name === undefined ? undefined : steps[name];
  return step ? step(store, context) : show(store, context.now);
}

async function setUrl(store: Store, { values, now }: Context): Promise<Done> {
  const url = String(values['url']);
  try {
    await checkUrl(url, reachOf(settings.stage));
  } catch (error) {
    throw error instanceof RefusedUrl ? new UsageError(`"${url}" cannot be called. ${error.message}`) : error;
  }
  const { secret, sealed } = await newSecret(store.id, now);
  const changed = await change(store.id, now, (before) => ({
    url,
    enabled: true,
    secrets: rotateSealed(before?.secrets ?? [], sealed),
    since: now,
  }));
  await tellHeld({ storeId: store.id, target: 'webhook' }, now);
  return show(changed, now, secret);
}

async function rotateSecret(store: Store, { values, now }: Context): Promise<Done> {
  const webhook = existing(store);
  if (values['finish'] === true) {
    return show(
      await change(store.id, now, () => ({ ...webhook, secrets: webhook.secrets.slice(0, 1) })),
      now,
    );
  }
  const { secret, sealed } = await newSecret(store.id, now);
  const changed = await change(store.id, now, (before = webhook) => ({
    ...before,
    secrets: rotateSealed(before.secrets, sealed),
  }));
  return show(changed, now, secret);
}

async function switchUrl(store: Store, enabled: boolean, now: Instant): Promise<Done> {
  const webhook = existing(store);
  const changed = await change(store.id, now, (before = webhook) => ({ ...before, enabled }));
  if (enabled) await tellHeld({ storeId: store.id, target: 'webhook' }, now);
  return show(changed, now);
}

/** Sent at once and from here, whether or not the URL is on; it is in no list of messages. */
async function sendTest(store: Store, { now }: Context): Promise<Done> {
  const webhook = existing(store);
  const id = `msg_test_${randomUUID().replaceAll('-', '')}`;
  const data = { store: store.id, sequence: 0 };
  const body = JSON.stringify({ type: 'webhook.test', timestamp: now, data });
  const startedAt = performance.now();
  const outcome = await sendToWebhook({ id: store.id, webhook }, { id, body }, now);
  const durationMs = Math.round(performance.now() - startedAt);
  const { delivered, status = null, told: answer } = outcome;
  const json = { id, url: webhook.url, delivered, status, answer, durationMs };
  return { told: { text: testBlock(json), json }, exitCode: delivered ? 0 : 1 };
}

async function newSecret(storeId: string, now: Instant): Promise<{ secret: string; sealed: SealedSecret }> {
  const secret = newSigningSecret();
  const sealed = await seal(secret, { store: storeId, purpose: WEBHOOK_SECRET });
  return { secret, sealed: { sealed, since: now } };
}

async function change(
  storeId: string,
  now: Instant,
  step: (webhook: Webhook | undefined) => Webhook,
): Promise<Store> {
  const store = await changeStore(storeId, (before) => ({
    ...before,
    webhook: step(before.webhook),
    updatedAt: now,
  }));
  if (!store) throw new Error(`There is no store ${storeId} on this stage. All of them: list`);
  return store;
}

function existing({ id, webhook }: Store): Webhook {
  if (!webhook) throw new Error(`Store ${id} names no URL yet: webhook ${id} --url https://…`);
  return webhook;
}

async function show(store: Store, now: Instant, secret?: string): Promise<Done> {
  const { id, webhook } = store;
  const listening = await getListening({ storeId: id, target: 'webhook' });
  const json = webhook
    ? {
        store: id,
        url: webhook.url,
        enabled: webhook.enabled,
        since: webhook.since,
        secrets: webhook.secrets.map(({ since }) => ({ since })),
        ...(secret !== undefined && { secret }),
        listening,
      }
    : { store: id, url: null };
  return { told: { text: webhookBlock(store, { listening, now, secret }), json }, exitCode: 0 };
}
