import { createHash } from 'node:crypto';
import { type CallableHandler, call, type HttpAnswer, type HttpCall } from '../../../tests/support/call.ts';
import type { DemoStore } from './stores.ts';

/** A store of the demonstration that was added, with what opens it. */
export interface OpenStore extends DemoStore {
  /** Whom its callers name. */
  host: string;
  username: string;
  password: string;
  apiToken: string;
}

let calls = 0;

/** An id that the same history gives the same call. */
function requestId(): string {
  calls += 1;
  const hex = createHash('sha256').update(String(calls)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Calls the service as it is called from outside, but in this process and at its time. Fails unless it answers as expected. */
export async function callStore(
  { id, host }: OpenStore,
  { headers = {}, ...given }: HttpCall,
  expected: readonly number[] = [200, 201],
): Promise<HttpAnswer> {
  const { handler } = await import('../../../functions/any-other-path.ts');
  const answer = await call(handler as unknown as CallableHandler, {
    ...given,
    headers: { host, ...headers },
    requestId: requestId(),
  });
  if (!expected.includes(answer.status))
    throw new Error(`${given.method} ${given.path} of ${id} was answered ${answer.status}: ${answer.body}`);
  return answer;
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
