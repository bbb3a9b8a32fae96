import type { Shipment } from '../../domain/order.ts';
import { type Asked, type News, ok, type SendToShop, type ShopApi, type ShopRequest } from '../api.ts';
import { askJson, elementsOf, fieldOf, textOf, trackingKey } from '../asking.ts';
import { carrierOf } from '../carriers.ts';

export interface ShopifyCredentials {
  /** `https://coolbike.myshopify.com` */
  shop: string;
  /** An access token that does not expire (`shpat_…`), of a custom app of before 2026; absent: the two below. */
  token?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
}

const VERSION = '2026-10';
const PAGE = 50;
const TOPICS = ['ORDERS_CREATE', 'ORDERS_UPDATED', 'ORDERS_CANCELLED', 'ORDERS_DELETE'];
/** A token of the client credentials lives for 24 hours; a new one is asked for an hour before. */
const RENEW_BEFORE = 3_600_000;

const tokens = new Map<string, { token: string; until: number }>();

type Call = (method: ShopRequest['method'], path: string, body?: unknown) => ReturnType<typeof askJson>;
type Ask = (query: string, variables: object) => Promise<Asked<unknown>>;

/**
 * Shopify's Admin API. Orders are read in the form of the webhooks (REST), so that one reader reads both; everything
 * else is GraphQL (https://shopify.dev/docs/api/admin-graphql).
 */
