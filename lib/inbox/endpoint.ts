import { placeOf, recordDelivery, recordPing, recordUnsigned } from '../database/connections.ts';
import { Failure } from '../domain/failure.ts';
import { findStore, storeIdIn } from '../door/find-store.ts';
import { type Answer, type Call, endpoint, type Handler, resolveRoute } from '../http/endpoint.ts';
import { toProblem } from '../http/problem.ts';
import { bodiesOf, bodyOf, type Event, headerOf } from '../http/request.ts';
import { methodsAt, type RouteName } from '../http/routes.ts';
import { failureHeaders, statuses } from '../http/statuses.ts';
import type { Platform, ReadDelivery } from '../platforms/platform.ts';
import { connectionOf, isOnHost, type PaymentsOf, type Shop, webhookSecrets } from './shop.ts';
import { ofAnotherShop, parcelOf, take } from './take.ts';
import type { Outcome } from './understand.ts';

const MAX_BODY_BYTES = 1024 * 1024;

const NOT_CONNECTED = 'This store is not connected to that platform.';
const UNSIGNED = 'The signature is missing, or it is not of the secret that this store was connected with.';

/**
 * The endpoint of one platform's webhook (contract 10). Unsigned deliveries are refused and only counted. Signed ones
 * are always answered 200, because a platform switches a webhook off after a few refusals.
 */
export function platformEndpoint(name: RouteName, platform: Platform, paymentsOf?: PaymentsOf): Handler {
  return endpoint({
    route: name,
    answer: async (call) => {
      resolveRoute(call.event, name);
      const { result, orderId, reason } = await receive({ platform, paymentsOf }, call);
      return answerJson(
        200,
        { result, orderId, reason },
        { 'Content-Type': 'application/json; charset=utf-8' },
      );
    },
    answerFailure: problem,
  });
}

/** The answer to an unknown path of the platforms. */
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

/** Whose deliveries an endpoint takes. */
type Asked = Pick<Shop, 'platform' | 'paymentsOf'>;

async function receive(asked: Asked, call: Call): Promise<Omit<Outcome, 'counts'>> {
  const shop = await findShop(asked, call);
  if (bodyOf(call.event).length > MAX_BODY_BYTES)
    throw new Failure('PayloadTooLarge', 'A body has at most 1 MiB.');
  const { read, body, shop: signedFor } = await readSigned(shop, call);
  if (read.kind === 'ping') {
    await recordPing(placeOf(shop.store.id, shop.connection), call.now);
    call.facts['result'] = 'ping';
    return { result: 'Ignored', reason: read.reason };
  }
  call.metrics.DeliveriesReceived = 1;
  const outcome = await takeDelivery({ read, body }, signedFor);
  Object.assign(call.metrics, outcome.counts);
  tell(call, read, outcome);
  const fault = read.kind === 'fault' ? read.reason : undefined;
  const from = 'shop' in read ? read.shop : undefined;
  const place = placeOf(shop.store.id, shop.connection);
  await recordDelivery(place, { result: outcome.result, fault, shop: from, now: call.now });
  return outcome;
}

async function takeDelivery(
  { read, body }: { read: ReadDelivery; body: Buffer },
  shop: Shop,
): Promise<Outcome> {
  const from = 'shop' in read ? read.shop : undefined;
  const { shop: connected } = shop.connection;
  // A copy of the shop, perhaps, which signs with the same secret.
  const isAnothers = from !== undefined && connected !== undefined && !isOnHost(from, connected);
  const sender = connected === undefined ? from : undefined;
  const parcel = isAnothers ? ofAnotherShop(body, from) : parcelOf(read, body, sender);
  if (parcel) return take(parcel, shop);
  return { result: 'Ignored', reason: 'reason' in read ? read.reason : undefined, counts: {} };
}

/** The store that the host names, and its connection. Throws `NotFound` if either is missing. */
async function findShop({ platform, paymentsOf }: Asked, call: Call): Promise<Shop> {
  const storeId = storeIdIn(headerOf(call.event, 'host'));
  let { store, exists } = await findStore(storeId);
  // It may have been connected a moment ago.
  if (!connectionOf(store, platform.name)) ({ store, exists } = await findStore(storeId, { fresh: true }));
  const connection = connectionOf(store, platform.name);
  if (!exists || !connection) throw new Failure('NotFound', NOT_CONNECTED);
  call.facts['store'] = store.id;
  call.addressed = store;
  return { store, connection, platform, now: call.now, paymentsOf };
}

/** The content of a delivery, and the shop. Throws `Unauthorized` if none of the shop's secrets signed it. */
async function readSigned(shop: Shop, call: Call): Promise<{ read: ReadDelivery; body: Buffer; shop: Shop }> {
  const first = readBy(await webhookSecrets(shop), shop, call.event);
  if (first.read.kind !== 'unsigned') return { ...first, shop };
  // It may have been given another secret a moment ago.
  const { store } = await findStore(shop.store.id, { fresh: true });
  const connection = connectionOf(store, shop.platform.name);
  if (connection) {
    const now = { ...shop, store, connection };
    const again = readBy(await webhookSecrets(now), now, call.event);
    if (again.read.kind !== 'unsigned') return { ...again, shop: now };
  }
  await recordUnsigned(placeOf(shop.store.id, shop.connection), call.now);
  call.metrics.DeliveriesRejected = 1;
  call.facts['rejection'] = first.read.reason;
  throw new Failure('Unauthorized', UNSIGNED);
}

/** What a delivery says, by the body that was signed. */
function readBy(secrets: string[], { platform }: Shop, event: Event): { read: ReadDelivery; body: Buffer } {
  const read = (body: Buffer) => ({
    read: platform.readDelivery({ headers: event.headers, body }, secrets),
    body,
  });
  const all = bodiesOf(event).map(read);
  return all.find((one) => one.read.kind !== 'unsigned') ?? read(bodyOf(event));
}

function tell({ facts }: Call, read: ReadDelivery, { result, orderId, reason }: Outcome): void {
  Object.assign(facts, { result, delivery: read.kind });
  if ('topic' in read) facts['topic'] = read.topic;
  if (orderId !== undefined) facts['orders'] = [orderId];
  if (result === 'NotUnderstood' || read.kind === 'fault') facts['reason'] = reason;
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
