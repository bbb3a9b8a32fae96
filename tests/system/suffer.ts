import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { behind, type DatabaseCall, type Layer, type Output } from './database-calls.ts';
import { LONG } from './system.ts';

/* Faults at one call of the database, whichever that is. */

function failed(name: string): Error {
  return Object.assign(new Error('What the database said.'), { name });
}

/** A process that died: nothing that it does is applied. It is cleaned up at the end of the test. */
class Death {
  readonly #buried: Promise<never>;
  bury: () => void = () => undefined;
  die: () => void = () => undefined;
  readonly died: Promise<'died'>;

  constructor() {
    this.#buried = new Promise((_, reject) => {
      this.bury = () => reject(failed('Buried'));
    });
    this.#buried.catch(() => undefined);
    this.died = new Promise((resolve) => {
      this.die = () => resolve('died');
    });
  }

  get silence(): Promise<never> {
    return this.#buried;
  }
}

export type Strike = (call: DatabaseCall, death: Death) => Promise<Output>;

const faults: Record<string, Strike> = {
  throttled: () => Promise.reject(failed('ProvisionedThroughputExceededException')),
  'timed out after it was applied': async (call) => {
    await call.send();
    throw failed('TimeoutError');
  },
  'answer lost, and sent again by the SDK': async (call) => {
    await call.send().catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
    return call.send();
  },
  'died before it was applied': (_, death) => {
    death.die();
    return death.silence;
  },
  'died after it was applied': async (call, death) => {
    await call.send().catch(() => undefined);
    death.die();
    return death.silence;
  },
};

/** Does something with a fault at its k-th call of the database. `calls`: how many it made. */
export async function suffer<T>(
  act: () => Promise<T>,
  { strike, k }: { strike?: Strike; k: number },
): Promise<{ result: T | 'died' | 'failed'; calls: number; bury: () => void }> {
  const death = new Death();
  let [calls, isDead] = [0, false];
  const layer: Layer = (call) => {
    if (isDead) return death.silence;
    calls += 1;
    if (!strike || calls !== k) return call.send();
    void death.died.then(() => (isDead = true));
    return strike(call, death);
  };
  const acting = behind(layer, act).catch(() => 'failed' as const);
  return { result: await Promise.race([acting, death.died]), calls, bury: death.bury };
}

/** Without time for all, two of the faults at each call, in turn. */
export function faultsAt(k: number): [string, Strike][] {
  const all = Object.entries(faults);
  return LONG ? all : all.filter((_, at) => at === k % all.length || at === (k + 2) % all.length);
}

/** Every fault at each call; or, in the small budget, a different fault at every n-th call. */
export function faultsAmong(calls: number, every: number): { k: number; name: string; strike: Strike }[] {
  const all = Object.entries(faults).map(([name, strike]) => ({ name, strike }));
  return Array.from({ length: calls }, (_, at) => at + 1)
    .filter((k) => LONG || k % every === 0)
    .flatMap((k) => all.filter((_, at) => LONG || at === k % all.length).map((one) => ({ k, ...one })));
}
