import { NoAnswer } from '../../terminal/http/no-answer.ts';
import type { Answer } from '../../terminal/http/send.ts';
import { CannotPlaceOrders, type Outcome } from './outcome.ts';
import type { PlannedOrder } from './planned-orders.ts';
import { readProblem } from './read-problem.ts';
import { sendWithRetries } from './retries.ts';

export type Placing = {
  url: string;
  mayExist: boolean;
  send(method: 'GET' | 'PUT', path: string, body?: string): Promise<Answer>;
  wait(milliseconds: number): Promise<void>;
};

/** @throws CannotPlaceOrders when no other order would fare better */
export async function placeOrder({ orderId, order }: PlannedOrder, placing: Placing): Promise<Outcome> {
  const { url, mayExist, send, wait } = placing;
  const path = `/orders/${orderId}`;
  try {
    const before = mayExist ? await sendWithRetries(() => send('GET', path), wait) : undefined;
    const answer = await sendWithRetries(() => send('PUT', path, JSON.stringify(order)), wait);
    if (answer.status === 201) return { orderId, result: 'created' };
    if (answer.status !== 200) return { orderId, result: 'refused', ...readProblem(answer, url) };
    // Both are a 200; an order that was replaced was also updated.
    const replaced = before?.status === 200 && updatedAt(before) !== updatedAt(answer);
    return { orderId, result: replaced ? 'replaced' : 'same' };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (!error.mayPass) throw new CannotPlaceOrders(error.message, { cause: error });
    return { orderId, result: 'refused', status: 0, code: 'NoAnswer', detail: error.message, pointers: [] };
  }
}

function updatedAt({ body }: Answer): unknown {
  const order: unknown = JSON.parse(body.toString());
  return typeof order === 'object' && order !== null && 'updatedAt' in order ? order.updatedAt : undefined;
}
