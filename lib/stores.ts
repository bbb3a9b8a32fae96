import * as z from 'zod/mini';
import { settings } from './current-settings.ts';
import { Failure } from './domain/failure.ts';
import type { Store } from './domain/store.ts';

/** A store and what its callers must know. */
export interface StoreWithSecrets extends Store {
  username: string;
  password: string;
  apiToken: string;
}

const secretsSchema = z.object({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,63}$/)),
  username: z.string().check(z.regex(/^[^:]+$/)),
  password: z.string().check(z.minLength(1)),
  apiToken: z.string().check(z.minLength(1)),
  enabled: z.optional(z.boolean()),
  machineAddress: z.optional(z.string()),
});

/** How long a change of the parameter may go unseen, in milliseconds. */
const CACHE_TIME = 60_000;

let cached: { store: StoreWithSecrets; until: number } | undefined;

/**
 * The store that a request is for. There is one on a deployment so far: its secrets come from the stage's
 * defaults or from the Parameter Store, and are remembered for a minute. Throws `ServiceUnavailable`.
 */
export async function findStore(): Promise<StoreWithSecrets> {
  if (cached && performance.now() < cached.until) return cached.store;
  const store = parseStore(await readSecrets());
  cached = { store, until: performance.now() + CACHE_TIME };
  return store;
}

async function readSecrets(): Promise<string> {
  const { secrets } = settings;
  if (secrets.kind === 'local') return secrets.json;
  try {
    // Loaded only where it is used: it doubles the time of a cold start.
    const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
    const command = new GetParameterCommand({ Name: secrets.parameter, WithDecryption: true });
    return (await new SSMClient({ maxAttempts: 3 }).send(command)).Parameter?.Value ?? '';
  } catch (error) {
    throw new Failure(
      'ServiceUnavailable',
      'The credentials could not be read. Repeating the call is safe.',
      {
        cause: error,
      },
    );
  }
}

function parseStore(json: string): StoreWithSecrets {
  try {
    const { enabled = true, ...store } = secretsSchema.parse(JSON.parse(json));
    return { ...store, enabled };
  } catch {
    // Without the cause: it may quote the secrets.
    throw new Error('The setting SECRETS does not lead to a store: {"id","username","password","apiToken"}.');
  }
}
