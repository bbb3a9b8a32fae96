import { NoAnswer } from '../../terminal/http/no-answer.ts';
import type { Answer } from '../../terminal/http/send.ts';

const TRIES = 6;
const LONGEST_WAIT_MS = 120_000;

/** How long to wait before the next try, in milliseconds; undefined: take this answer, or its absence, as final. */
export function waitBeforeRetry(answer: Answer | NoAnswer, tries: number, now: Date): number | undefined {
  if (tries >= TRIES) return undefined;
  const backOff = 250 * 2 ** (tries - 1);
  if (answer instanceof NoAnswer) return answer.mayPass ? backOff : undefined;
  if (answer.status !== 503 && answer.status !== 429) return undefined;
  const asked = retryAfter(answer.headers['retry-after'], now) ?? backOff;
  return asked > LONGEST_WAIT_MS ? undefined : asked;
}

/** `Retry-After` is seconds or a date (RFC 9110). */
function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/**
 * Sends until there is a final answer. Placing an order is repeatable, so a lost answer is no reason to give up.
 * @throws NoAnswer when even the last try got none
 */
export async function sendWithRetries(
  send: () => Promise<Answer>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send().catch((error: unknown) => {
      if (error instanceof NoAnswer) return error;
      throw error;
    });
    const delay = waitBeforeRetry(answer, tries, new Date());
    if (delay !== undefined) await wait(delay);
    else if (answer instanceof NoAnswer) throw answer;
    else return answer;
  }
}
