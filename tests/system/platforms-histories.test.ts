import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setClock, stopClock } from '../support/clock.ts';
import { tell } from '../support/tell.ts';
import { openPlayedShop, type PlayedShop } from './played-shop.ts';
import { EMPTY, expectAlways, LONG, openSystem, type System } from './system.ts';

// Whatever happens in a shop, however its deliveries come, and whatever Lightspeed does meanwhile: no order is missed,
// none is there twice, no shipment is told twice.

stopClock('2026-11-24T12:00:00Z');
const system = await openSystem({ batchSize: 30 });
const shop = openPlayedShop(system);

const ORDERS = [1, 2];

type Step =
  | { do: 'pay' | 'hold' | 'edit' | 'cancel' | 'void'; id: number }
  | { do: 'ship'; id: number; part: boolean }
  /** Some of what the shop has sent, the oldest or any, arrives; also for the second time, and also at once. */
  | { do: 'arrive'; which: number[]; atOnce: boolean }
  | { do: 'take' | 'sweep' | 'repeat' | 'tell' }
  | { do: 'breakDown'; how: 'lost' | 'busy' | 'mended' };

const anId = fc.constantFrom(...ORDERS);
const aStep: fc.Arbitrary<{ step: Step; seconds: number }> = fc.record({
  step: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constantFrom('pay', 'edit', 'edit', 'hold', 'cancel'), id: anId }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('arrive'),
        which: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
        atOnce: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('take', 'sweep', 'repeat', 'tell', 'tell') }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('ship'), id: anId, part: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('void'), id: anId }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('breakDown'),
        how: fc.constantFrom('lost', 'busy', 'mended'),
      }),
    },
  ) as fc.Arbitrary<Step>,
  seconds: fc.constantFrom(0, 1, 30, 700),
});

/** What was seen from outside. */
class Seen {
  /** Bodies that the shop has sent, in its order. */
  readonly sent: string[] = [];
  /** What was not answered 200. */
  readonly refused: unknown[] = [];
  readonly acknowledged = new Map<string, number>();
  readonly offeredAfter: string[] = [];
  /** Tracking numbers by the shop's key, as answered to Lightspeed with success. */
  readonly shipped = new Map<number, string[]>();
}

const orderId = (id: number) => String(1000 + id);
const statusIn = (id: number) => shop.woo().orders.get(String(id))?.['status'];

/** What can happen in a shop: what was canceled or sent stays so. */
function happen(seen: Seen, { do: what, id }: Extract<Step, { id: number }>): void {
  const status = statusIn(id);
  if (status === 'cancelled' || status === 'completed') return;
  const edit = seen.sent.length;
  const changes: Record<string, Record<string, unknown>> = {
    pay: { status: 'processing' },
    hold: { status: status ?? 'on-hold' },
    edit: { shipping_total: `${8 + edit}.00`, total: `${76 + edit}.14`, status: status ?? 'pending' },
    cancel: { status: 'cancelled' },
  };
  const change = changes[what];
  if (change) seen.sent.push(shop.change(id, change));
}

async function arrive(seen: Seen, { which, atOnce }: Extract<Step, { do: 'arrive' }>): Promise<void> {
  const bodies = which
    .map((at) => seen.sent[at % Math.max(1, seen.sent.length)])
    .filter((one) => one !== undefined);
  const one = async (body: string) => {
    const answer = await shop.deliver(body);
    if (answer.status !== 200) seen.refused.push([answer.status, answer.body]);
  };
  if (atOnce) await Promise.all(bodies.map(one));
  else for (const body of bodies) await one(body);
}

