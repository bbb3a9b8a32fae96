import type { Activity } from '../../domain/activity.ts';
import type { LastRejection } from '../../domain/attempts.ts';
import type { InboxEntry } from '../../domain/inbox.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Outbox } from '../../domain/messages.ts';
import type { Note } from '../../domain/note.ts';
import type { Order } from '../../domain/order.ts';
import type { ShownMessage } from '../messages.ts';
import type { Store } from '../../domain/store.ts';

/** What an order's story in one store is told from. */
export interface Facts {
  stage: string;
  store: Pick<Store, 'id' | 'name' | 'enabled' | 'startAt' | 'machineAddress'>;
  orderId: string;
  /** What the id names in the store; absent: nothing. */
  found?: { order: Order; outbox?: Outbox | undefined } | { damageNotes: Note[] } | undefined;
  /** The other stores of the stage that have an order of this id. */
  otherStores: string[];
  activity: Activity;
  lastRejection?: LastRejection | undefined;
  /** The newest messages of the order to its webstore. */
  messages?: ShownMessage[] | undefined;
  /** What a platform's webhook, or the sweep, told of it. */
  delivery?: InboxEntry | undefined;
  /** How many outstanding orders have their turn before this one. */
  ahead: number;
  /** How many orders go into one answer. */
  batchSize: number;
  now: Instant;
  /** How a time is written; absent: in UTC, for a terminal. */
  tell?: ((at: Instant) => string) | undefined;
}

/** The facts of an order that could be read. */
export interface OrderFacts extends Facts {
  order: Order;
}
