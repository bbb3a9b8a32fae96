import {
  afterChange,
  type Change,
  openOrder,
  type OpenOrder,
  planChanges,
} from '../../../players/lightspeed/plan.ts';
import {
  type Acknowledgement,
  acknowledgeRequest,
  cancelRequest,
  shipmentRequest,
} from '../../../players/lightspeed/requests.ts';
import { type Random, seededRandom } from '../../../players/seeded-random.ts';
import type { PlacedOrder } from '../../../players/webstore/placed-order.ts';
import { basic, callStore, type OpenStore } from './callers.ts';
import type { Moments } from './moments.ts';
import { HOUR, MINUTE, whenOpen } from './zoned.ts';

const POLLS_EVERY = 5 * MINUTE;
/** So many polls before the end of its polling show how often a Lightspeed polls. */
const REGULAR_POLLS = 12;
const SHARES = { ship: 1, refuse: 0, cancel: 0.06, lose: 0 };

/** The Lightspeed of one store: it polls, takes or refuses, ships and cancels. */
export class Dealership {
  readonly #store: OpenStore;
  readonly #moments: Moments;
  readonly #end: number;
  readonly #random: Random;
  readonly #orders = new Map<string, { order: PlacedOrder; fromNewest: number }>();
  readonly #planned = new Set<number>();
  readonly #taken = new Set<string>();
  /** Told after each change of an order. */
  readonly #changed: () => void;

  constructor(
    store: OpenStore,
    { moments, end, changed }: { moments: Moments; end: number; changed: () => void },
  ) {
    this.#store = store;
    this.#moments = moments;
    this.#end = end;
    this.#random = seededRandom('dealership', store.id);
    this.#changed = changed;
  }

  /** An order is on its way: the poll after its arrival will be offered it. */
  expect(
    orderId: string,
    order: PlacedOrder,
    { arrives, fromNewest }: { arrives: number; fromNewest: number },
  ): void {
    this.#orders.set(orderId, { order, fromNewest });
    this.#planPoll(this.#pollAfter(arrives));
  }

  /** Something was changed that the next poll is to find. */
  pollSoon(): void {
    this.#planPoll(this.#pollAfter(Date.now() + 1000));
  }

  /** The last polls before a Lightspeed fell silent, or until now. */
  pollRegularlyUntilTheEnd(): void {
    const last = this.#pollAfter(this.#quietSince() - POLLS_EVERY);
    for (let poll = 0; poll < REGULAR_POLLS; poll += 1) this.#planPoll(last - poll * POLLS_EVERY);
    const { wrongPasswordSince = 0 } = this.#store;
    for (let time = last + POLLS_EVERY; time < last + wrongPasswordSince; time += POLLS_EVERY)
      this.#moments.add(time, () =>
        this.tryToCall('/LightSpeed/OutstandingActivity', basic('lightspeed', 'autumn-2024')),
      );
  }

  /** A call with credentials that are not right, or Test Connection with those that are. */
  async tryToCall(path: string, authorization?: string): Promise<void> {
    const expected = authorization === undefined ? 200 : 401;
    await callStore(this.#store, { method: 'GET', path, headers: this.#headers(authorization) }, [expected]);
  }

  #planPoll(time: number): void {
    if (this.#store.neverPolls || this.#planned.has(time) || time > this.#quietSince()) return;
    this.#planned.add(time);
    this.#moments.add(time, () => this.#poll());
  }

  #quietSince(): number {
    const { wrongPasswordSince = 0, silent = [] } = this.#store;
    return this.#end - Math.max(wrongPasswordSince, ...silent.map(([from, to]) => (to === 0 ? from : 0)));
  }

  #pollAfter(time: number): number {
    // Each store has its own second of the five minutes.
    const offset = (this.#store.firstNumber % 240) * 1000;
    const next = Math.ceil((time - offset) / POLLS_EVERY) * POLLS_EVERY + offset;
    const silence = this.#store.silent?.find(
      ([from, to]) => next > this.#end - from && next < this.#end - to,
    );
    return silence ? this.#pollAfter(this.#end - silence[1]) : next;
  }

  async #poll(): Promise<void> {
    const path = '/LightSpeed/OutstandingActivity';
    const answer = await callStore(
      this.#store,
      { method: 'GET', path, headers: this.#headers() },
      [200, 403],
    );
    const offered = [...answer.body.matchAll(/<OrderId>([^<]*)<\/OrderId>/g)].map(
      ([, orderId = '']) => orderId,
    );
    if (offered.length === 0) return;
    const acknowledgements = offered.map((orderId) => this.#judge(orderId));
    await this.#post('/LightSpeed/AcknowledgeRequest', acknowledgeRequest(acknowledgements));
    for (const { orderId, errors } of acknowledgements) if (errors.length === 0) this.#take(orderId);
    this.#changed();
  }

  #judge(orderId: string): Acknowledgement {
    const { fromNewest = -1, order } = this.#orders.get(orderId) ?? {};
    const refused = this.#store.orders?.[fromNewest]?.refused;
    if (!refused || (refused.until !== undefined && Date.now() >= this.#end - refused.until))
      return { orderId, errors: [] };
    const message = refused.message.replace('{sku}', order?.lines[0]?.sku ?? '');
    return { orderId, errors: [{ ...(refused.code && { code: refused.code }), message }] };
  }

  #take(orderId: string): void {
    const known = this.#orders.get(orderId);
    if (!known || this.#taken.has(orderId)) return;
    this.#taken.add(orderId);
    this.#planChange(openOrder({ orderId, items: known.order.lines }));
  }

  #planChange(order: OpenOrder): void {
    // What is left of an order waits for its part.
    const isSlow = order.shipmentsSoFar > 0 || this.#random.chance(0.15);
    const hours = isSlow ? this.#random.integer(60, 150) : this.#random.integer(2, 30);
    const time =
      whenOpen(Date.now() + hours * HOUR, this.#store.timeZone) + this.#random.integer(0, 59) * MINUTE;
    this.#moments.add(time, async () => {
      const [change] = planChanges([order], SHARES, this.#random);
      if (!change) return;
      await this.#make(change);
      const left = afterChange(order, change);
      if (left) this.#planChange(left);
    });
  }

  async #make(change: Change): Promise<void> {
    const order = `/LightSpeed/Order/${change.orderId}`;
    if (change.kind === 'ship') {
      const date = new Date().toISOString().slice(0, 10);
      await this.#post(`${order}/Shipment`, shipmentRequest({ ...change.shipment, date }));
    } else await this.#post(`${order}/Cancel`, cancelRequest(change.reason) ?? '');
    this.#changed();
  }

  async #post(path: string, body: string): Promise<void> {
    const headers = { ...this.#headers(), 'content-type': 'application/xml' };
    // Of an order that staff canceled meanwhile it is refused; and of any order while the module is off.
    await callStore(this.#store, { method: 'POST', path, headers, body: Buffer.from(body) }, [200, 403, 409]);
  }

  #headers(authorization?: string): Record<string, string> {
    return lightspeedHeaders(this.#store, authorization);
  }
}

/** What a store's Lightspeed sends with each call. */
export function lightspeedHeaders(
  { username, password, firstNumber }: OpenStore,
  authorization = basic(username, password),
): Record<string, string> {
  const number = firstNumber.toString(16).padStart(6, '0').toUpperCase();
  const machine = `00:1A:2B:${number.match(/../g)?.join(':')}`;
  return { authorization, 'machine-address': machine, 'user-agent': 'LightspeedEVO/6.11 WebOrders' };
}
