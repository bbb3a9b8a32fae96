import { type Connection, type ConnectionActivity, isTwoWay, type Waiting } from './connection.ts';
import { type Listening, later } from './delivery.ts';
import { type Instant, secondsBetween } from './instant.ts';
import { lookUp, type PlatformName } from './platform.ts';

/** The status of a shop's connection (contract 10). Null: never, or not known. */
export interface ConnectionStatus {
  platform: PlatformName;
  /** How it was connected. */
  shop: string | null;
  /** Its API is not connected: what the shop does not send is missed, and nothing goes back to it. */
  webhookOnly: boolean;
  connectedAt: Instant;
  health: 'working' | 'failing' | 'untried';
  /** What is wrong, in sentences. */
  problems: string[];
  lastDeliveryAt: Instant | null;
  /** Its result. */
  lastResult: string | null;
  /** How many deliveries were not signed with its secret. */
  unsigned: number;
  lastUnsignedAt: Instant | null;
  lastSweptAt: Instant | null;
  /** Everything that changed in the shop before has been asked for. */
  sweptTo: Instant | null;
  /** Orders that are not paid yet. */
  held: number;
  notUnderstood: number;
  /** Payment methods that are booked as OTHER because they are unknown. */
  unknownPayments: string[];
}

/** The known facts of one connection. */
export interface ConnectionFacts {
  connection: Connection;
  activity: ConnectionActivity;
  waiting: Waiting;
}

interface Around {
  /** The store's table of payment types. */
  payments?: Readonly<Record<string, string>> | undefined;
  /** How the shop's API takes messages. */
  listening?: Listening | undefined;
}

/** The status of a connection, from the known facts. */
export function connectionStatus(facts: ConnectionFacts, around: Around, now: Instant): ConnectionStatus {
  const { connection, activity, waiting } = facts;
  const { payments = {} } = around;
  const problems = problemsOf(facts, around, now);
  const isTried = activity.lastDeliveryAt !== undefined || activity.sweptTo !== undefined;
  return {
    platform: connection.platform,
    shop: connection.shop ?? null,
    webhookOnly: !isTwoWay(connection),
    connectedAt: connection.connectedAt,
    health: problems.length > 0 ? 'failing' : isTried ? 'working' : 'untried',
    problems,
    lastDeliveryAt: activity.lastDeliveryAt ?? null,
    lastResult: activity.lastResult ?? null,
    unsigned: activity.rejected,
    lastUnsignedAt: activity.lastRejectedAt ?? null,
    lastSweptAt: activity.lastSweptAt ?? null,
    sweptTo: activity.sweptTo ?? null,
    held: waiting.held,
    notUnderstood: waiting.notUnderstood,
    unknownPayments: activity.unknownMethods.filter((method) => lookUp(payments, method) === undefined),
  };
}

function problemsOf(
  { connection, activity }: ConnectionFacts,
  { listening }: Around,
  now: Instant,
): string[] {
  const { fault, lastDeliveryAt, lastRejectedAt, lastSweepFailure } = activity;
  const problems = [fault];
  if (isAfter(lastRejectedAt, lastDeliveryAt))
    problems.push('Its last delivery was not signed with the secret of this connection.');
  if (!isTwoWay(connection)) return known(problems);
  if (lastSweepFailure !== undefined)
    problems.push(`It could not be asked for what changed: ${lastSweepFailure}`);
  if (isMute({ connection, activity }, now))
    problems.push(
      `Orders have changed, and its webhook has told nothing since ${lastDeliveryAt ?? 'it was connected'}: it may be switched off in the shop.`,
    );
  if (listening?.failingSince !== undefined)
    problems.push(`Nothing has reached it since ${listening.failingSince}: ${listening.lastError ?? ''}`);
  return known(problems);
}

/** Seconds for a webhook's delay, and for the difference between the shop's clock and ours. */
const MAY_BE_LATE = 900;
/** Seconds after which a change seen only by the sweep counts as missed by the webhook. */
const IS_MISSED_AFTER = 3600;

/** Whether the sweep found a change for which the webhook had an hour. */
function isMute({ connection, activity }: Omit<ConnectionFacts, 'waiting'>, now: Instant): boolean {
  const { newestChangeAt, lastDeliveryAt = connection.connectedAt } = activity;
  if (newestChangeAt === undefined || secondsBetween(newestChangeAt, now) < IS_MISSED_AFTER) return false;
  return isAfter(newestChangeAt, later(lastDeliveryAt, MAY_BE_LATE));
}

function isAfter(at: Instant | undefined, other: Instant | undefined): boolean {
  return at !== undefined && (other === undefined || Date.parse(at) > Date.parse(other));
}

function known(problems: (string | undefined)[]): string[] {
  return problems.filter((one) => one !== undefined);
}
