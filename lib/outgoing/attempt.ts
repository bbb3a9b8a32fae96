import { recordDelivered, recordFailure } from '../database/listening.ts';
import {
  claim,
  type Claimed,
  type DuePlace,
  earlierUntold,
  finish,
  giveUpDamaged,
  putOff,
} from '../database/messages.ts';
import {
  afterAttempt,
  type Listening,
  type MessageStatus,
  type Outcome,
  type Target,
} from '../domain/delivery.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { log } from '../telemetry/log.ts';
import type { KnownStores } from './known-stores.ts';
import { targets } from './targets.ts';

export interface Attempting {
  stores: KnownStores;
  now: () => Instant;
  random: () => number;
}

/** Seconds after which a target's success is recorded again. */
const WRITE_DOWN_AFTER = 60;

interface Addressed {
  store: Store;
  target: Target;
  /** The order's previous message has just been delivered. */
  isNext: boolean;
}

/**
 * Sends one message once, if its turn has come and nobody else sends it. Returns the result; `undefined` if it was not
 * sent.
 */
export async function attempt(
  due: DuePlace,
  { store, target, isNext }: Addressed,
  attempting: Attempting,
): Promise<MessageStatus | undefined> {
  const { now } = attempting;
  const earlier = isNext ? undefined : await earlierUntold(due);
  if (earlier) {
    await waitFor(earlier, due, now());
    return undefined;
  }
  const claimed = await claimOrGiveUp(due, now());
  if (!claimed || claimed === 'failed') return claimed;
  const startedAt = performance.now();
  const outcome = await send(store, claimed, now());
  const status = await writeDown(claimed, { outcome, target }, attempting);
  tell(claimed, { outcome, status, durationMs: Math.round(performance.now() - startedAt) });
  return status;
}

/** The next look sees it again, unless the earlier one waits for long. One that is damaged waits for nothing. */
async function waitFor(
  earlier: DuePlace & { isBeingTold: boolean },
  due: DuePlace,
  now: Instant,
): Promise<void> {
  const { dueAt, isBeingTold } = earlier;
  if (Number.isNaN(Date.parse(dueAt))) await giveUpDamaged(earlier, now);
  else if (!isBeingTold && Date.parse(dueAt) > Date.parse(now))
    await putOff(due, { status: 'pending', dueAt });
}

/** A damaged message has failed: it is counted, and the ones behind it get their turn. */
async function claimOrGiveUp(due: DuePlace, now: Instant): Promise<Claimed | 'failed' | undefined> {
  try {
    return await claim(due, now);
  } catch (error) {
    if (!(await giveUpDamaged(due, now))) throw error;
    log.error('message damaged', { store: due.storeId, message: due.key });
    return 'failed';
  }
}

/** A fault of ours is an outcome too: the message is sent again later, not at once and endlessly. */
async function send(store: Store, { message }: Claimed, now: Instant): Promise<Outcome> {
  try {
    return await targets[message.target].send(store, message, now);
  } catch (error) {
    log.error('message not sent', { store: store.id, messageId: message.id, error });
    return { delivered: false, told: 'A fault on our side kept it from being sent.' };
  }
}

async function writeDown(
  claimed: Claimed,
  { outcome, target }: { outcome: Outcome; target: Target },
  { stores, now, random }: Attempting,
): Promise<MessageStatus> {
  const listener = { storeId: claimed.storeId, target };
  const next = afterAttempt(claimed.message, outcome, { now: now(), random: random() });
  if (outcome.delivered) {
    await finish(claimed, next, outcome);
    if (isWorthWriting(await stores.listening(listener), now()))
      stores.learn(listener, await recordDelivered(listener, now()));
  } else {
    // It answered: that it refuses this message says nothing about the next one.
    if (!outcome.giveUp) stores.learn(listener, await recordFailure(listener, outcome, now()));
    await finish(claimed, next, outcome);
  }
  return next.status;
}

function isWorthWriting({ failures, failingSince, lastDeliveredAt }: Listening, now: Instant): boolean {
  if (failures > 0 || failingSince !== undefined || lastDeliveredAt === undefined) return true;
  return secondsBetween(lastDeliveredAt, now) >= WRITE_DOWN_AFTER;
}

/** One log line for each attempt, without the URL, which may hold a key, and without the receiver's answer. */
function tell(
  { storeId, message }: Claimed,
  { outcome, status, durationMs }: { outcome: Outcome; status: MessageStatus; durationMs: number },
): void {
  const { id, orderId, sequence, type, target, attempts } = message;
  const facts = { store: storeId, order: orderId, sequence, type, target, messageId: id, attempts };
  const line = { ...facts, outcome: outcome.delivered ? 'delivered' : 'failed', httpStatus: outcome.status };
  log.info('message', { ...line, next: status, durationMs });
}
