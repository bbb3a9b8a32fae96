import type { Shipment } from '../../domain/order.ts';
import { type Asked, type News, ok, type SendToShop, type ShopApi, type ShopRequest } from '../api.ts';
import { askJson, elementsOf, fieldOf, textOf, trackingKey } from '../asking.ts';
import { carrierOf } from '../carriers.ts';
import { OWN_HEADER, ownHeaderValue } from './read-delivery.ts';

export interface BigCommerceCredentials {
  /**
   * `https://api.bigcommerce.com/stores/abc123`: the API path that BigCommerce shows with the account, without its
   * version.
   */
  shop: string;
  token: string;
}

const PAGE = 50;
/** What `readOrder` needs of an order, by one call. */
const WHOLE = 'include=consignments.line_items,fees&consignment_structure=object';
const SCOPE = 'store/order/*';
const CANCELED = 5;

type Call = (method: ShopRequest['method'], path: string, body?: unknown) => ReturnType<typeof askJson>;

/** BigCommerce's REST API, V2 for orders and V3 for webhooks (https://docs.bigcommerce.com/developer). */
export function bigcommerceApi({ shop, token }: BigCommerceCredentials, send: SendToShop): ShopApi {
  const call: Call = (method, path, body) =>
    askJson(send, {
      method,
      url: `${shop}/${path}`,
      headers: {
        'x-auth-token': token,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  return {
    check: async () => {
      const asked = await call('GET', 'v2/orders?limit=1');
      return asked.ok ? ok('The shop lets us read its orders.') : asked;
    },

    fetchOrder: async (platformId) => {
      const asked = await call('GET', `v2/orders/${platformId}?${WHOLE}`);
      return asked.ok ? ok(asked.value.text) : asked;
    },

    changedSince: async (since, next = '1') => {
      const query = `min_date_modified=${encodeURIComponent(since)}&sort=date_modified:asc&limit=${PAGE}&page=${next}`;
      const asked = await call('GET', `v2/orders?${query}&${WHOLE}`);
      if (!asked.ok) return asked;
      // No changes are answered 204, without a body.
      const orders = asked.value.json === undefined ? [] : elementsOf(asked.value.json);
      if (!orders) return { ok: false, why: 'noAnswer', reason: 'The shop’s answer is no list of orders.' };
      return ok({ orders, next: orders.length < PAGE ? undefined : String(Number(next) + 1) });
    },

    makeWebhooks: async (url, secret) => {
      const there = await call('GET', 'v3/hooks?limit=250');
      if (!there.ok) return there;
      const hooks = fieldOf(there.value.json, 'data');
      const mine = (Array.isArray(hooks) ? hooks : []).find(
        (one) => fieldOf(one, 'scope') === SCOPE && fieldOf(one, 'destination') === url,
      );
      const wanted = {
        scope: SCOPE,
        destination: url,
        is_active: true,
        headers: { [OWN_HEADER]: ownHeaderValue(secret) },
      };
      const made = mine
        ? await call('PUT', `v3/hooks/${textOf(fieldOf(mine, 'id'))}`, wanted)
        : await call('POST', 'v3/hooks', wanted);
      return made.ok ? ok([textOf(fieldOf(made.value.json, 'data', 'id'))]) : made;
    },

    removeWebhooks: async (ids) => {
      for (const id of ids) {
        const asked = await call('DELETE', `v3/hooks/${id}`);
        if (!asked.ok && asked.why !== 'gone') return asked;
      }
      return ok(undefined);
    },

    tell: (platformId, news) => tell(call, platformId, news),
  };
}

async function tell(call: Call, platformId: string, news: News): Promise<Asked<string>> {
  if (news.kind === 'shipped') return tellShipments(call, platformId, news.shipments);
  if (news.kind === 'refused')
    return note(call, platformId, `Lightspeed refused the order: ${news.errors.join('; ')}`);
  const noted = await note(call, platformId, `Canceled in Lightspeed: ${news.reason}`);
  if (!noted.ok || !news.cancelInShop) return noted;
  const set = await call('PUT', `v2/orders/${platformId}`, { status_id: CANCELED });
  return set.ok ? ok('The order was canceled in the shop, with a note.') : set;
}

/** Adds a line to the staff notes, which the customer does not see, unless it is there. */
async function note(call: Call, platformId: string, text: string): Promise<Asked<string>> {
  const order = await call('GET', `v2/orders/${platformId}`);
  if (!order.ok) return order;
  const before = textOf(fieldOf(order.value.json, 'staff_notes'));
  if (before.includes(text)) return ok('The note is there already.');
  const made = await call('PUT', `v2/orders/${platformId}`, {
    staff_notes: before === '' ? text : `${before}\n${text}`,
  });
  return made.ok ? ok('A note for staff was written in the shop.') : made;
}

/** One shipment for each tracking number: those that the shop has are looked up first. */
async function tellShipments(call: Call, platformId: string, shipments: Shipment[]): Promise<Asked<string>> {
  for (const shipment of shipments) {
    const there = await call('GET', `v2/orders/${platformId}/shipments?limit=250`);
    if (!there.ok) return there;
    const known = listIn(there.value.json).some(
      (one) => trackingKey(textOf(fieldOf(one, 'tracking_number'))) === trackingKey(shipment.trackingNumber),
    );
    if (known) continue;
    const told = await tellShipment(call, platformId, shipment);
    if (!told.ok) return told;
  }
  return ok('The tracking numbers are in the shop.');
}

async function tellShipment(call: Call, platformId: string, shipment: Shipment): Promise<Asked<string>> {
  const products = await call('GET', `v2/orders/${platformId}/products?limit=250`);
  if (!products.ok) return products;
  const items = itemsOf(listIn(products.value.json), shipment);
  const { name, bigcommerce, url } = carrierOf(shipment);
  // Nothing is left to be shipped, or nothing of it is in the shop's order.
  const [first] = items;
  if (!first) return note(call, platformId, `Lightspeed shipped it with ${name}: ${shipment.trackingNumber}`);
  const made = await call('POST', `v2/orders/${platformId}/shipments`, {
    order_address_id: first.addressId,
    tracking_number: shipment.trackingNumber,
    shipping_provider: bigcommerce,
    ...(bigcommerce === '' && url !== '' && { tracking_link: url }),
    ...(bigcommerce === '' && { comments: name }),
    items: items
      .filter(({ addressId }) => addressId === first.addressId)
      .map(({ addressId: _, ...item }) => item),
  });
  return made.ok ? ok('It was told.') : made;
}

/** The order's products in a shipment, by its SKUs, or all that is left of them. */
function itemsOf(
  products: unknown[],
  { items }: Shipment,
): { order_product_id: number; quantity: number; addressId: number }[] {
  const left = items && new Map<string, number>();
  for (const { sku, quantity } of items ?? []) left?.set(sku, (left.get(sku) ?? 0) + quantity);
  return products.flatMap((one) => {
    const number = (name: string) => Number(textOf(fieldOf(one, name))) || 0;
    const sku = textOf(fieldOf(one, 'sku'));
    const remaining = number('quantity') - number('quantity_shipped');
    const quantity = left ? Math.min(remaining, left.get(sku) ?? 0) : remaining;
    if (quantity <= 0) return [];
    left?.set(sku, (left.get(sku) ?? 0) - quantity);
    return [{ order_product_id: number('id'), quantity, addressId: number('order_address_id') }];
  });
}

function listIn(json: unknown): unknown[] {
  return Array.isArray(json) ? json : [];
}
