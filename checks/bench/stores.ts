import { setAwsEnvironment } from '../../local/aws-environment.ts';
import type { Bench } from './bench.ts';
import { startDatabase } from './databases.ts';

type Item = Record<string, unknown>;

/** A store as `npm run stores` makes it, with its credentials. */
export interface MadeStore {
  /** Its item; of another id, for another store with the same credentials. */
  item: (id?: string) => Item;
  /** Lightspeed's. */
  basic: string;
  /** The webstore's. */
  bearer: string;
}

export const STORE = 'coolbike';

let made: Promise<MadeStore> | undefined;

/** Makes it once: lib/ keeps using its first database. */
export function madeStore(bench: Bench): Promise<MadeStore> {
  made ??= make(bench);
  return made;
}

async function make(bench: Bench): Promise<MadeStore> {
  const database = await startDatabase('embedded', bench);
  setAwsEnvironment(process.env, database.endpoint);
  const [first] = bench.stage.functions.values();
  Object.assign(process.env, first?.environment, { METRICS: 'off' });
  const { commands } = await import('../../operations/stores/commands.ts');
  const { dynamodb } = await import('../../lib/database/client.ts');
  const originOf = () => ({ reason: 'on this machine' });
  // The card that an operator is shown.
  const told = await commands['add']?.([STORE], { values: {}, now: new Date().toISOString(), originOf });
  const card = typeof told === 'string' ? told : '';
  const [item = {}] = await database.scan(tablesOf(bench).stores);
  dynamodb.destroy();
  await database.close();
  const [, password] = /Password +(\S+)/.exec(card) ?? [];
  const [, token] = /API token +(\S+)/.exec(card) ?? [];
  return {
    item: (id = STORE) => ({ ...item, store: id, details: { ...(item['details'] as Item), id } }),
    basic: `Basic ${Buffer.from(`lightspeed:${password}`).toString('base64')}`,
    bearer: `Bearer ${token}`,
  };
}

/** The names of the tables that are filled here. */
export function tablesOf({ stage }: Bench): { orders: string; stores: string; activity: string } {
  const [first] = stage.functions.values();
  const { ORDERS_TABLE = '', STORES_TABLE = '', ACTIVITY_TABLE = '' } = first?.environment ?? {};
  return { orders: ORDERS_TABLE, stores: STORES_TABLE, activity: ACTIVITY_TABLE };
}
