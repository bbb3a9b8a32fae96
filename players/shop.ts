/** `npm run shop -- woocommerce`: a WooCommerce shop with customers, from outside. */
import { parseArgs } from 'node:util';
import { baseUrl, wholeNumber } from '../terminal/arguments.ts';
import { send } from '../terminal/http/send.ts';
import { runCommand } from '../terminal/run-command.ts';
import { askSecret } from '../terminal/secret.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { seededRandom } from './seeded-random.ts';
import { WooWebhook } from './shop/webhook.ts';
import { wooOrder, type WooOrder } from './shop/woo-order.ts';
import { makeOrder } from './webstore/make-order.ts';

const HELP = `A WooCommerce shop with customers: it tries the address, then delivers what happens to its orders as WooCommerce does,
late, twice and in any order, and never again. At the end its totals are compared with what Lightspeed is offered.

  npm run shop -- woocommerce [options]

  --url URL        the delivery URL that npm run platforms printed; http://localhost:3000/platforms/woocommerce
  --count 20       orders
  --seed 1         another one makes other orders
  --token TOKEN    the store's API token, by which what we have is looked up; local-token

The secret that npm run platforms printed is asked for, or is a line of standard input.

Example: npm run shop -- woocommerce --count 40
`;

const { values, positionals } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000/platforms/woocommerce' },
    count: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    token: { type: 'string', default: 'local-token' },
    help: { type: 'boolean', short: 'h' },
  },
  allowPositionals: true,
});

await runCommand('npm run shop -- --help', async (signal) => {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (positionals.length !== 1 || positionals[0] !== 'woocommerce')
    throw new UsageError('Which platform? woocommerce is the one that can be played.');
  const url = baseUrl(values.url);
  const webhook = new WooWebhook(url, await askSecret('Secret'));
  if (!(await webhook.ping())) throw new Error(`${url} did not answer the ping with 200: is it connected?`);
  const orders = story(wholeNumber('--count', values.count, 1), wholeNumber('--seed', values.seed, 0));
  for (const { topic, order } of orders.deliveries) {
    if (signal.aborted) break;
    await webhook.deliver(topic, order);
  }
  const different = await compare(orders.last, new URL(url).origin);
  const came = [...webhook.results]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([result, number]) => [result, String(number)]);
  console.log(`${table(['Deliveries came to', 'Times'], came)}\n${different.text}`);
  return different.faults === 0 && webhook.isOn ? 0 : 1;
});

interface Delivery {
  topic: string;
  order: WooOrder;
}

/** Orders are placed, paid, some changed, some canceled; the calls about them are shuffled, and every third comes twice. */
function story(count: number, seed: number): { deliveries: Delivery[]; last: WooOrder[] } {
  const random = seededRandom(seed, 0);
  const start = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
  const last: WooOrder[] = [];
  const deliveries: Delivery[] = [];
  for (let number = 1; number <= count; number += 1) {
    const placed = makeOrder({ seed, number, placedAt: start });
    const id = (Math.floor(start.getTime() / 1000) % 1_000_000) * 1000 + number;
    const at = (status: string, seconds: number) =>
      wooOrder(placed, { id, status, changedAt: new Date(start.getTime() + seconds * 1000) });
    const ending = random.pick(['processing', 'processing', 'processing', 'cancelled', 'on-hold']);
    const versions = [
      at('pending', 0),
      ...(ending === 'on-hold' ? [] : [at('processing', 10)]),
      at(ending, 20),
    ];
    const topics = versions.map((order, n) => ({
      topic: n === 0 ? 'order.created' : 'order.updated',
      order,
    }));
    const twice = number % 3 === 0 ? [...topics, ...topics] : topics;
    deliveries.push(...twice);
    last.push(at(ending, 20));
  }
  const shuffled = deliveries
    .map((delivery) => ({ delivery, place: random.integer(0, 1_000_000) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ delivery }) => delivery);
  return { deliveries: shuffled, last };
}

/** The shop's totals and ours, to the cent. */
async function compare(orders: WooOrder[], origin: string): Promise<{ text: string; faults: number }> {
  const rows: string[][] = [];
  const sums = { shop: 0n, here: 0n };
  for (const order of orders) {
    const goes = order.status === 'processing';
    const here = await totalHere(order.number, origin);
    const isRight = goes ? here === order.total : here === undefined || here === 'Canceled';
    if (goes) sums.shop += cents(order.total);
    if (goes && here !== undefined && here !== 'Canceled') sums.here += cents(here);
    if (!isRight) rows.push([order.number, order.status, order.total, here ?? 'not there']);
  }
  const paid = orders.filter(({ status }) => status === 'processing').length;
  const sentence = `${paid} paid orders: ${decimal(sums.shop)} in the shop, ${decimal(sums.here)} for Lightspeed.`;
  const faults = rows.length === 0 ? '' : `\n${table(['Order', 'In the shop', 'Total', 'Here'], rows)}`;
  return { text: `${sentence}${faults}`, faults: rows.length };
}

async function totalHere(number: string, origin: string): Promise<string | undefined> {
  const headers = { Authorization: `Bearer ${values.token}` };
  const { status, body } = await send({ method: 'GET', url: `${origin}/orders/${number}`, headers });
  if (status === 404) return undefined;
  const order = JSON.parse(body.toString()) as { status: string; totals: { total: string } };
  return order.status === 'Canceled' ? 'Canceled' : order.totals.total;
}

function cents(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function decimal(amount: bigint): string {
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
