import type { Secret, Store } from '../../lib/domain/store.ts';
import type { Origin } from './card.ts';

/** A store as `--json` tells it (docs/commands.md): never a hash. Null: any machine, no start point, not recorded. */
export function storeJson(store: Store, origin: Origin): object {
  const since = (secrets: Secret[]) => secrets.map(({ since }) => ({ since }));
  return {
    id: store.id,
    name: store.name,
    enabled: store.enabled,
    url: 'url' in origin ? `${origin.url}/LightSpeed` : null,
    username: store.username,
    passwords: since(store.passwords),
    apiTokens: since(store.apiTokens),
    machineAddress: store.machineAddress ?? null,
    timeZone: store.timeZone ?? 'UTC',
    startAt: store.startAt ?? null,
    recordUntil: store.recordUntil ?? null,
    webhook: store.webhook ? { url: store.webhook.url, enabled: store.webhook.enabled } : null,
    createdAt: store.createdAt,
    updatedAt: store.updatedAt,
  };
}
