import { getListening } from '../../lib/database/listening.ts';
import {
  finishWebhookRotation,
  removeWebhook,
  rotateWebhookSecret,
  sendTestMessage,
  setWebhookUrl,
  switchWebhook,
} from '../../lib/desk/webhook.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import type { Store } from '../../lib/domain/store.ts';
import type { Told } from '../../terminal/tell.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { asUsageError } from '../as-usage-error.ts';
import { changingStore } from '../changing-store.ts';
import { existingStore, theOnly } from '../existing-store.ts';
import type { Given } from '../run.ts';
import { testBlock, webhookBlock } from './webhook-block.ts';

/** A command's output and exit code. */
interface Done {
  told: Told;
  exitCode: number;
}

interface Context {
  values: Given['values'];
  now: Instant;
}

type Step = (store: Store, context: Context) => Promise<Done>;

/** The actions on a webstore's URL, by option. */
const steps: Record<string, Step> = {
  url: setUrl,
  rotate: rotateSecret,
  off: async (store, { now }) => show(await switchWebhook(changingStore(store, now), false), now),
  on: async (store, { now }) => show(await switchWebhook(changingStore(store, now), true), now),
  test: sendTest,
  remove: async (store, { now }) => show(await removeWebhook(changingStore(store, now)), now),
};

/** `stores webhook ID …`: the URL that a webstore's messages go to (contract 9). Without an option it is shown. */
export async function webhookCommand(words: string[], context: Context): Promise<Done> {
  const id = theOnly(words);
  const wanted = Object.keys(steps).filter((name) => context.values[name] !== undefined);
  const [name] = wanted;
  if (wanted.length > 1)
    throw new UsageError('One of --url, --rotate, --off, --on, --test and --remove at a time.');
  const store = await existingStore(id);
  const step = name === undefined ? undefined : steps[name];
  try {
    return await (step ? step(store, context) : show(store, context.now));
  } catch (error) {
    throw asUsageError(error);
  }
}

async function setUrl(store: Store, { values, now }: Context): Promise<Done> {
  const changed = await setWebhookUrl(changingStore(store, now), String(values['url']));
  return show(changed.store, now, changed.secret);
}

async function rotateSecret(store: Store, { values, now }: Context): Promise<Done> {
  if (values['finish'] === true) return show(await finishWebhookRotation(changingStore(store, now)), now);
  const changed = await rotateWebhookSecret(changingStore(store, now));
  return show(changed.store, now, changed.secret);
}

async function sendTest(store: Store, { now }: Context): Promise<Done> {
  const json = await sendTestMessage(store, now);
  return { told: { text: testBlock(json), json }, exitCode: json.delivered ? 0 : 1 };
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
