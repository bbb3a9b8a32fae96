import type { Stage } from '../stage.ts';
import type { Origin } from './card.ts';

/** The origin of a stage's stores. */
export function originOn(
  { name, params }: Pick<Stage, 'name' | 'params'>,
  port: string,
  storeId: string,
): Origin {
  const { endpoint, domain, defaultStore } = params;
  const isDefault = storeId === defaultStore;
  if (name === 'local') return { url: `http://${isDefault ? '' : `${storeId}.`}localhost:${port}` };
  if (endpoint === 'custom-domain') return { url: `https://${storeId}.${domain}` };
  return {
    reason: isDefault
      ? `the LightspeedUrl that npx serverless info --verbose --stage ${name} prints`
      : `stage ${name} has no domain of its own, so only its default store "${defaultStore}" can be called`,
  };
}
