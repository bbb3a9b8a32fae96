import { randomUUID } from 'node:crypto';
import { settings } from '../current-settings.ts';
import { Failure } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { rotateSealed, type SealedSecret, type Store, type Webhook } from '../domain/store.ts';
import { checkUrl, RefusedUrl } from '../outgoing/address.ts';
import { newSigningSecret } from '../outgoing/sign.ts';
import { reachOf, sendToWebhook, WEBHOOK_SECRET } from '../outgoing/webhook.ts';
import { seal } from '../vault.ts';
import type { Changing } from './change-store.ts';
import { tellHeld } from './messages.ts';

/* Where a webstore is told what happened to its orders (contract 9), as the command and the console change it. */

/** A changed store, with the new secret, which is never shown again. */
interface WithSecret {
  store: Store;
  secret: string;
}

/** Sets the URL, switches it on, and sends what was held. Throws `InvalidRequest` if the URL may not be called. */
export async function setWebhookUrl(changing: Changing, url: string): Promise<WithSecret> {
  const { store, now, change } = changing;
  try {
    await checkUrl(url, reachOf(settings.stage));
  } catch (error) {
    if (!(error instanceof RefusedUrl)) throw error;
    throw new Failure('InvalidRequest', `"${url}" cannot be called. ${error.message}`);
  }
  const { secret, sealed } = await newSecret(store.id, now);
  const changed = await change(({ webhook, ...before }) => ({
    ...before,
    webhook: { url, enabled: true, secrets: rotateSealed(webhook?.secrets ?? [], sealed), since: now },
  }));
  await tellHeld({ storeId: store.id, target: 'webhook' }, now);
  return { store: changed, secret };
}

/** Makes another secret. Both sign until the older one ends. */
export async function rotateWebhookSecret({ store, now, change }: Changing): Promise<WithSecret> {
  existingWebhook(store);
  const { secret, sealed } = await newSecret(store.id, now);
  const changed = await change((before) => ({
    ...before,
    webhook: { ...existingWebhook(before), secrets: rotateSealed(existingWebhook(before).secrets, sealed) },
  }));
  return { store: changed, secret };
}

/** Ends the older of two secrets. */
export async function finishWebhookRotation({ store, change }: Changing): Promise<Store> {
  existingWebhook(store);
  return change((before) => ({
    ...before,
    webhook: { ...existingWebhook(before), secrets: existingWebhook(before).secrets.slice(0, 1) },
  }));
}

/** Off: messages are held. On: they go. */
export async function switchWebhook({ store, now, change }: Changing, enabled: boolean): Promise<Store> {
  existingWebhook(store);
  const changed = await change((before) => ({
    ...before,
    webhook: { ...existingWebhook(before), enabled },
  }));
  if (enabled) await tellHeld({ storeId: store.id, target: 'webhook' }, now);
  return changed;
}

/** Removes the store's URL. What is not delivered yet is held, and goes if there is a URL again. */
export async function removeWebhook({ store, change }: Changing): Promise<Store> {
  existingWebhook(store);
  return change((before) => ({ ...before, webhook: undefined }));
}

/** A test message, and what came back. */
export interface TestSent {
  id: string;
  url: string;
  delivered: boolean;
  /** Of the HTTP answer; null: there was none. */
  status: number | null;
  answer: string;
  durationMs: number;
}

/** Sends a test at once from here, even if the URL is off; it is in no list of messages. */
export async function sendTestMessage(store: Store, now: Instant): Promise<TestSent> {
  const webhook = existingWebhook(store);
  const id = `msg_test_${randomUUID().replaceAll('-', '')}`;
  const data = { store: store.id, sequence: 0 };
  const body = JSON.stringify({ type: 'webhook.test', timestamp: now, data });
  const startedAt = performance.now();
  const outcome = await sendToWebhook({ id: store.id, webhook }, { id, body }, now);
  const durationMs = Math.round(performance.now() - startedAt);
  const { delivered, status = null, told: answer } = outcome;
  return { id, url: webhook.url, delivered, status, answer, durationMs };
}

/** Throws `InvalidRequest` if the store names no URL. */
export function existingWebhook({ id, webhook }: Pick<Store, 'id' | 'webhook'>): Webhook {
  if (!webhook) throw new Failure('InvalidRequest', `Store ${id} names no URL yet.`);
  return webhook;
}

async function newSecret(storeId: string, now: Instant): Promise<{ secret: string; sealed: SealedSecret }> {
  const secret = newSigningSecret();
  const sealed = await seal(secret, { store: storeId, purpose: WEBHOOK_SECRET });
  return { secret, sealed: { sealed, since: now } };
}
