import { connectionName, connectionSentences, connectionState } from '../../lib/desk/connections.ts';
import { healthOf, worstFirst } from '../../lib/desk/health.ts';
import type { LastRejection } from '../../lib/domain/attempts.ts';
import type { ConnectionStatus } from '../../lib/domain/connection-status.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { platformTitles } from '../../lib/domain/platform.ts';
import type { StoreStatus, WebhookStatus } from '../../lib/domain/status.ts';
import { table } from '../../terminal/table.ts';
import { ago, clock, clockAndAgo, count, span } from '../../lib/desk/times.ts';
import type { Seen } from '../../lib/desk/see-stores.ts';

/** The output of `--json`, also worst first (docs/commands.md). */
export function seenJson({ statuses, unreadable, notSeen }: Seen, now: Instant): object {
  return {
    stores: worstFirst(statuses, now).map(({ status }) => status),
    unreadable: unreadable.map(({ storeId, reason }) => ({ store: storeId, reason })),
    notSeen,
  };
}

const HEAD = [
  'Store',
  'Lightspeed',
  'Last poll',
  'Usually every',
  'Waiting',
  'Oldest waits',
  'Refused',
  'Last turned away',
];

/** An extra column where a webstore has a URL. */
const MESSAGES = ['Webstore', 'Messages'];

/** An extra column where a shop is connected. */
const SHOPS = ['Shop'];

/** Columns that a narrow terminal omits; `--store` shows them for one store. */
const SPARE = ['Last turned away', 'Messages', 'Shop', 'Usually every', 'Oldest waits', 'Last poll'];

/** All stores, a line each: unreadable ones, then the others, worst first. */
export function showStores({ statuses, unreadable, notSeen }: Seen, now: Instant): string {
  const total = statuses.length + unreadable.length + notSeen;
  if (total === 0) return 'No store yet. npm run stores adds one.';
  const head = [
    ...HEAD,
    ...(statuses.some(({ platforms }) => platforms.length > 0) ? SHOPS : []),
    ...(statuses.some(({ webhook }) => webhook !== null) ? MESSAGES : []),
  ];
  const damaged = unreadable.toSorted((a, b) => (a.storeId < b.storeId ? -1 : 1));
  const rows = [
    ...damaged.map(({ storeId }) => ({ Store: storeId, Lightspeed: 'CANNOT BE READ' })),
    ...worstFirst(statuses, now).map(({ status }) => row(status, now)),
  ];
  const sum = (of: (status: StoreStatus) => number) => statuses.reduce((all, one) => all + of(one), 0);
  const counts = [
    unreadable.length > 0 ? `${unreadable.length} cannot be read` : '',
    `${sum(({ silentSince }) => (silentSince === null ? 0 : 1))} silent`,
    `${count(
      sum(({ outstanding }) => outstanding),
      'order',
    )} waiting`,
    `${sum(({ refused }) => refused)} refused`,
    leftOut(sum((status) => status.leftOut)),
    deaf(statuses, now),
    failingShops(statuses),
  ].filter((text) => text !== '');
  const stopped = notSeen > 0 ? `\nStopped: ${notSeen} of them were not looked at.` : '';
  const reasons = damaged.map(({ storeId, reason }) => `\n${storeId} cannot be read: ${reason}`).join('');
  return `${table(
    head,
    rows.map((cells: Record<string, string>) => head.map((name) => cells[name] ?? '')),
    { spare: SPARE },
  )}\n${count(total, 'store')}: ${counts.join(', ')}.${stopped}${reasons}`;
}

function row(status: StoreStatus, now: Instant): Record<string, string> {
  const { store, lastPolledAt, usualPollSeconds, outstanding, refused, oldestOutstanding } = status;
  const { lastRejection, webhook, platforms } = status;
  return {
    Store: store,
    Lightspeed: state(status),
    'Last poll': lastPolledAt === null ? 'never' : ago(lastPolledAt, now),
    'Usually every': usualPollSeconds === null ? '' : span(usualPollSeconds),
    Waiting: String(outstanding),
    'Oldest waits': oldestOutstanding === null ? '' : span(oldestOutstanding.ageSeconds),
    Refused: String(refused),
    'Last turned away': lastRejection === null ? '' : turnedAway(lastRejection, ago(lastRejection.at, now)),
    Shop: platforms.map(shopState).join('; '),
    ...(webhook && { Webstore: listens(webhook, now), Messages: waitingMessages(status) }),
  };
}

function shopState(status: ConnectionStatus): string {
  return `${platformTitles[status.platform]}: ${connectionState(status)}`;
}

