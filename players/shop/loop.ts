import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../terminal/http/send.ts';
import { addRounds, emptyRound, type Round } from '../lightspeed/round.ts';
import { heading, roundLine } from '../lightspeed/run-report.ts';
import { seededRandom } from '../seeded-random.ts';
import { platforms } from './connect.ts';
import { Dealership } from './dealership.ts';
import type { ShopOrder } from './order-book.ts';
import { type PlayedShop, plainNumber, trackingNumbers } from './played-shop.ts';
import { type InLightspeed, type InShop, reconcile } from './reconcile.ts';
import { changeAfterwards, openForBusiness } from './story.ts';
import { deliveryTable } from './summary.ts';

export type Loop = {
  platform: string;
  store: string;
  /** Of the service: `http://localhost:3000`. */
  origin: string;
  orders: number;
  seed: number;
  lightspeed: { user: string; password: string };
  token: string;
  /** Hundredths by which the shop's books are wrong in one order: what the reconciliation must find. */
  offBy: number;
};

const MAX_ROUNDS = 60;
const HOUR = 3_600_000;
const PATIENCE_MS = 120_000;

/**
 * A shop, Lightspeed, and the way between them: connects the shop, lets customers order, lets Lightspeed take and ship,
 * waits until the shop was told, and compares the books of both.
 * @returns the number of differences, and of what went wrong on the way
 */
export async function playLoop(shop: PlayedShop, loop: Loop, signal: AbortSignal): Promise<number> {
  const random = seededRandom(loop.seed, loop.platform);
  shop.book.now = () => new Date(Date.now() - HOUR);
  // The shop had orders before it was connected.
  await openForBusiness(shop, random, Math.ceil(loop.orders / 5));
  await connect(shop, loop);
  await openForBusiness(shop, random, loop.orders - Math.ceil(loop.orders / 5));
  console.log(deliveryTable(shop));
  console.log(await platforms(['sync', loop.store, loop.platform, '--since', sinceBefore()]));
  shop.book.now = () => new Date();

  const due = [...shop.book.orders.values()].filter(isDue);
  const books = shopBooks(shop, loop.offBy);
  const dealership = new Dealership(
    { url: `${loop.origin}/LightSpeed`, ...loop.lightspeed },
    { random, signal },
  );
  const total = await playLightspeed(dealership, signal, async () => changeAfterwards(shop, random, due));
  await untilTold(shop, dealership, loop);
  const { text, differences } = reconcile(books.map(withPackages(shop)), booksOf(dealership));
  const untold = voidedUntold(shop, dealership);
  for (const number of untold)
    console.log(`Order ${number} was voided in Lightspeed, and the shop has no note of it.`);
  console.log(`\n${text}`);
  return differences + untold.length + total.trouble.length;
}

/** `npm start` sees within this time that a store has another shop; until then it would tell the one before. */
const SEEN_WITHIN_MS = 2000;

async function connect(shop: PlayedShop, { store, platform }: Loop): Promise<void> {
  const secrets = shop.keys.map(({ value }) => value);
  const words = ['connect', store, platform, '--shop', shop.shop, '--since', sinceBefore(), '--no-wait'];
  console.log(`npm run platforms -- --stage local ${words.join(' ')}\n`);
  console.log(await platforms(words, secrets));
  await sleep(SEEN_WITHIN_MS);
}

/** Before the first order of the story. */
function sinceBefore(): string {
  return `${new Date(Date.now() - 2 * HOUR).toISOString().slice(0, 19)}Z`;
}

function isDue({ state, isShipped }: ShopOrder): boolean {
  return state === 'paid' && !isShipped;
}

type Account = Omit<InShop, 'trackingNumbers'> & { id: number };

/** What the shop says now that Lightspeed is to book. */
function shopBooks(shop: PlayedShop, offBy: number): Account[] {
  const orders = [...shop.book.orders.values()];
  const wrong = orders.find(isDue);
  return orders.map((order) => ({
    id: order.id,
    number: shop.numberOf(order),
    state: order.state,
    isDue: isDue(order),
    currency: order.sale.currency,
    total: shop.totalOf(order) + (order === wrong ? offBy : 0),
  }));
}

function withPackages({ book }: PlayedShop): (account: Account) => InShop {
  return ({ id, ...account }) => {
    const order = book.orders.get(id);
    return { ...account, trackingNumbers: order ? trackingNumbers(order) : [] };
  };
}

function booksOf({ books }: Dealership): Map<string, InLightspeed> {
  const plain = ({ currency, total, trackingNumbers: numbers }: InLightspeed) => ({
    currency,
    total,
    trackingNumbers: numbers.map(plainNumber).toSorted(),
  });
  return new Map([...books].map(([number, booked]) => [number, plain(booked)]));
}

/** Rounds until Lightspeed has nothing to do any more. After the second one the shop's staff change what was taken. */
async function playLightspeed(
  dealership: Dealership,
  signal: AbortSignal,
  afterwards: () => Promise<unknown>,
): Promise<Round> {
  let total = emptyRound();
  console.log(`\n${heading()}`);
  for (let number = 1; number <= MAX_ROUNDS && !signal.aborted; number += 1) {
    const round = await dealership.round();
    console.log(roundLine(String(number), round, new Date()));
    for (const trouble of round.trouble) console.log(`   ! ${trouble}`);
    total = addRounds(total, round);
    if (number === 2) await afterwards();
    if (number > 2 && round.offered === 0 && dealership.unfinished === 0) break;
  }
  return total;
}

/** Until nothing is on its way to the shop any more. */
async function untilTold(shop: PlayedShop, dealership: Dealership, { origin, token }: Loop): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  const url = `${origin}/status`;
  const headers = { Authorization: `Bearer ${token}` };
  while (performance.now() < until) {
    const { body } = await send({ method: 'GET', url, headers });
    const { messagesPending } = JSON.parse(body.toString()) as { messagesPending?: number };
    const isTold = missing(shop, dealership) === 0 && messagesPending === 0;
    if (isTold) break;
    await sleep(500);
  }
  // What our own calls changed in the shop comes back as deliveries, and must change nothing.
  await shop.deliveries.settled();
}

/** How many tracking numbers of Lightspeed the shop does not have. */
function missing(shop: PlayedShop, { books }: Dealership): number {
  const there = new Set([...shop.book.orders.values()].flatMap(trackingNumbers));
  const mine = new Set([...shop.book.orders.values()].map(shop.numberOf));
  return [...books]
    .filter(([number]) => mine.has(number))
    .flatMap(([, booked]) => booked.trackingNumbers.map(plainNumber))
    .filter((number) => !there.has(number)).length;
}

/** Orders that Lightspeed voided, of which the shop has not exactly one note. */
function voidedUntold(shop: PlayedShop, { books }: Dealership): string[] {
  return [...shop.book.orders.values()]
    .filter((order) => {
      const { voidedBecause } = books.get(shop.numberOf(order)) ?? {};
      if (voidedBecause === undefined) return false;
      return (
        order.notes.filter(({ text }) => text.includes(`Canceled in Lightspeed: ${voidedBecause}`)).length !==
        1
      );
    })
    .map(shop.numberOf);
}
