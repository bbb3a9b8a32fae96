import { totalOf, type Sale } from './sale.ts';

/** An order's payment state in the shop. A draft is an unfinished checkout. */
export type State = 'draft' | 'unpaid' | 'paid' | 'canceled' | 'refunded';

/** A package that the shop was told of, in whatever way its platform has for that. */
export type Package = {
  trackingNumber: string;
  carrier: string;
  items: { line: number; quantity: number }[];
};

export type Note = { id: number; text: string; isForCustomer: boolean; at: Date };

export type ShopOrder = {
  id: number;
  sale: Sale;
  state: State;
  /** The shop calls it completed, or fulfilled. */
  isShipped: boolean;
  refunds: { amount: number; reason: string }[];
  placedAt: Date;
  changedAt: Date;
  notes: Note[];
  packages: Package[];
};

export type Event = 'created' | 'updated' | 'paid' | 'canceled' | 'refunded';

const SECOND = 1000;

/** A shop's orders, as in its database. Listeners get every change. */
export class OrderBook {
  readonly orders = new Map<number, ShopOrder>();
  /** The shop's clock. A story sets it back, so that an hour passes in a moment. */
  now: () => Date = () => new Date();
  #nextId: number;
  readonly #listeners: ((order: ShopOrder, event: Event) => void)[] = [];

  /** @param firstId orders of another day must not have the same numbers */
  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  listen(listener: (order: ShopOrder, event: Event) => void): void {
    this.#listeners.push(listener);
  }

  place(sale: Sale, state: 'draft' | 'unpaid' | 'paid'): ShopOrder {
    const at = this.#second();
    const order: ShopOrder = {
      id: this.#nextId++,
      sale,
      state,
      isShipped: false,
      refunds: [],
      placedAt: at,
      changedAt: at,
      notes: [],
      packages: [],
    };
    this.orders.set(order.id, order);
    this.#tell(order, 'created');
    return order;
  }

  /** Platforms count seconds: a change is at least one later than the change before it. */
  change(order: ShopOrder, event: Event, change: Partial<ShopOrder>): void {
    const next = Math.max(this.#second().getTime(), order.changedAt.getTime() + SECOND);
    Object.assign(order, change, { changedAt: new Date(next) });
    this.#tell(order, event);
  }

  note(order: ShopOrder, text: string, isForCustomer: boolean): Note {
    const note = { id: order.id * 100 + order.notes.length, text, isForCustomer, at: this.#second() };
    order.notes.push(note);
    return note;
  }

  refund(order: ShopOrder, amount: number, reason: string): void {
    const refunds = [...order.refunds, { amount, reason }];
    const isWhole = refunds.reduce((all, one) => all + one.amount, 0) >= totalOf(order.sale);
    this.change(order, 'refunded', { refunds, ...(isWhole && { state: 'refunded' }) });
  }

  #second(): Date {
    return new Date(Math.floor(this.now().getTime() / SECOND) * SECOND);
  }

  #tell(order: ShopOrder, event: Event): void {
    for (const listener of this.#listeners) listener(order, event);
  }
}
