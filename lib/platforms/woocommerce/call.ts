import { type Asked, type News, ok, type Page, type SendToShop, type ShopApi } from '../api.ts';
import { askJson, elementsOf, fieldOf, textOf } from '../asking.ts';
import { note, type WooCall } from './note.ts';
import { tellShipments } from './tell-shipments.ts';

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

/**
 * WooCommerce's REST API v3 (https://woocommerce.github.io/woocommerce-rest-api-docs/), by HTTPS Basic authentication.
 */
export function wooApi({ shop, key, secret }: WooCredentials, send: SendToShop): ShopApi {
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const call: WooCall = (method, path, body) =>
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

/** Pages overlap: an order that is thrown away meanwhile moves those behind it, and none must fall through. */
function pageOf(orders: string[] | undefined, offset: number): Asked<Page> {
  if (!orders) return { ok: false, why: 'noAnswer', reason: 'The shop’s answer is no list of orders.' };
  return ok({ orders, next: orders.length < PAGE ? undefined : String(offset + PAGE - PAGES_OVERLAP) });
}

async function tell(call: WooCall, platformId: string, news: News): Promise<Asked<string>> {
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