export function shopifyApi(credentials: ShopifyCredentials, send: SendToShop): ShopApi {
  const { shop } = credentials;
  const call: Call = async (method, path, body) => {
    const token = await tokenOf(credentials, send);
    if (!token.ok) return token;
    const asked = await askJson(send, {
      method,
      url: `${shop}/admin/api/${VERSION}/${path}`,
      headers: {
        'x-shopify-access-token': token.value,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    // It may have been revoked: the next call asks for another one.
    if (!asked.ok && asked.why === 'refused') tokens.delete(keyOf(credentials));
    return asked;
  };
  const ask: Ask = async (query, variables) =>
    graphql(await call('POST', 'graphql.json', { query, variables }));

  return {
    check: async () => {
      const asked = await ask('{ shop { name } orders(first: 1) { nodes { id } } }', {});
      return asked.ok
        ? ok(`The shop “${textOf(fieldOf(asked.value, 'shop', 'name'))}” lets us read its orders.`)
        : asked;
    },

    fetchOrder: async (platformId) => {
      const asked = await call('GET', `orders/${platformId}.json`);
      if (!asked.ok) return asked;
      const order = fieldOf(asked.value.json, 'order');
      return order === undefined ? noList() : ok(JSON.stringify(order));
    },

    paymentsOf: async (platformId) => {
      const asked = await call('GET', `orders/${platformId}/transactions.json`);
      if (!asked.ok) return asked;
      const all = fieldOf(asked.value.json, 'transactions');
      return Array.isArray(all) ? ok(JSON.stringify(all.map(withoutCard))) : noList();
    },

    changedSince: async (since, next) => {
      const first = new URLSearchParams({
        status: 'any',
        updated_at_min: since,
        order: 'updated_at asc',
        limit: String(PAGE),
      });
      const query =
        next === undefined ? first : new URLSearchParams({ limit: String(PAGE), page_info: next });
      const asked = await call('GET', `orders.json?${query.toString()}`);
      if (!asked.ok) return asked;
      const orders = elementsOf(fieldOf(asked.value.json, 'orders'));
      return orders ? ok({ orders, next: nextIn(asked.value.headers['link']) }) : noList();
    },

    makeWebhooks: async (url) => {
      const there = await ask(WEBHOOKS, {});
      if (!there.ok) return there;
      const nodes = fieldOf(there.value, 'webhookSubscriptions', 'nodes');
      const ids: string[] = [];
      for (const topic of TOPICS) {
        const mine = (Array.isArray(nodes) ? nodes : []).find(
          (one) => fieldOf(one, 'topic') === topic && fieldOf(one, 'uri') === url,
        );
        const made = mine ? ok(textOf(fieldOf(mine, 'id'))) : await makeWebhook(ask, topic, url);
        if (!made.ok) return made;
        ids.push(made.value);
      }
      return ok(ids);
    },

    removeWebhooks: async (ids) => {
      for (const id of ids) {
        const asked = await ask(
          'mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }',
          { id },
        );
        if (!asked.ok) return asked;
      }
      return ok(undefined);
    },

    tell: (platformId, news) => tell(ask, platformId, news),
  };
}

const WEBHOOKS = '{ webhookSubscriptions(first: 100) { nodes { id topic uri } } }';

async function makeWebhook(ask: Ask, topic: string, url: string): Promise<Asked<string>> {
  const made = await ask(
    `mutation($topic: WebhookSubscriptionTopic!, $url: String!) {
      webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $url, format: JSON }) {
        webhookSubscription { id } userErrors { message } } }`,
    { topic, url },
  );
  if (!made.ok) return made;
  const { value } = made;
  const errors = userErrors(fieldOf(value, 'webhookSubscriptionCreate'));
  if (errors) return errors;
  return ok(textOf(fieldOf(value, 'webhookSubscriptionCreate', 'webhookSubscription', 'id')));
}

function keyOf({ shop, clientId = '' }: ShopifyCredentials): string {
  return `${shop} ${clientId}`;
}

/** The token that opens the API: the one that was given, or one for 24 hours of the client credentials. */
async function tokenOf(credentials: ShopifyCredentials, send: SendToShop): Promise<Asked<string>> {
  const { shop, token, clientId, clientSecret } = credentials;
  if (token !== undefined) return ok(token);
  const known = tokens.get(keyOf(credentials));
  if (known && performance.now() < known.until) return ok(known.token);
  const asked = await askJson(send, {
    method: 'POST',
    url: `${shop}/admin/oauth/access_token`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
    }),
  });
  if (!asked.ok) return asked.why === 'invalid' ? { ...asked, why: 'refused' } : asked;
  const made = textOf(fieldOf(asked.value.json, 'access_token'));
  if (made === '') return { ok: false, why: 'noAnswer', reason: 'The shop gave no access token.' };
  const lives = Number(textOf(fieldOf(asked.value.json, 'expires_in'))) * 1000 || RENEW_BEFORE;
  tokens.set(keyOf(credentials), {
    token: made,
    until: performance.now() + Math.max(0, lives - RENEW_BEFORE),
  });
  return ok(made);
}

/**
 * The data of a GraphQL answer. Errors come with status 200: too many points are `busy`, a missing scope is `refused`.
 */
function graphql(asked: Awaited<ReturnType<typeof askJson>>): Asked<unknown> {
  if (!asked.ok) return asked;
  const { json } = asked.value;
  const errors = fieldOf(json, 'errors');
  const [first] = Array.isArray(errors) ? errors : [];
  if (first === undefined) return ok(fieldOf(json, 'data'));
  const code = textOf(fieldOf(first, 'extensions', 'code'));
  const reason = `The shop answered: ${textOf(fieldOf(first, 'message')).slice(0, 300)}`;
  if (code === 'THROTTLED') return { ok: false, why: 'busy', reason, retryAfter: secondsUntilPoints(json) };
  return { ok: false, why: code === 'ACCESS_DENIED' ? 'refused' : 'invalid', reason };
}

/** Shopify gives so many points a second, and tells how many a query needs. */
function secondsUntilPoints(json: unknown): number {
  const cost = fieldOf(json, 'extensions', 'cost');
  const number = (...path: string[]) => Number(textOf(fieldOf(cost, ...path))) || 0;
  const missing = number('requestedQueryCost') - number('throttleStatus', 'currentlyAvailable');
  return Math.max(1, Math.ceil(missing / (number('throttleStatus', 'restoreRate') || 50)));
}

function userErrors(payload: unknown): Asked<never> | undefined {
  const errors = fieldOf(payload, 'userErrors');
  const [first] = Array.isArray(errors) ? errors : [];
  if (first === undefined) return undefined;
  return {
    ok: false,
    why: 'invalid',
    reason: `The shop answered: ${textOf(fieldOf(first, 'message')).slice(0, 300)}`,
  };
}

/** What of a transaction is kept: of the card nothing but its brand. */
function withoutCard(transaction: unknown): object {
  const kept = (name: string) => textOf(fieldOf(transaction, name));
  return {
    kind: kept('kind'),
    status: kept('status'),
    gateway: kept('gateway'),
    amount: kept('amount'),
    currency: kept('currency'),
    payment_details: {
      credit_card_company: textOf(fieldOf(transaction, 'payment_details', 'credit_card_company')),
    },
  };
}

function noList(): Asked<never> {
  return { ok: false, why: 'noAnswer', reason: 'The shop’s answer holds no order.' };
}

/** `page_info` of the next page, in a header as `<https://…?page_info=x&limit=50>; rel="next"`. */
function nextIn(link: string | string[] | undefined): string | undefined {
  const next = [link ?? []]
    .flat()
    .join(', ')
    .match(/<([^>]*)>;\s*rel="?next"?/)?.[1];
  return next !== undefined && URL.canParse(next)
    ? (new URL(next).searchParams.get('page_info') ?? undefined)
    : undefined;
}

async function tell(ask: Ask, platformId: string, news: News): Promise<Asked<string>> {
  const id = `gid://shopify/Order/${platformId}`;
  if (news.kind === 'shipped') return tellShipments(ask, id, news.shipments);
  if (news.kind === 'refused')
    return note(ask, id, {
      text: `Lightspeed refused the order: ${news.errors.join('; ')}`,
      tag: 'Lightspeed refused',
    });
  const noted = await note(ask, id, {
    text: `Canceled in Lightspeed: ${news.reason}`,
    tag: 'Canceled in Lightspeed',
  });
  return noted.ok && news.cancelInShop ? cancel(ask, id, news.reason) : noted;
}

/** Adds a tag and a line to the order's own note, unless they are there. */
async function note(
  ask: Ask,
  id: string,
  { text, tag }: { text: string; tag: string },
): Promise<Asked<string>> {
  const asked = await ask('query($id: ID!) { order(id: $id) { note tags } }', { id });
  if (!asked.ok) return asked;
  const order = fieldOf(asked.value, 'order');
  if (order === null || order === undefined)
    return { ok: false, why: 'gone', reason: 'The shop has no such order.' };
  const before = textOf(fieldOf(order, 'note'));
  if (before.includes(text)) return ok('The note is there already.');
  const tags = fieldOf(order, 'tags');
  const made = await ask(
    'mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }',
    {
      input: {
        id,
        note: before === '' ? text : `${before}\n${text}`,
        tags: [...new Set([...(Array.isArray(tags) ? tags.map(textOf) : []), tag])],
      },
    },
  );
  if (!made.ok) return made;
  return userErrors(fieldOf(made.value, 'orderUpdate')) ?? ok('A note and a tag were written in the shop.');
}

/** Without a refund: money is for people. */
async function cancel(ask: Ask, orderId: string, reason: string): Promise<Asked<string>> {
  const asked = await ask('query($id: ID!) { order(id: $id) { cancelledAt } }', { id: orderId });
  if (!asked.ok) return asked;
  if (textOf(fieldOf(asked.value, 'order', 'cancelledAt')) !== '')
    return ok('The order is canceled already.');
  const made = await ask(
    `mutation($orderId: ID!, $staffNote: String) {
      orderCancel(orderId: $orderId, reason: OTHER, refundMethod: { originalPaymentMethodsRefund: false }, restock: false,
        notifyCustomer: false, staffNote: $staffNote) { orderCancelUserErrors { message } } }`,
    { orderId, staffNote: reason.slice(0, 255) },
  );
  if (!made.ok) return made;
  const errors = fieldOf(made.value, 'orderCancel', 'orderCancelUserErrors');
  return userErrors({ userErrors: errors }) ?? ok('The order was canceled in the shop, without a refund.');
}

/*
 * A query may cost 1,000 points at most, and what is nested counts as often as it may be there: lines are asked for
 * apart.
 */
const FULFILLMENTS = `query($id: ID!) { order(id: $id) {
  fulfillments(first: 100) { status trackingInfo { number } }
  fulfillmentOrders(first: 50) { nodes { id status assignedLocation { location { id } } } } } }`;

const LINES = `query($id: ID!, $after: String) { fulfillmentOrder(id: $id) {
  lineItems(first: 100, after: $after) { nodes { id remainingQuantity lineItem { sku } } pageInfo { hasNextPage endCursor } } } }`;

const CREATE = `mutation($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { message } } }`;

/** One fulfillment for each tracking number: those that the shop has are looked up first. */
async function tellShipments(ask: Ask, id: string, shipments: Shipment[]): Promise<Asked<string>> {
  for (const shipment of shipments) {
    const asked = await ask(FULFILLMENTS, { id });
    if (!asked.ok) return asked;
    const order = fieldOf(asked.value, 'order');
    if (order === null || order === undefined)
      return { ok: false, why: 'gone', reason: 'The shop has no such order.' };
    if (hasNumber(order, shipment.trackingNumber)) continue;
    const open = await openLines(ask, order);
    if (!open.ok) return open;
    const groups = lineGroups(open.value, shipment);
    const told =
      groups.length > 0
        ? await create(ask, { id, groups }, shipment)
        : await noteNumber(ask, id, { shipment });
    if (!told.ok) return told;
  }
  return ok('The tracking numbers are in the shop.');
}

function hasNumber(order: unknown, trackingNumber: string): boolean {
  const fulfillments = fieldOf(order, 'fulfillments');
  const numbers = (Array.isArray(fulfillments) ? fulfillments : [])
    .filter((one) => fieldOf(one, 'status') !== 'CANCELLED')
    .flatMap((one) => fieldOf(one, 'trackingInfo') ?? [])
    .map((info) => trackingKey(textOf(fieldOf(info, 'number'))));
  return numbers.includes(trackingKey(trackingNumber));
}

/** A fulfillment order that is open, and its lines. */
interface Open {
  location: string;
  id: string;
  lines: unknown[];
}

async function openLines(ask: Ask, order: unknown): Promise<Asked<Open[]>> {
  const open: Open[] = [];
  for (const one of listOf(order, 'fulfillmentOrders', 'nodes')) {
    if (!['OPEN', 'IN_PROGRESS'].includes(textOf(fieldOf(one, 'status')))) continue;
    const id = textOf(fieldOf(one, 'id'));
    const lines = await linesOf(ask, id);
    if (!lines.ok) return lines;
    const location = textOf(fieldOf(one, 'assignedLocation', 'location', 'id'));
    open.push({ location, id, lines: lines.value });
  }
  return ok(open);
}

async function linesOf(ask: Ask, id: string): Promise<Asked<unknown[]>> {
  const lines: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const asked = await ask(LINES, { id, after });
    if (!asked.ok) return asked;
    const page = fieldOf(asked.value, 'fulfillmentOrder', 'lineItems');
    lines.push(...listOf(page, 'nodes'));
    after = textOf(fieldOf(page, 'pageInfo', 'endCursor'));
    if (fieldOf(page, 'pageInfo', 'hasNextPage') !== true || after === '') return ok(lines);
  }
}

