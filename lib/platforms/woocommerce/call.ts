import type { Shipment } from '../../domain/order.ts';
import {
  type Asked,
  type News,
  ok,
  type Page,
  type SendToShop,
  type ShopApi,
  type ShopRequest,
} from '../api.ts';
import { askJson, elementsOf, fieldOf, textOf, trackingKey } from '../asking.ts';
import { carrierOf } from '../carriers.ts';

export interface WooCredentials {
  /** `https://shop.example`, without a slash at its end. */
  shop: string;
  key: string;
  secret: string;
}

const PAGE = 50;
const PAGES_OVERLAP = 5;
/** WooCommerce's clock counts seconds, and `modified_after` leaves out the second that it names. */
const SECOND = 1000;
const TOPICS = ['order.created', 'order.updated', 'order.deleted', 'order.restored'];

/** WooCommerce's REST API v3 (https://woocommerce.github.io/woocommerce-rest-api-docs/), by HTTPS Basic authentication. */
export function wooApi({ shop, key, secret }: WooCredentials, send: SendToShop): ShopApi {
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const call = (method: ShopRequest['method'], path: string, body?: unknown) =>
    askJson(send, {
      method,
      url: `${shop}/wp-json/${path}`,
      headers: {
        authorization,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  return {
    check: async () => {
      const asked = await call('GET', 'wc/v3/orders?per_page=1');
      return asked.ok ? ok(`The shop at ${shop} lets us read its orders.`) : asked;
    },

    fetchOrder: async (platformId) => {
      const asked = await call('GET', `wc/v3/orders/${platformId}`);
      return asked.ok ? ok(asked.value.text) : asked;
    },

    changedSince: async (since, next = '0') => {
      const after = new Date(Date.parse(since) - SECOND).toISOString().slice(0, 19);
      const query = new URLSearchParams({
        modified_after: after,
        dates_are_gmt: 'true',
        orderby: 'id',
        order: 'asc',
        per_page: String(PAGE),
        offset: next,
      });
      const asked = await call('GET', `wc/v3/orders?${query.toString()}`);
      if (!asked.ok) return asked;
      return pageOf(elementsOf(asked.value.json), Number(next));
    },

    makeWebhooks: async (url, signingSecret) => {
      const asked = await call('GET', 'wc/v3/webhooks?per_page=100');
      if (!asked.ok) return asked;
      const there = Array.isArray(asked.value.json) ? asked.value.json : [];
      const ids: string[] = [];
      for (const topic of TOPICS) {
        const mine = there.find(
          (one) => fieldOf(one, 'topic') === topic && fieldOf(one, 'delivery_url') === url,
        );
        const wanted = {
          name: 'Lightspeed',
          topic,
          delivery_url: url,
          secret: signingSecret,
          status: 'active',
        };
        const made = mine
          ? await call('PUT', `wc/v3/webhooks/${textOf(fieldOf(mine, 'id'))}`, wanted)
          : await call('POST', 'wc/v3/webhooks', wanted);
        if (!made.ok) return made;
        ids.push(textOf(fieldOf(made.value.json, 'id')));
      }
      return ok(ids);
    },

    removeWebhooks: async (ids) => {
      for (const id of ids) {
        const asked = await call('DELETE', `wc/v3/webhooks/${id}?force=true`);
        if (!asked.ok && asked.why !== 'gone') return asked;
      }
      return ok(undefined);
    },

    tell: (platformId, news) => tell(call, platformId, news),
  };
}

type Call = (method: ShopRequest['method'], path: string, body?: unknown) => ReturnType<typeof askJson>;

/** Pages overlap: an order that is thrown away meanwhile moves those behind it, and none must fall through. */
function pageOf(orders: string[] | undefined, offset: number): Asked<Page> {
  if (!orders) return { ok: false, why: 'noAnswer', reason: 'The shop’s answer is no list of orders.' };
  return ok({ orders, next: orders.length < PAGE ? undefined : String(offset + PAGE - PAGES_OVERLAP) });
}

async function tell(call: Call, platformId: string, news: News): Promise<Asked<string>> {
  if (news.kind === 'shipped') return tellShipments(call, platformId, news);
  if (news.kind === 'refused')
    return note(call, platformId, {
      text: `Lightspeed refused the order: ${news.errors.join('; ')}`,
      forCustomer: false,
    });
  const noted = await note(call, platformId, {
    text: `Canceled in Lightspeed: ${news.reason}`,
    forCustomer: false,
  });
  if (!noted.ok || !news.cancelInShop) return noted;
  const set = await call('PUT', `wc/v3/orders/${platformId}`, { status: 'cancelled' });
  return set.ok ? ok('The order was canceled in the shop, with a note.') : set;
}

/** Looks at the notes first: what was told is not told again, though our call’s answer was lost. */
async function note(
  call: Call,
  platformId: string,
  { text, forCustomer }: { text: string; forCustomer: boolean },
): Promise<Asked<string>> {
  const notes = await call('GET', `wc/v3/orders/${platformId}/notes`);
  if (!notes.ok) return notes;
  const known = (elementsOf(notes.value.json) ?? []).some((one) => fieldOf(JSON.parse(one), 'note') === text);
  if (known) return ok('The note is there already.');
  const made = await call('POST', `wc/v3/orders/${platformId}/notes`, {
    note: text,
    customer_note: forCustomer,
  });
  return made.ok ? ok('A note was written in the shop.') : made;
}

interface Told {
  shipments: Shipment[];
  isComplete: boolean;
}

/**
 * Tells each tracking number in the first way that the shop has: the plug-ins Shipment Tracking and Advanced Shipment
 * Tracking, which both answer 404 where they are not installed, or else a note that the customer is sent.
 */
async function tellShipments(call: Call, platformId: string, told: Told): Promise<Asked<string>> {
  for (const shipment of told.shipments) {
    const asked = await tellShipment(call, platformId, shipment);
    if (!asked.ok) return asked;
  }
  if (!told.isComplete) return ok(`${told.shipments.length} tracking numbers are in the shop.`);
  // After the numbers: the mail that goes with this status carries them.
  const order = await call('GET', `wc/v3/orders/${platformId}`);
  if (!order.ok) return order;
  if (fieldOf(order.value.json, 'status') !== 'processing')
    return ok('The tracking numbers are in the shop.');
  const set = await call('PUT', `wc/v3/orders/${platformId}`, { status: 'completed' });
  return set.ok ? ok('The tracking numbers are in the shop, and the order is completed.') : set;
}

const PLUG_INS = ['wc-shipment-tracking/v3', 'wc-ast/v3'];

async function tellShipment(call: Call, platformId: string, shipment: Shipment): Promise<Asked<string>> {
  const { trackingNumber, shippedAt } = shipment;
  const { name, url } = carrierOf(shipment);
  for (const plugIn of PLUG_INS) {
    const path = `${plugIn}/orders/${platformId}/shipment-trackings`;
    const there = await call('GET', path);
    if (!there.ok && there.why === 'gone') continue;
    if (!there.ok) return there;
    const known = (Array.isArray(there.value.json) ? there.value.json : []).some(
      (one) => trackingKey(textOf(fieldOf(one, 'tracking_number'))) === trackingKey(trackingNumber),
    );
    if (known) return ok('It is there already.');
    const made = await call('POST', path, {
      custom_tracking_provider: name,
      custom_tracking_link: url,
      tracking_number: trackingNumber,
      date_shipped: shippedAt.slice(0, 10),
    });
    return made.ok ? ok('It was told.') : made;
  }
  const where = url === '' ? '' : ` ${url}`;
  return note(call, platformId, {
    text: `Shipped with ${name}: ${trackingNumber}${where}`,
    forCustomer: true,
  });
}
