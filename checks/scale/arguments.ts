import { UsageError } from '../../terminal/usage-error.ts';
import type { Assumptions } from './assumptions.ts';

/** The assumptions with those that `--set name=value` names changed. Throws a `UsageError`. */
export function changedBy(settings: string[], assumed: Assumptions): Assumptions {
  const changes = settings.map((setting) => {
    const [, name = '', text = ''] = /^(\w+)=(\d*\.?\d+)$/.exec(setting) ?? [];
    if (!Object.hasOwn(assumed, name)) {
      throw new UsageError(`--set takes name=number, as ordersPerDay=50, not "${setting}".`);
    }
    return [name, Number(text)] as const;
  });
  return { ...assumed, ...Object.fromEntries(changes) };
}