async function take(seen: Seen): Promise<void> {
  const offered = await system.poll();
  seen.offeredAfter.push(...offered.filter((id) => seen.acknowledged.has(id)));
  const xml = offered.map((id) => `<Order Id="${id}"/>`).join('');
  const { body } = await system.lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A>${xml}</A>`);
  for (const [, id = ''] of body.matchAll(/<OrderId>([^<]*)<\/OrderId><Result>Downloaded/g))
    seen.acknowledged.set(id, (seen.acknowledged.get(id) ?? 0) + 1);
}

async function ship(seen: Seen, { id, part }: Extract<Step, { do: 'ship' }>): Promise<void> {
  const numbers = seen.shipped.get(id) ?? [];
  const number = `T${id}-${numbers.length}`;
  const items = part ? '<Items><Item Sku="KA-49006-1234" Quantity="1"/></Items>' : '';
  const xml = `<S><TrackingNumber>${number}</TrackingNumber>${items}</S>`;
  const { status } = await system.lightspeed('POST', `/LightSpeed/Order/${orderId(id)}/Shipment`, xml);
  if (status === 200) seen.shipped.set(id, [...numbers, number]);
}

async function act(seen: Seen, step: Step): Promise<unknown> {
  switch (step.do) {
    case 'arrive':
      return arrive(seen, step);
    case 'take':
      return take(seen);
    case 'ship':
      return ship(seen, step);
    case 'void':
      return system.lightspeed('POST', `/LightSpeed/Order/${orderId(step.id)}/Cancel`);
    case 'sweep':
      return shop.sweep();
    case 'repeat':
      return shop.repeat();
    case 'tell':
      // Otherwise it would hardly ever see what is due: the index may lag by seconds.
      system.catchUp();
      return tell({ looks: 2, restMs: 1 });
    case 'breakDown':
      return breakDown(shop, step.how);
    case 'pay':
    case 'hold':
    case 'edit':
    case 'cancel':
      return happen(seen, step);
  }
}

/** `lost`: the shop does what it is asked, and its answer never arrives. */
function breakDown({ woo }: PlayedShop, how: 'lost' | 'busy' | 'mended'): void {
  if (how === 'mended') delete woo().fail;
  else if (how === 'lost') woo().fail = (one) => (one.startsWith('GET') ? undefined : 'lost');
  else woo().fail = () => ({ status: 429, headers: { 'retry-after': '1' } });
}

/** What stands in the shop and not here, or here and not in the shop, in words. */
async function untruths(seen: Seen, { lookUp }: System): Promise<string[]> {
  const here = await shop.orders();
  const faults: string[] = seen.refused.map((one) => `never refused: ${JSON.stringify(one)}`);
  for (const id of ORDERS) {
    const mine = here.get(String(id)) ?? [];
    const inShop = shop.woo().orders.get(String(id));
    if (mine.length > 1) faults.push(`none twice: ${id} is here ${mine.length} times`);
    if (inShop === undefined) continue;
    const status = String(inShop['status']);
    const isHere = mine.length === 1;
    if (['processing', 'completed'].includes(status) && !isHere)
      faults.push(`no order missed: ${id} is ${status}`);
    if (isHere) faults.push(...differences(id, await lookUp(orderId(id))));
  }
  for (const [id, count] of seen.acknowledged)
    if (count > 1) faults.push(`none twice: ${id} was taken ${count} times`);
  return [...faults, ...seen.offeredAfter.map((id) => `none twice: ${id} was offered after it was taken`)];

  function differences(id: number, order: Record<string, unknown>): string[] {
    const inShop = shop.woo().orders.get(String(id));
    const { total } = order['totals'] as { total: string };
    const notes = (order['notes'] as { text: string }[]).map(({ text }) => text);
    const isCurrent =
      total === inShop?.['total'] || notes.some((text) => text.includes(`→ ${String(inShop?.['total'])}`));
    const isCanceled = inShop?.['status'] === 'cancelled';
    const knowsSo = order['status'] === 'Canceled' || notes.some((text) => text.includes('cancel'));
    const numbers = (shop.woo().notes.get(String(id)) ?? []).map(({ note }) => String(note));
    const told = (seen.shipped.get(id) ?? []).map((number) => [
      number,
      numbers.filter((note) => note.includes(`: ${number}`)).length,
    ]);
    return [
      ...(isCurrent || isCanceled || order['status'] === 'Canceled'
        ? []
        : [`the newest version: ${id} has ${total}, not ${String(inShop?.['total'])}`]),
      ...(isCanceled && !knowsSo ? [`canceled in the shop, and ${String(order['status'])} here: ${id}`] : []),
      ...told
        .filter(([, times]) => times !== 1)
        .map(([number, times]) => `no shipment twice: ${number} was told ${times} times`),
    ];
  }
}

/** Both orders are paid, and most often here, before anything else happens. */
const BEGINNING: Step[] = [
  { do: 'pay', id: 1 },
  { do: 'pay', id: 2 },
  { do: 'arrive', which: [0, 1], atOnce: true },
];
const aHistory = fc.record({
  paid: fc.boolean(),
  /** Whether the shop is asked, too; otherwise each of its deliveries comes once at least, the last ones first. */
  sweeps: fc.boolean(),
  steps: fc.array(aStep, { minLength: 6, maxLength: 18 }),
});

test(
  'no order is missed, none is there twice, and no shipment is told twice',
  async () => {
    const room = { runs: { short: 15, long: 1500 }, ms: { short: 8000, long: 1_200_000 } };
    await expectAlways(aHistory, room, async ({ paid, sweeps, steps }) => {
      await system.fill(EMPTY);
      await shop.forget();
      let now = Date.parse('2026-11-24T12:00:00Z');
      const wait = (seconds: number) => {
        now += seconds * 1000;
        setClock(new Date(now).toISOString());
      };
      wait(0);
      const seen = new Seen();
      const beginning = paid ? BEGINNING.map((step) => ({ step, seconds: 1 })) : [];
      for (const { step, seconds } of [...beginning, ...steps]) {
        if (step.do !== 'sweep' || sweeps) await act(seen, step);
        // Of two versions of one second the later call is the newer one: whoever turns calls around must not make any.
        wait(sweeps ? seconds : Math.max(1, seconds));
      }
      if (!sweeps)
        for (const at of seen.sent.keys())
          await arrive(seen, { do: 'arrive', which: [seen.sent.length - 1 - at], atOnce: false });
      await shop.settle(wait, { sweeps });
      expect(await untruths(seen, system)).toEqual([]);
    });
  },
  LONG ? 3_600_000 : 120_000,
);
