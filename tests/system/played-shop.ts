import { afterAll, beforeAll } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { call, type HttpAnswer } from '../support/call.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { aWooOrder, connectShop, wooHeaders } from '../support/shop-orders.ts';
import { tell } from '../support/tell.ts';
import { openWooShop, type WooShop, wooApiOf } from '../support/woo-shop.ts';
import type { System } from './system.ts';

type Json = Record<string, unknown>;

/** A WooCommerce shop that is connected both ways, and what becomes of its orders here. */
export interface PlayedShop {
  woo: () => WooShop;
  /** Something happens to an order in the shop, now. Gives the body that its webhook sends. */
  change: (id: number, differs: Json) => string;
  deliver: (body: string) => Promise<HttpAnswer>;
  repeat: () => Promise<unknown>;
  sweep: () => Promise<unknown>;
  /** Forgets everything, in the shop and here. */
  forget: () => Promise<void>;
  /** Lets time pass until nothing is left to do, on either side. */
  settle: (wait: (seconds: number) => void, options?: { sweeps: boolean }) => Promise<void>;
  /** The orders here that came from the shop, by the shop's key. */
  orders: () => Promise<Map<string, Json[]>>;
}

const now = () => new Date().toISOString().replace('.000Z', 'Z');

export function openPlayedShop(system: System): PlayedShop {
  let woo: WooShop | undefined;
  const shop = (): WooShop => {
    if (!woo) throw new Error('The shop is not open.');
    return woo;
  };
  beforeAll(async () => {
    woo = await openWooShop();
    await connectShop('woocommerce', { api: await wooApiOf(woo) });
  });
  afterAll(() => woo?.close());
  const scan = async (name: string): Promise<Json[]> => {
    const command = new ScanCommand({ TableName: process.env[name], ConsistentRead: true });
    return (await system.documents.send(command)).Items ?? [];
  };
  const goesOn = () => true;
  const sweep = async () => {
    const { sweepAll } = await import('../../lib/inbox/sweep.ts');
    return sweepAll({ now, goesOn });
  };
  const repeat = async () => {
    const { repeatDue } = await import('../../lib/inbox/repeat.ts');
    return repeatDue({ now, goesOn });
  };
  const isQuiet = async (): Promise<boolean> => {
    const [inbox, orders, messages] = await Promise.all([
      scan('INBOX_TABLE'),
      scan('ORDERS_TABLE'),
      scan('MESSAGES_TABLE'),
    ]);
    const open = [
      ...inbox.map(({ entry }) => (entry as Json | undefined)?.['todo']),
      ...orders.map(({ toTell }) => toTell),
      ...messages.map(({ queue }) => queue),
    ];
    return open.every((one) => one === undefined);
  };
  return {
    woo: shop,
    change: (id, differs) => {
      const before = shop().orders.get(String(id)) ?? aWooOrder({ id, number: String(1000 + id) });
      const order = { ...before, ...differs, date_modified_gmt: now().slice(0, 19) };
      shop().orders.set(String(id), order);
      return JSON.stringify(order);
    },
    deliver: (body) =>
      call(system.handlers.receiveWoocommerce, {
        method: 'POST',
        path: '/platforms/woocommerce',
        headers: { ...wooHeaders(body), 'x-wc-webhook-source': shop().url },
        body,
      }),
    repeat,
    sweep,
    forget: async () => {
      await emptyTables(['INBOX_TABLE', 'MESSAGES_TABLE']);
      for (const map of [shop().orders, shop().notes]) map.clear();
      delete shop().fail;
    },
    settle: async (wait, { sweeps } = { sweeps: true }) => {
      delete shop().fail;
      for (let round = 1; round <= 20; round += 1) {
        // Longer than a sweep's interval, a lease and a pause; later, than the longest wait between two attempts.
        wait(round < 10 ? 1200 : 100_000);
        system.catchUp();
        if (sweeps) await sweep();
        await repeat();
        await tell({ looks: 3, restMs: 5 });
        if (round > 1 && (await isQuiet())) return;
      }
      throw new Error('Something is never done.');
    },
    orders: async () => {
      const stored = (await scan('ORDERS_TABLE')).map(({ order }) => order as Json);
      return Map.groupBy(stored, ({ source }) => String((source as Json | undefined)?.['platformId']));
    },
  };
}