function listOf(value: unknown, ...path: string[]): unknown[] {
  const list = fieldOf(value, ...path);
  return Array.isArray(list) ? list : [];
}

interface LineGroup {
  location: string;
  fulfillmentOrderId: string;
  fulfillmentOrderLineItems: { id: string; quantity: number }[];
}

/** What of the open fulfillment orders a shipment takes, by its SKUs, or all that is left of them. */
function lineGroups(open: Open[], { items }: Shipment): LineGroup[] {
  const left = items && new Map<string, number>();
  for (const { sku, quantity } of items ?? []) left?.set(sku, (left.get(sku) ?? 0) + quantity);
  return open
    .map(({ location, id, lines }) => ({
      location,
      fulfillmentOrderId: id,
      fulfillmentOrderLineItems: takenLines(lines, left),
    }))
    .filter(({ fulfillmentOrderLineItems }) => fulfillmentOrderLineItems.length > 0);
}

function takenLines(
  lines: unknown[],
  left: Map<string, number> | undefined,
): LineGroup['fulfillmentOrderLineItems'] {
  return lines.flatMap((one) => {
    const sku = textOf(fieldOf(one, 'lineItem', 'sku'));
    const remaining = Number(textOf(fieldOf(one, 'remainingQuantity')));
    const quantity = left ? Math.min(remaining, left.get(sku) ?? 0) : remaining;
    if (!(quantity > 0)) return [];
    left?.set(sku, (left.get(sku) ?? 0) - quantity);
    return [{ id: textOf(fieldOf(one, 'id')), quantity }];
  });
}