/** How a webstore takes its messages. */
function listens({ enabled, failingSince, lastDeliveredAt }: WebhookStatus, now: Instant): string {
  if (!enabled) return 'OFF: messages are held';
  if (failingSince !== null) return `does NOT listen since ${clockAndAgo(failingSince, now)}`;
  return lastDeliveredAt === null ? 'told nothing yet' : 'listens';
}

function waitingMessages({ messagesPending, messagesFailed }: StoreStatus): string {
  return `${messagesPending} waiting, ${messagesFailed} failed`;
}

/** How many orders cannot be written; '' if none. */
function leftOut(number: number): string {
  return number === 0 ? '' : `${number} that cannot be written`;
}

/** How many webstores get nothing; '' if none. */
function deaf(statuses: StoreStatus[], now: Instant): string {
  const some = statuses.filter(({ webhook }) => webhook !== null && /NOT|OFF/.test(listens(webhook, now)));
  return some.length === 0 ? '' : `${count(some.length, 'webstore')} not listening`;
}

function failingShops(statuses: StoreStatus[]): string {
  const failing = statuses.flatMap(({ platforms }) => platforms).filter(({ health }) => health === 'failing');
  return failing.length === 0 ? '' : `${count(failing.length, 'shop')} failing`;
}

function state({ enabled, silentSince, lastPolledAt, usualPollSeconds }: StoreStatus): string {
  if (!enabled) return 'switched off here';
  if (silentSince !== null) return 'SILENT';
  if (lastPolledAt === null) return 'never polled';
  return usualPollSeconds === null ? 'polled a few times' : 'polling';
}

function turnedAway({ kind, face }: LastRejection, when: string): string {
  return `${face === 'lightspeed' ? 'Lightspeed' : 'the webstore'}: ${kind}, ${when}`;
}

/** One store in full. */
export function showStore(status: StoreStatus, now: Instant): string {
  const { lastPolledAt, lastAcknowledgedAt, lastShippedAt, usualPollSeconds } = status;
  const { outstanding, refused, leftOut, beforeStart, oldestOutstanding, lastRejection } = status;
  const when = (instant: Instant | null) => (instant === null ? 'never' : clockAndAgo(instant, now));
  const lines: [string, string][] = [
    ['Last poll', when(lastPolledAt)],
    ['Usually every', usualPollSeconds === null ? 'not known yet' : span(usualPollSeconds)],
    ['Last acknowledged', when(lastAcknowledgedAt)],
    ['Last shipment', when(lastShippedAt)],
    ['Waiting', count(outstanding, 'order')],
    [
      'Oldest waiting',
      oldestOutstanding === null
        ? 'none'
        : `order ${oldestOutstanding.orderId}, since ${clock(oldestOutstanding.since)}: ${span(oldestOutstanding.ageSeconds)}`,
    ],
    ['Refused', `${count(refused, 'order')} of those`],
    ['Left out', `${count(leftOut, 'order')} of those: cannot be written`],
    ['Not offered', `${count(beforeStart, 'order')} placed before the start point`],
    [
      'Last turned away',
      lastRejection === null ? 'nobody' : turnedAway(lastRejection, clockAndAgo(lastRejection.at, now)),
    ],
    ...webhookLines(status, now),
    ...status.platforms.flatMap((one) => shopLines(one, now)),
  ];
  return `
  ${status.store}: ${status.name}

  ${healthOf(status, now).text}

${lines.map(([what, value]) => `    ${what.padEnd(19)}${value}`).join('\n')}
`;
}

function webhookLines(status: StoreStatus, now: Instant): [string, string][] {
  const { webhook } = status;
  const toTheShop: [string, string][] = status.platforms.some(({ webhookOnly }) => !webhookOnly)
    ? [['Messages', waitingMessages(status)]]
    : [];
  if (webhook === null) return toTheShop;
  const { lastDeliveredAt, pausedUntil, lastError } = webhook;
  const pause = pausedUntil === null ? '' : `, left alone until ${clock(pausedUntil)}`;
  const error = lastError === null ? '' : `. ${lastError}`;
  return [
    ['Webstore', `${listens(webhook, now)}${pause}${error}`],
    ['Last told', lastDeliveredAt === null ? 'never' : clockAndAgo(lastDeliveredAt, now)],
    ['Messages', waitingMessages(status)],
  ];
}

function shopLines(status: ConnectionStatus, now: Instant): [string, string][] {
  const sentences = connectionSentences(status, now);
  return [
    ['Shop', `${connectionName(status)}: ${connectionState(status)}`],
    ...sentences.map((text): [string, string] => ['', text]),
  ];
}
