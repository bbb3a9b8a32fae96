import { type Connection, shopAddress } from '../domain/connection.ts';
import type { Instant } from '../domain/instant.ts';
import { defaultPlatformSettings, type PlatformName, type PlatformSettings } from '../domain/platform.ts';
import type { Store } from '../domain/store.ts';
import type { Asked } from '../platforms/api.ts';
import type { Platform } from '../platforms/platform.ts';
import { unseal } from '../vault.ts';

/** `undefined`: there is nobody to ask. */
export type PaymentsOf = (
  shop: Pick<Shop, 'store' | 'connection'>,
  platformId: string,
) => Promise<Asked<string> | undefined>;

/** A store's shop on a platform, with what is needed to read its deliveries. */
export interface Shop {
  store: Store;
  connection: Connection;
  platform: Platform;
  now: Instant;
  /** Asks the shop how an order was paid, where its API is connected and its orders do not tell. */
  paymentsOf?: PaymentsOf | undefined;
}

/** The purpose under which a connection's secrets are sealed (`lib/vault.ts`). */
export function purposeOf(platform: PlatformName, kind: 'webhook' | 'api'): string {
  return `${platform} ${kind}`;
}

export function connectionOf({ connections = [] }: Store, name: PlatformName): Connection | undefined {
  return connections.find(({ platform }) => platform === name);
}

/** Whether two shop names have the same host; `stores/abc123` counts as one. */
export function isOnHost(one: string, other: string): boolean {
  const hostIn = (shop: string) => (shop.startsWith('stores/') ? shop : shopAddress(shop).split('/')[0]);
  return hostIn(one) === hostIn(other);
}

/** The secrets that sign its deliveries. Throws `ServiceUnavailable` if their key does not answer. */
export async function webhookSecrets({
  store,
  connection,
}: Pick<Shop, 'store' | 'connection'>): Promise<string[]> {
  const sealedFor = { store: store.id, purpose: purposeOf(connection.platform, 'webhook') };
  return Promise.all(connection.secrets.map(({ sealed }) => unseal(sealed, sealedFor)));
}

/** How the store wants this shop's orders to be read. */
export function settingsFor({ store, connection }: Pick<Shop, 'store' | 'connection'>): PlatformSettings {
  return {
    ...defaultPlatformSettings,
    payments: store.payments ?? {},
    supplierCodes: store.supplierCodes ?? {},
    ...(store.partWithoutSku !== undefined && { partWithoutSku: store.partWithoutSku }),
    offeredStates: connection.offeredStates,
    testOrders: connection.testOrders,
    numberPrefix: connection.numberPrefix,
  };
}
