import { NoAnswer } from '../../terminal/http/no-answer.ts';
import type { Random } from '../seeded-random.ts';
import { CallFailed } from './call-failed.ts';
import type { Client, Losing } from './client.ts';
import type { OfferedOrder } from './offered-order.ts';
import {
  afterChange,
  type Change,
  type OpenOrder,
  openOrder,
  planAcknowledgements,
  planChanges,
  planLoss,
  type Shares,
} from './plan.ts';
import type { Acknowledgement } from './requests.ts';

/** What happened in one round. `trouble` is what should not have, in sentences. */
export type Round = {
  offered: number;
  taken: number;
  refused: number;
  shipped: number;
  inPart: number;
  canceled: number;
  lost: number;
  trouble: string[];
};

export function emptyRound(): Round {
  return { offered: 0, taken: 0, refused: 0, shipped: 0, inPart: 0, canceled: 0, lost: 0, trouble: [] };
}

export function addRounds(one: Round, other: Round): Round {
  return {
    offered: one.offered + other.offered,
    taken: one.taken + other.taken,
    refused: one.refused + other.refused,
    shipped: one.shipped + other.shipped,
    inPart: one.inPart + other.inPart,
    canceled: one.canceled + other.canceled,
    lost: one.lost + other.lost,
    trouble: [...one.trouble, ...other.trouble],
  };
}

type Step = { kind: 'acknowledge'; acknowledgements: Acknowledgement[] } | Change;

/** What the player remembers between rounds, as Lightspeed's own database would. */
export type Memory = {
  open: Map<string, OpenOrder>;
  /** Every order ever offered and not yet taken, as last offered. */
  offered: Map<string, OfferedOrder>;
  taken: Set<string>;
  /** Steps whose outcome is unknown, because their call failed. They are repeated, unchanged, until it is known. */
  unfinished: Step[];
};

export function newMemory(): Memory {
  return { open: new Map(), offered: new Map(), taken: new Set(), unfinished: [] };
}

type Playing = { client: Client; memory: Memory; shares: Shares; random: Random; signal: AbortSignal };

/** One round: what is unfinished, a poll, the acknowledgement, shipments and cancellations. Never throws for a call. */
export async function playRound(playing: Playing): Promise<Round> {
  const { client, memory, shares, random, signal } = playing;
  const round = emptyRound();
  const unfinished = memory.unfinished.splice(0);
  for (const step of unfinished) await perform(step, { repeated: true }, { ...playing, round });

  const lose = planLoss(shares, random);
  const offered = await attempt('poll', { round, lose }, () => client.poll(lose));
  // Whatever the reason, the other calls would fail as well.
  if (offered === undefined) return round;
  noteOffer(offered, memory, round);
  if (offered.length > 0) {
    const acknowledgements = planAcknowledgements(offered, shares, random);
    await perform({ kind: 'acknowledge', acknowledgements }, { repeated: false }, { ...playing, round });
  }

  const waiting = new Set(
    memory.unfinished.flatMap((step) => (step.kind === 'acknowledge' ? [] : [step.orderId])),
  );
  const open = [...memory.open.values()].filter(({ orderId }) => !waiting.has(orderId));
  for (const change of planChanges(open, shares, random)) {
    if (signal.aborted) break;
    await perform(change, { repeated: false }, { ...playing, round });
  }
  return round;
}

function noteOffer(offered: OfferedOrder[], memory: Memory, round: Round): void {
  round.offered += offered.length;
  for (const order of offered) {
    memory.offered.set(order.orderId, order);
    for (const fault of order.faults)
      round.trouble.push(`order ${order.orderId} cannot be imported: ${fault}.`);
    if (memory.taken.has(order.orderId)) {
      round.trouble.push(
        `order ${order.orderId} is offered again after we took it. Has the webstore requeued it?`,
      );
    }
  }
}

async function perform(
  step: Step,
  { repeated }: { repeated: boolean },
  playing: Playing & { round: Round },
): Promise<void> {
  const lose = planLoss(playing.shares, playing.random);
  // Whether an earlier call, whose answer we have not seen, may have had its effect already.
  const maybeDone = repeated || lose !== undefined;
  const known =
    step.kind === 'acknowledge'
      ? await acknowledge(step.acknowledgements, { lose, maybeDone }, playing)
      : await change(step, { lose, maybeDone }, playing);
  if (!known) playing.memory.unfinished.push(step);
}

type Circumstances = { lose: Losing; maybeDone: boolean };

/** @returns whether the outcome is known */
async function acknowledge(
  acknowledgements: Acknowledgement[],
  { lose, maybeDone }: Circumstances,
  { client, memory, round }: Playing & { round: Round },
): Promise<boolean> {
  const results = await attempt('acknowledge', { round, lose }, () =>
    client.acknowledge(acknowledgements, lose),
  );
  if (results === undefined) return false;
  results.forEach(({ orderId, result }, index) => {
    const refused = (acknowledgements[index]?.errors.length ?? 0) > 0;
    const expected = refused
      ? ['ErrorsRecorded']
      : ['Downloaded', ...(maybeDone ? ['AlreadyDownloaded'] : [])];
    if (!expected.includes(result))
      round.trouble.push(`acknowledge ${orderId}: ${result}, not ${expected.join(' or ')}.`);
    if (refused) round.refused += 1;
    if (result === 'Downloaded' || result === 'AlreadyDownloaded') take(orderId, memory, round);
  });
  return true;
}

function take(orderId: string, memory: Memory, round: Round): void {
  const order = memory.offered.get(orderId);
  if (order === undefined) return;
  round.taken += 1;
  memory.taken.add(orderId);
  memory.offered.delete(orderId);
  memory.open.set(orderId, openOrder(order));
}

/** @returns whether the outcome is known */
async function change(
  step: Change,
  { lose, maybeDone }: Circumstances,
  { client, memory, round }: Playing & { round: Round },
): Promise<boolean> {
  const { kind, orderId } = step;
  const order = memory.open.get(orderId);
  const after = order && afterChange(order, step);
  const outcome = await attempt(`${kind} ${orderId}`, { round, lose }, () =>
    kind === 'ship' ? client.ship(orderId, step.shipment, lose) : client.cancel(orderId, step.reason, lose),
  );
  if (outcome === undefined) return false;

  const did = kind === 'ship' ? 'Recorded' : 'Canceled';
  const results = maybeDone ? [did, `Already${did}`] : [did];
  if (!results.includes(outcome.result)) {
    round.trouble.push(`${kind} ${orderId}: ${outcome.result}, not ${results.join(' or ')}.`);
  }
  const status = kind === 'cancel' ? 'Canceled' : after === undefined ? 'Shipped' : 'PartiallyShipped';
  if (outcome.status !== status)
    round.trouble.push(`${kind} ${orderId}: the order is ${outcome.status}, not ${status}.`);

  if (kind === 'cancel') round.canceled += 1;
  else if (after === undefined) round.shipped += 1;
  else round.inPart += 1;
  if (after === undefined) memory.open.delete(orderId);
  else memory.open.set(orderId, after);
  return true;
}

/** @returns undefined when the call failed, which is then noted as trouble */
async function attempt<T>(
  what: string,
  { round, lose }: { round: Round; lose: Losing },
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    const result = await call();
    if (lose !== undefined) round.lost += 1;
    return result;
  } catch (error) {
    if (!(error instanceof CallFailed || error instanceof NoAnswer)) throw error;
    round.trouble.push(`${what}: ${error.message}`);
    return undefined;
  }
}
