/** One call to the database and its answer, as they were on the wire. */
export interface Exchange {
  /** `GetItem` and the like. */
  operation: string;
  input: Input;
  status: number;
  /** The body of the answer. */
  answer: string;
  /** How many answers it had to wait for, one after the other, including its own. */
  roundTrip: number;
}

type Item = Record<string, unknown>;

/** The parts of a call's input that are read here. */
export interface Input {
  TableName?: string;
  IndexName?: string;
  ScanIndexForward?: boolean;
  Key?: Item;
  Item?: Item;
  RequestItems?: Record<string, { Keys?: Item[] }>;
}

/**
 * What a call asks, without what differs each time: the time, the mark of a write, the order of keys. Two calls with
 * the same question get the same recorded answer.
 */
export function questionOf(operation: string, input: Input): string {
  const { TableName, IndexName, ScanIndexForward, Key, Item, RequestItems = {} } = input;
  const batch = Object.entries(RequestItems).map(([table, { Keys = [] }]) => [
    table,
    Keys.map((key) => JSON.stringify(sorted(key))).toSorted(),
  ]);
  const written = Item && { store: Item['store'], orderId: Item['orderId'] };
  return JSON.stringify([operation, TableName, IndexName, ScanIndexForward, sorted(Key ?? written), batch]);
}

function sorted(item: Item = {}): [string, unknown][] {
  return Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The calls in the fewest steps that their meaning allows, each step's calls in parallel. The heartbeat and the orders
 * wait for the credentials (nothing is written, and no order is read, for a caller who is not let in) and for the
 * queue, which names the orders; a changed order waits for the order. Nothing else waits for anything.
 */
export function sideBySide(exchanges: Exchange[]): Exchange[][] {
  const steps: Exchange[][] = [[], [], []];
  for (const exchange of exchanges) steps[stepOf(exchange)]?.push(exchange);
  return steps.filter((step) => step.length > 0);
}

function stepOf({ operation, input }: Exchange): 0 | 1 | 2 {
  if (operation === 'PutItem' || operation.startsWith('TransactWrite')) return 2;
  if (operation === 'UpdateItem') return 1;
  const readsOrders = Object.keys(input.RequestItems ?? {}).some((table) => table.endsWith('-orders'));
  return readsOrders ? 1 : 0;
}

/** What DynamoDB bills for calls that were recorded with their capacity: units of reading and of writing. */
export function unitsOf(exchanges: Exchange[]): { read: number; written: number } {
  const units = { read: 0, written: 0 };
  for (const { operation, answer } of exchanges) {
    const { ConsumedCapacity = [] } = JSON.parse(answer) as { ConsumedCapacity?: Capacity | Capacity[] };
    const sum = [ConsumedCapacity].flat().reduce((all, { CapacityUnits }) => all + CapacityUnits, 0);
    units[/^(Put|Update|Delete|TransactWrite)/.test(operation) ? 'written' : 'read'] += sum;
  }
  return units;
}

interface Capacity {
  CapacityUnits: number;
}
