import { digestOf } from '../database/inbox.ts';
import type { Asked, ShopApi } from '../platforms/api.ts';
import { readJson } from '../platforms/json.ts';
import type { Shop } from './shop.ts';
import { type Parcel, unread } from './take.ts';

/** The shop's answer about one of its orders. */
export function parcelOfOrder(text: string, { platform, now }: Shop): Parcel {
  const payload = Buffer.from(text);
  const json = readJson(text);
  const version = json.ok ? platform.identify(json.value, now) : undefined;
  if (!version) return unread(payload, 'The shop gave an order that we cannot name or date.');
  const { platformId, version: changed } = version;
  return { platformId, arrival: { kind: 'order', version: changed, digest: digestOf(payload) }, payload };
}

/** Asks the shop for one order. An order that the shop does not have is deleted. */
export async function fetchParcel(api: ShopApi, platformId: string, shop: Shop): Promise<Asked<Parcel>> {
  const asked = await api.fetchOrder(platformId);
  if (asked.ok) return { ok: true, value: parcelOfOrder(asked.value, shop) };
  if (asked.why === 'gone') return { ok: true, value: { platformId, arrival: { kind: 'gone' } } };
  return asked;
}
