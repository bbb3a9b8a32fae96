import { toInstant } from '../../lib/domain/instant.ts';
import type { Told } from '../../lib/outgoing/tell.ts';

/** The secret that signs in the tests; `otherSecret` is the one before it. */
export const secret = `whsec_${Buffer.alloc(32, 'secret of the tests').toString('base64')}`;
export const otherSecret = `whsec_${Buffer.alloc(32, 'the one before it').toString('base64')}`;

/** Sets the URL of an existing store, with one secret or two. */
export async function nameUrl(storeId: string, url: string, secrets = [secret]): Promise<void> {
  const { seal } = await import('../../lib/vault.ts');
  const { changeStore } = await import('../../lib/database/stores.ts');
  const since = '2026-01-01T00:00:00Z';
  const sealed = await Promise.all(
    secrets.map(async (one) => ({ sealed: await seal(one, { store: storeId, purpose: 'webhook' }), since })),
  );
  const webhook = { url, enabled: true, secrets: sealed, since };
  const store = await changeStore(storeId, (before) => ({ ...before, webhook }));
  if (!store) throw new Error(`There is no store ${storeId}.`);
}

/** Runs the teller for some looks, each after the one before, on the test's clock unless given. */
export async function tell({
  looks = 3,
  now,
  restMs = 100,
}: {
  looks?: number;
  now?: string;
  restMs?: number;
} = {}): Promise<Told> {
  const { tellAll } = await import('../../lib/outgoing/tell.ts');
  let left = looks;
  return tellAll({
    now: () => now ?? toInstant(new Date()),
    // In the middle of the spread.
    random: () => 0.5,
    goesOn: () => (left -= 1) > 0,
    restMs,
  });
}
