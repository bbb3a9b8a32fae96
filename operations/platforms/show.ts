import { type Connection, type ConnectionActivity, isTwoWay } from '../../lib/domain/connection.ts';
import type { InboxEntry } from '../../lib/domain/inbox.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { clockAndAgo, count } from '../../lib/desk/times.ts';
import { platforms } from '../../lib/platforms/all.ts';
import { table } from '../../terminal/table.ts';

/** A connection, and what is known about it. */
export interface SeenConnection {
  storeId: string;
  connection: Connection;
  activity: ConnectionActivity;
}

/** All connections, a line each. */
export function connectionList(seen: SeenConnection[], now: Instant): string {
  if (seen.length === 0)
    return 'No shop is connected. Connect one: connect coolbike woocommerce --webhook-only';
  const rows = seen.map(({ storeId, connection, activity }) => [
    storeId,
    platforms[connection.platform].title,
    connection.shop ?? '',
    isTwoWay(connection) ? 'both ways' : 'webhook only',
    activity.lastDeliveryAt === undefined ? 'never' : clockAndAgo(activity.lastDeliveryAt, now),
    String(activity.rejected),
    activity.fault ?? activity.lastSweepFailure ?? '',
  ]);
  return table(['Store', 'Platform', 'Shop', 'Way', 'Last delivery', 'Unsigned', 'What is wrong'], rows);
}

/** One connection, in full. No secret is among it. */
export function connectionCard({ storeId, connection, activity }: SeenConnection, now: Instant): string {
  const when = (at: Instant | undefined) => (at === undefined ? 'never' : clockAndAgo(at, now));
  const lines: [string, string][] = [
    ['Shop', connection.shop ?? '(not told)'],
    ['Connected', when(connection.connectedAt)],
    ['Way', wayOf(connection)],
    ['Secrets', connection.secrets.map(({ since }) => `since ${since}`).join(', and until it is replaced, ')],
    ['Offered', connection.offeredStates?.join(', ') ?? 'orders that are paid'],
    ['Test orders', connection.testOrders ? 'go to Lightspeed too' : 'are ignored'],
    ['Order numbers', connection.numberPrefix === '' ? 'as in the shop' : `${connection.numberPrefix}1001`],
    ['Last ping', when(activity.lastPingAt)],
    [
      'Last delivery',
      `${when(activity.lastDeliveryAt)}${activity.lastResult ? `: ${activity.lastResult}` : ''}`,
    ],
    ['Deliveries', String(activity.deliveries)],
    ['Unsigned', unsigned(activity, now)],
    ...(isTwoWay(connection) ? sweepLines(activity, when) : []),
    ...(activity.fault === undefined ? [] : [['What is wrong', activity.fault] as [string, string]]),
    ...methodLines(activity, storeId),
  ];
  return `
  ${storeId}: ${platforms[connection.platform].title}

${lines.map(([what, value]) => `    ${what.padEnd(17)}${value}`).join('\n')}
`;
}

export function wayOf(connection: Connection): string {
  if (!isTwoWay(connection))
    return 'webhook only: nothing is asked of the shop, so what it does not send is missed, and nothing goes back to it';
  return `both ways; an order canceled in Lightspeed ${connection.cancelInShop ? 'is canceled in the shop' : 'gets a note in the shop'}`;
}

function unsigned({ rejected, lastRejectedAt }: ConnectionActivity, now: Instant): string {
  return lastRejectedAt === undefined ? '0' : `${rejected}, the last one ${clockAndAgo(lastRejectedAt, now)}`;
}

function sweepLines(
  { sweptTo, lastSweptAt, lastSweepFailure }: ConnectionActivity,
  when: (at: Instant | undefined) => string,
): [string, string][] {
  return [
    [
      'Last sweep',
      `${when(lastSweptAt)}${lastSweepFailure === undefined ? '' : `, failed: ${lastSweepFailure}`}`,
    ],
    ['Asked up to', sweptTo ?? 'nothing yet'],
  ];
}

function methodLines({ unknownMethods }: ConnectionActivity, storeId: string): [string, string][] {
  if (unknownMethods.length === 0) return [];
  const how = `npm run stores -- set ${storeId} --payment "${unknownMethods[0]}=VISA"`;
  return [['Booked as OTHER', `${unknownMethods.join(', ')}. To change that: ${how}`]];
}

/** Waiting entries, two lines each: a reason is too long for a column. */
export function entryList(entries: InboxEntry[], { now, limit }: { now: Instant; limit: number }): string {
  const blocks = entries.map((entry) => {
    const { firstAt, concluded } = entry;
    return entryBlock(entry, `first told ${clockAndAgo(firstAt, now)}`, concluded?.reason ?? '');
  });
  const more = entries.length < limit ? '' : ` There may be more: these are the first ${limit}.`;
  return `${blocks.join('\n')}\n${count(entries.length, 'order')}.${more}`;
}

/** An order of a shop's, what there is to say of it, and why. */
export function entryBlock(
  { platform, platformId, orderId }: Pick<InboxEntry, 'platform' | 'platformId' | 'orderId'>,
  what: string,
  why: string,
): string {
  const order = orderId === undefined ? '' : `, order ${orderId}`;
  return `${platforms[platform].title} ${platformId}${order}: ${what}\n    ${why}`.trimEnd();
}
