/** The webshop platforms whose own webhooks we read (contract 10). */
export type PlatformName = 'woocommerce' | 'shopify' | 'bigcommerce';

/** As people write them. */
export const platformTitles: Readonly<Record<PlatformName, string>> = {
  woocommerce: 'WooCommerce',
  shopify: 'Shopify',
  bigcommerce: 'BigCommerce',
};

/** How a store wants the orders of one platform to be read. `defaultPlatformSettings` has what is usual. */
export interface PlatformSettings {
  /**
   * The states in which an order goes to Lightspeed, in the platform's own spelling: WooCommerce's `status`, Shopify's
   * `financial_status`, BigCommerce's `status_id`. Absent: those in which it is paid.
   */
  offeredStates?: readonly string[] | undefined;
  /**
   * From the platform's payment method (its id or its title) to a text that `payment-type.ts` knows:
   * `{ stripe: 'VISA' }`. Letter case, spaces and punctuation do not count.
   */
  payments: Readonly<Record<string, string>>;
  /**
   * From the platform's vendor or brand to the dealer's supplier code: `{ Kawasaki: 'KA' }`. Compared like payments.
   */
  supplierCodes: Readonly<Record<string, string>>;
  /** The part that stands for a line without a SKU. Lightspeed needs to know it. */
  partWithoutSku: string;
  /** Test orders are offered too. */
  testOrders: boolean;
  /** Prefix of each order number: with `web-`, `#1001` becomes `web-1001`. */
  numberPrefix: string;
}

export const defaultPlatformSettings: PlatformSettings = {
  payments: {},
  supplierCodes: {},
  partWithoutSku: 'NO-SKU',
  testOrders: false,
  numberPrefix: '',
};

/** For looking up in a store's tables: letter case, spaces and punctuation do not count. */
export function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The value in a store's table for the first of these names that has one. */
export function lookUp(
  table: Readonly<Record<string, string>>,
  ...names: readonly (string | undefined)[]
): string | undefined {
  const byKey = new Map(Object.entries(table).map(([name, value]) => [keyOf(name), value]));
  const found = names.find((name) => name !== undefined && keyOf(name) !== '' && byKey.has(keyOf(name)));
  return found === undefined ? undefined : byKey.get(keyOf(found));
}
