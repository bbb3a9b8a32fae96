import type { Instant } from '../domain/instant.ts';
import type { Shipment } from '../domain/order.ts';

/* What we ask of a shop and tell it by its platform's API. Each platform's folder has one in call.ts. */

/**
 * Why a shop did not do what it was asked: `refused` its credentials, has nothing of that name (`gone`), is `busy`,
 * gave no answer that could be used (`noAnswer`), or will never take this (`invalid`).
 */
export type Why = 'refused' | 'gone' | 'busy' | 'noAnswer' | 'invalid';

export type Asked<T> =
  | { ok: true; value: T }
  | { ok: false; why: Why; reason: string; retryAfter?: number | undefined };

/** Orders of a shop that changed, as JSON texts in the form that `readOrder` takes. */
export interface Page {
  orders: string[];
  /** Where the next page begins; absent: this was the last one. */
  next?: string | undefined;
}

/** What a shop is told about one of its orders. */
export type News =
  | { kind: 'shipped'; shipments: Shipment[]; isComplete: boolean }
  | { kind: 'refused'; errors: string[] }
  | { kind: 'canceled'; reason: string; cancelInShop: boolean };

export interface ShopApi {
  /** Tries the credentials; the value says whose shop it is. */
  check(): Promise<Asked<string>>;
  fetchOrder(platformId: string): Promise<Asked<string>>;
  /**
   * How an order was paid, as JSON that `readOrder` takes for its `transactions`. Absent: its order tells that itself.
   */
  paymentsOf?(platformId: string): Promise<Asked<string>>;
  /** A page of the orders that changed since then, oldest change first. */
  changedSince(since: Instant, next?: string): Promise<Asked<Page>>;
  /** Makes the webhooks that are not there yet. The value: their ids. */
  makeWebhooks(url: string, secret: string): Promise<Asked<string[]>>;
  removeWebhooks(ids: string[]): Promise<Asked<void>>;
  /** Tells it once: what the shop knows already is not told again. The value says what was done. */
  tell(platformId: string, news: News): Promise<Asked<string>>;
}

/** One HTTP call to a shop. */
export interface ShopRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

export interface ShopAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** Sends it and gives the answer, whatever its status. Throws an error whose message is a sentence. */
export type SendToShop = (request: ShopRequest) => Promise<ShopAnswer>;

export function ok<T>(value: T): Asked<T> {
  return { ok: true, value };
}
