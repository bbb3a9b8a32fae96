import { Failure } from '../domain/failure.ts';
import { toInstant } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import type { ConsoleCall } from './endpoint.tsx';
import { changeStoreBy } from './store-call.ts';

/** Hours that a recording may take. */
export const RECORDING_HOURS: readonly number[] = [1, 24];

/** Records Lightspeed's calls for the hours that the form names. Throws `InvalidRequest`. */
export async function record(call: ConsoleCall, store: Store): Promise<void> {
  const hours = Number(call.form.get('hours'));
  if (!RECORDING_HOURS.includes(hours))
    throw new Failure('InvalidRequest', 'Calls are recorded for an hour or a day.');
  const recordUntil = toInstant(new Date(Date.parse(call.now) + hours * 3_600_000));
  await changeStoreBy(call, store, {
    changes: [{ what: 'Recording', from: store.recordUntil ?? 'off', to: `until ${recordUntil}` }],
    step: (before) => ({ ...before, recordUntil }),
  });
}

export async function stopRecording(call: ConsoleCall, store: Store): Promise<void> {
  await changeStoreBy(call, store, {
    changes: [{ what: 'Recording', from: store.recordUntil ?? 'off', to: 'off' }],
    step: (before) => ({ ...before, recordUntil: undefined }),
  });
}
