import { conclude, writeDown, type Written } from '../database/audit.ts';
import type { AuditEntry, Outcome } from '../domain/audit.ts';
import { Failure } from '../domain/failure.ts';
import { statuses } from '../http/statuses.ts';
import type { ConsoleCall } from './endpoint.tsx';

/** What a person asked for; one whose `from` and `to` are equal is no change. */
export type Change = Pick<AuditEntry, 'store' | 'what' | 'from' | 'to'>;

/**
 * Does what a person asked for. It is written down before, so that a crash cannot lose it, and afterwards whether it
 * was made. The act gives `false`, `0` or `undefined` if there was nothing to change; a refusal changed nothing either.
 */
export async function audited<T>(
  call: ConsoleCall,
  changes: readonly Change[],
  act: () => Promise<T>,
): Promise<T> {
  const { person, now, facts } = call;
  const written: Written[] = [];
  for (const change of changes.filter(isChange))
    written.push(await writeDown({ ...change, at: now, who: person.email }));
  const concludeAll = async (outcome: Outcome): Promise<void> => {
    try {
      await Promise.all(written.map((one) => conclude(one, outcome)));
    } catch {
      // What was asked for is done. The page says that nobody knows.
      facts['audit'] = 'not concluded';
    }
  };
  try {
    const result = await act();
    await concludeAll(result ? 'made' : 'not made');
    return result;
  } catch (error) {
    // Any other failure may have come after the change.
    if (error instanceof Failure && statuses[error.code] < 500) await concludeAll('not made');
    throw error;
  }
}

function isChange({ from, to }: Change): boolean {
  return from === undefined || from !== to;
}
