import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { aWooOrder, wooHeaders } from '../support/shop-orders.ts';
import { KEY, KEY_SECRET, openWooShop, type WooShop } from '../support/woo-shop.ts';
import type { Ledger, ToldOrder } from './ledger.ts';

/** A WooCommerce shop that is connected both ways to a running service, and forgets a delivery that was not taken. */
export class ShopAtWork {
  readonly #shop: WooShop;
  readonly #ledger: Ledger;
  readonly #numbers: string[] = [];

  private constructor(shop: WooShop, ledger: Ledger) {
    this.#shop = shop;
    this.#ledger = ledger;
  }

  static async open(ledger: Ledger): Promise<ShopAtWork> {
    return new ShopAtWork(await openWooShop(), ledger);
  }

  /** As an operator does. */
  async connect(root: string, env: Record<string, string>): Promise<void> {
    const words = [
      '--stage',
      'local',
      'connect',
      'local',
      'woocommerce',
      '--shop',
      this.#shop.url,
      '--no-wait',
    ];
    const program = ['--disable-warning=ExperimentalWarning', 'operations/platforms.ts', ...words];
    const child = spawn(process.execPath, program, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(`${KEY}\n${KEY_SECRET}\n`);
    const told = await text(child.stdout);
    if (!told.includes('Nothing is to be pasted.')) throw new Error(`The shop was not connected: ${told}`);
  }

  /** Somebody buys something, and the webhook tells of it: once, whatever becomes of that. */
  async sell(origin: string): Promise<void> {
    const number = `S-${this.#numbers.length + 1}`;
    this.#numbers.push(number);
    this.#ledger.expect(number);
    const changed = new Date().toISOString().slice(0, 19);
    const order = aWooOrder({ id: this.#numbers.length, number, date_modified_gmt: changed });
    this.#shop.orders.set(String(order['id']), order);
    const body = JSON.stringify(order);
    const secret = String(this.#shop.webhooks[0]?.['secret']);
    const headers = { ...wooHeaders(body, { secret }), 'x-wc-webhook-source': this.#shop.url };
    const answer = await fetch(`${origin}/platforms/woocommerce`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.status !== 200) throw new Error(`A delivery was answered ${answer.status}`);
    const { result, orderId } = (await answer.json()) as { result: string; orderId?: string };
    this.#ledger.know(number).placed = result === 'Placed' && orderId === number;
  }

  /** What its orders and its notes contradict: in words, the invariant first. */
  untruths(told: ReadonlyMap<string, ToldOrder>): string[] {
    return this.#numbers.flatMap((number, at) => {
      const notes = (this.#shop.notes.get(String(at + 1)) ?? []).map(({ note }) => String(note));
      const wrong = [...this.#ledger.know(number).shipments].flatMap(([parcel, answered]) => {
        const times = notes.filter((note) => note.endsWith(`: ${parcel}`)).length;
        const isFine = times === 1 || (times === 0 && !answered);
        return isFine ? [] : [`no shipment twice: ${parcel} was told ${times} times`];
      });
      return [...(told.has(number) ? [] : [`no order missed: ${number}`]), ...wrong];
    });
  }

  get sold(): number {
    return this.#numbers.length;
  }

  close(): Promise<void> {
    return this.#shop.close();
  }
}
