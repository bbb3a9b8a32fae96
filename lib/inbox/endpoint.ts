import { recordDelivery, recordPing, recordUnsigned } from '../database/connections.ts';
import { Failure } from '../domain/failure.ts';
import { findStore, storeIdIn } from '../door/find-store.ts';
import { type Answer, type Call, endpoint, type Handler, resolveRoute } from '../http/endpoint.ts';
import { toProblem } from '../http/problem.ts';
import { bodyOf, headerOf } from '../http/request.ts';
import { methodsAt, type RouteName } from '../http/routes.ts';
import { failureHeaders, statuses } from '../http/statuses.ts';
import type { Platform, ReadDelivery } from '../platforms/platform.ts';
import { connectionOf, type Shop, webhookSecrets } from './shop.ts';
import { parcelOf, take, unread } from './take.ts';
import type { Outcome } from './understand.ts';

const MAX_BODY_BYTES = 1024 * 1024;

const NOT_CONNECTED = 'This store is not connected to that platform.';
const UNSIGNED = 'The signature is missing, or it is not of the secret that this store was connected with.';

/**
 * The endpoint of one platform's webhook (contract 10). What is not let in is refused, and only counted; what is signed is
 * answered 200 whatever it is, because a platform switches a webhook off that is refused a few times.
 */
export function platformEndpoint(name: RouteName, platform: Platform): Handler {
  return endpoint({
    route: name,
    answer: async (call) => {
      resolveRoute(call.event, name);
      const { result, orderId, reason } = await receive(platform, call);
      return answerJson(
        200,
        { result, orderId, reason },
        { 'Content-Type': 'application/json; charset=utf-8' },
      );
    },
    answerFailure: problem,
  });
}

/** Where a path of the platforms' leads nowhere. */
export function noPlatform(): Handler {
  return endpoint({
    route: undefined,
    answer: ({ event }) => {
      resolveRoute(event, undefined);
      throw new Failure('NotFound', 'There is no such endpoint.');
    },
    answerFailure: problem,
  });
}

async function receive(platform: Platform, call: Call): Promise<Omit<Outcome, 'counts'>> {
  const shop = await findShop(platform, call);
  const body = bodyOf(call.event);
  if (body.length > MAX_BODY_BYTES) throw new Failure('PayloadTooLarge', 'A body has at most 1 MiB.');
  const { read, shop: signedFor } = await readSigned(shop, body, call);
  if (read.kind === 'ping') {
    await recordPing(placeOf(shop), call.now);
    call.facts['result'] = 'ping';
    return { result: 'Ignored', reason: read.reason };
  }
  call.metrics.DeliveriesReceived = 1;
  const outcome = await takeDelivery({ read, body }, signedFor);
  Object.assign(call.metrics, outcome.counts);
  tell(call, read, outcome);
  const fault = read.kind === 'fault' ? read.reason : undefined;
  await recordDelivery(placeOf(shop), { result: outcome.result, fault, now: call.now });
  return outcome;
}

async function takeDelivery(
  { read, body }: { read: ReadDelivery; body: Buffer },
  shop: Shop,
): Promise<Outcome> {
  const other = otherShop(read, shop);
  const parcel = other === undefined ? parcelOf(read, body) : unread(body, other);
  if (parcel) return take(parcel, shop);
  return { result: 'Ignored', reason: 'reason' in read ? read.reason : undefined, counts: {} };
}

/** The store that the host names, and its connection. Throws `NotFound` if there is none of them. */
async function findShop(platform: Platform, call: Call): Promise<Shop> {
  const storeId = storeIdIn(headerOf(call.event, 'host'));
  let { store, exists } = await findStore(storeId);
  // It may have been connected a moment ago.
  if (!connectionOf(store, platform.name)) ({ store, exists } = await findStore(storeId, { fresh: true }));
  const connection = connectionOf(store, platform.name);
  if (!exists || !connection) throw new Failure('NotFound', NOT_CONNECTED);
  call.facts['store'] = store.id;
  call.addressed = store;
  return { store, connection, platform, now: call.now };
}

/** What a delivery says, and the shop as it is now. Throws `Unauthorized` if none of its secrets signed it. */
async function readSigned(shop: Shop, body: Buffer, call: Call): Promise<{ read: ReadDelivery; shop: Shop }> {
  const delivery = { headers: call.event.headers, body };
  const read = shop.platform.readDelivery(delivery, await webhookSecrets(shop));
  if (read.kind !== 'unsigned') return { read, shop };
  // It may have been given another secret a moment ago.
  const { store } = await findStore(shop.store.id, { fresh: true });
  const connection = connectionOf(store, shop.platform.name);
  if (connection) {
    const now = { ...shop, store, connection };
    const again = shop.platform.readDelivery(delivery, await webhookSecrets(now));
    if (again.kind !== 'unsigned') return { read: again, shop: now };
  }
  await recordUnsigned(placeOf(shop), call.now);
  call.metrics.DeliveriesRejected = 1;
  call.facts['rejection'] = read.reason;
  throw new Failure('Unauthorized', UNSIGNED);
}

/** Signed with our secret, and yet from another shop: a copy of the shop, perhaps, whose orders have the same ids. */
function otherShop(read: ReadDelivery, { connection }: Shop): string | undefined {
  const from = 'shop' in read ? read.shop : undefined;
  if (from === undefined || connection.shop === undefined || sameShop(from, connection.shop))
    return undefined;
  return `It came from another shop, ${hostIn(from)}.`;
}

function sameShop(a: string, b: string): boolean {
  return hostIn(a) === hostIn(b);
}

/** `shop.example` of `https://www.shop.example/`; `stores/abc123` as it is. */
function hostIn(shop: string): string {
  const lower = shop.trim().toLowerCase();
  const url = URL.canParse(lower) ? new URL(lower).host : lower.replace(/\/+$/, '');
  return url.replace(/^www\./, '');
}

function tell({ facts }: Call, read: ReadDelivery, { result, orderId, reason }: Outcome): void {
  Object.assign(facts, { result, delivery: read.kind });
  if ('topic' in read) facts['topic'] = read.topic;
  if (orderId !== undefined) facts['orders'] = [orderId];
  if (result === 'NotUnderstood' || read.kind === 'fault') facts['reason'] = reason;
}

function placeOf({ store, platform }: Shop): { storeId: string; platform: Platform['name'] } {
  return { storeId: store.id, platform: platform.name };
}

function problem(failure: Failure, { event, requestId }: Call): Answer {
  return answerJson(statuses[failure.code], toProblem(failure, requestId), {
    'Content-Type': 'application/problem+json; charset=utf-8',
    ...failureHeaders(failure, methodsAt(event.rawPath)),
  });
}

function answerJson(statusCode: number, body: unknown, headers: Record<string, string>): Answer {
  return { statusCode, headers: { 'Cache-Control': 'no-store', ...headers }, body: JSON.stringify(body) };
}