/**
 * All fulfillment orders of one call must be of one location, and a tracking number is told once: of the location that
 * has most of the parcel. That the rest is to be fulfilled by hand is noted first, so that it is noted whatever becomes
 * of the call.
 */
async function create(
  ask: Ask,
  { id, groups }: { id: string; groups: LineGroup[] },
  shipment: Shipment,
): Promise<Asked<string>> {
  const { name, url } = carrierOf(shipment);
  const location = mostOf(groups);
  const ofOne = groups.filter((group) => group.location === location);
  if (ofOne.length < groups.length) {
    const noted = await noteNumber(ask, id, {
      shipment,
      rest: '. What of it is at another location has to be fulfilled here by hand.',
    });
    if (!noted.ok) return noted;
  }
  const made = await ask(CREATE, {
    fulfillment: {
      lineItemsByFulfillmentOrder: ofOne.map(({ location: _, ...group }) => group),
      trackingInfo: { company: name, number: shipment.trackingNumber, ...(url !== '' && { url }) },
      notifyCustomer: true,
    },
  });
  if (!made.ok) return made;
  return userErrors(fieldOf(made.value, 'fulfillmentCreate')) ?? ok('It was told.');
}

/** The location of most of the pieces; of equals the first. */
function mostOf(groups: LineGroup[]): string | undefined {
  const pieces = new Map<string, number>();
  for (const { location, fulfillmentOrderLineItems: lines } of groups)
    pieces.set(
      location,
      (pieces.get(location) ?? 0) + lines.reduce((sum, { quantity }) => sum + quantity, 0),
    );
  return [...pieces].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** Nothing is left to be fulfilled, or nothing of it is in the shop's order. */
function noteNumber(
  ask: Ask,
  id: string,
  { shipment, rest = '' }: { shipment: Shipment; rest?: string },
): Promise<Asked<string>> {
  const { name } = carrierOf(shipment);
  return note(ask, id, {
    text: `Lightspeed shipped it with ${name}: ${shipment.trackingNumber}${rest}`,
    tag: 'Lightspeed shipped',
  });
}
