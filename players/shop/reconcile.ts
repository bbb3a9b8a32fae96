import { table } from '../../terminal/table.ts';
import { amount, cents, sum } from './money.ts';

/** An order as the shop's books have it. */
export type InShop = {
  number: string;
  /** What the shop calls it. */
  state: string;
  /** Whether it is Lightspeed's: paid, and nothing else. */
  isDue: boolean;
  currency: string;
  total: number;
  trackingNumbers: string[];
};

/** The same order as Lightspeed's books have it. Those of an order that it never shipped are empty. */
export type InLightspeed = { currency: string; total: string; trackingNumbers: string[] };

export type Reconciled = { text: string; differences: number };

/** Compares two sets of books, order by order: every cent, and every tracking number as often as it was told. */
export function reconcile(shop: InShop[], lightspeed: ReadonlyMap<string, InLightspeed>): Reconciled {
  const differences = shop.flatMap((order) => differencesOf(order, lightspeed.get(order.number)));
  const rows = [
    row('Orders', [shop.filter(({ isDue }) => isDue).length, count(shop, lightspeed)]),
    ...currenciesIn(shop, lightspeed).map((currency) => currencyRow(currency, shop, lightspeed)),
    row('Tracking numbers', [
      sum(shop.map(({ trackingNumbers }) => trackingNumbers.length)),
      sum(shop.map(({ number }) => lightspeed.get(number)?.trackingNumbers.length ?? 0)),
    ]),
  ];
  const found = differences.length === 0 ? '' : `\n\n${table(['Order', 'Difference'], differences)}`;
  return {
    text: `${table(['', 'In the shop', 'In Lightspeed'], rows)}${found}\n\n${sentence(shop, differences.length)}`,
    differences: differences.length,
  };
}

function sentence(shop: InShop[], differences: number): string {
  if (differences > 0)
    return `Not reconciled: ${differences === 1 ? '1 difference' : `${differences} differences`}.`;
  const due = shop.filter(({ isDue }) => isDue);
  const packages = sum(shop.map(({ trackingNumbers }) => trackingNumbers.length));
  return `Reconciled: ${due.length} orders and ${packages} tracking numbers, to the cent.`;
}

function differencesOf(order: InShop, booked: InLightspeed | undefined): [string, string][] {
  const found: string[] = [];
  if (!booked && order.isDue) found.push(`${order.state} in the shop, and Lightspeed never had it`);
  if (booked && !order.isDue) found.push(`${order.state} in the shop, and Lightspeed has it`);
  if (booked && order.isDue) {
    const there = `${order.currency} ${amount(order.total)}`;
    const here = `${booked.currency} ${booked.total}`;
    if (there !== here) found.push(`${there} in the shop, ${here} in Lightspeed`);
  }
  found.push(...packageDifferences(order.trackingNumbers, booked?.trackingNumbers ?? []));
  return found.map((text) => [order.number, text]);
}

function packageDifferences(inShop: string[], inLightspeed: string[]): string[] {
  const all = [...new Set([...inShop, ...inLightspeed])];
  return all.flatMap((number) => {
    const times = (list: string[]) => list.filter((one) => one === number).length;
    const [there, here] = [times(inShop), times(inLightspeed)];
    return there === here ? [] : [`${number} is ${there} times in the shop, ${here} times in Lightspeed`];
  });
}

function count(shop: InShop[], lightspeed: ReadonlyMap<string, InLightspeed>): number {
  return shop.filter(({ number }) => lightspeed.has(number)).length;
}

function currenciesIn(shop: InShop[], lightspeed: ReadonlyMap<string, InLightspeed>): string[] {
  const here = shop.map(({ number }) => lightspeed.get(number)?.currency).filter((one) => one !== undefined);
  const there = shop.filter(({ isDue }) => isDue).map(({ currency }) => currency);
  return [...new Set([...there, ...here])].toSorted();
}

function currencyRow(
  currency: string,
  shop: InShop[],
  lightspeed: ReadonlyMap<string, InLightspeed>,
): string[] {
  const there = shop.filter((order) => order.isDue && order.currency === currency);
  const here = shop
    .map(({ number }) => lightspeed.get(number))
    .filter((booked) => booked?.currency === currency)
    .map((booked) => cents(booked?.total ?? '0.00'));
  return [`Total ${currency}`, amount(sum(there.map(({ total }) => total))), amount(sum(here))];
}

function row(name: string, values: [number, number]): string[] {
  return [name, ...values.map(String)];
}
