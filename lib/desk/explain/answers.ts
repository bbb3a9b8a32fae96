import { silence, usualInterval } from '../../domain/activity.ts';
import type { LastRejection, Rejection } from '../../domain/attempts.ts';
import type { Instant } from '../../domain/instant.ts';
import { isLeftOut } from '../../domain/offer.ts';
import { isRefused, type Order } from '../../domain/order.ts';
import { FORM } from '../../domain/lightspeed-form.ts';
import { adviceOn, adviceOnSilence } from '../set-up-advice.ts';
import { ago, clock, clockAndAgo, count, span } from '../times.ts';
import { cancelerOf, leftOutReason, quoted, refusalsOf } from './events.ts';
import type { Facts, OrderFacts } from './facts.ts';
import type { Ways } from './ways.ts';

/** Why an order is not in Lightspeed, or that it is, and the one thing to do. */
export interface Answer<F> {
  /** docs/support.md explains each. */
  answer: string;
  applies: (facts: F) => boolean;
  next: (facts: F, ways: Ways) => string;
  /** The page of the console where the next step is done, if it is not the order's own. */
  page?: 'lightspeed' | 'webstore' | 'wire';
}

const NOTHING = 'Nothing.';

/** Seconds after an offer before its acknowledgement is missed. */
const TIME_TO_ACKNOWLEDGE = 120;
/** Seconds after which a Lightspeed with an unknown interval is missed. */
const TIME_TO_POLL = 3600;
const WEEK = 604_800;

/** For an id that names nothing in the store. The first that applies. */
export const answersWithoutOrder: Answer<Facts>[] = [
  {
    answer: 'The shop has sent it, and it is held until it is paid.',
    applies: ({ delivery }) => delivery?.concluded?.conclusion === 'Held',
    next: ({ delivery }) =>
      `${NOTHING} It goes when the shop says that it is paid. ${quoted(delivery?.concluded?.reason ?? '')}`.trim(),
  },
  {
    answer: 'The shop has sent it, and it could not be read.',
    applies: ({ delivery }) => delivery?.concluded?.conclusion === 'NotUnderstood',
    next: (facts, ways) =>
      `${quoted(facts.delivery?.concluded?.reason ?? '')} Mend the order in the shop, or have it read again${ways.readAgain(facts)}`.trim(),
    page: 'webstore',
  },
  {
    answer: 'The shop has sent it, and it does not go to Lightspeed.',
    applies: ({ delivery }) => delivery !== undefined,
    next: ({ delivery }) =>
      `${NOTHING} ${quoted(delivery?.concluded?.reason ?? delivery?.failure ?? '')}`.trim(),
  },
  {
    answer: 'This store has no such order, but another one has.',
    applies: ({ otherStores }) => otherStores.length > 0,
    next: ({ stage, store, orderId, otherStores }) =>
      `Look there: npm run explain -- --stage ${stage} --store ${otherStores[0]} ${orderId}${
        otherStores.length > 1 ? ` (also in ${otherStores.slice(1, 6).join(', ')})` : ''
      }. If it belongs to ${store.id}, its webstore sent it to the wrong host.`,
  },
  {
    answer: 'The webstore has not sent it, and was turned away lately.',
    applies: ({ lastRejection, now }) =>
      lastRejection?.face === 'webstore' && secondsSince(lastRejection.at, now) < WEEK,
    next: (facts, ways) =>
      `A call to its orders was turned away ${lastTry(facts)}: ${facts.lastRejection?.kind}. If none of its orders arrives, compare its API token; ${ways.newToken(facts)} makes a new one. Then have the order sent again.`,
    page: 'webstore',
  },
  {
    answer: 'The webstore has not sent it.',
    applies: () => true,
    next: (facts, ways) =>
      `Compare the number letter by letter. If it is right, look in the webstore why it was not sent to ${facts.store.id}${ways.put(facts)}, and have it sent again.`,
  },
];

/** For an item that cannot be read as an order. */
export const damaged: Answer<Facts> = {
  answer: 'It is stored, but its item is damaged and cannot be read.',
  applies: () => true,
  next: ({ stage, store, orderId }) =>
    `Tell whoever runs this service: the item store = "${store.id}", orderId = "${orderId}" of the orders table of stage ${stage} must be mended. It holds up no other order.`,
};

/** For an order. The first that applies. */
export const answers: Answer<OrderFacts>[] = [
  {
    answer: 'It was canceled, and yet it has shipped.',
    applies: ({ order }) => order.status === 'Canceled' && order.shipments.length > 0,
    next: () => 'Find out what was sent, and settle it with the customer.',
  },
  {
    answer: 'It was canceled in Lightspeed.',
    applies: ({ order }) => order.status === 'Canceled' && cancelerOf(order) === 'in Lightspeed',
    next: () => `${NOTHING} If the customer still wants it, it needs a new order with a new number.`,
  },
  {
    answer: 'It was canceled after Lightspeed had downloaded it.',
    applies: ({ order }) => order.status === 'Canceled' && order.downloadedAt !== undefined,
    next: () => 'See that it is voided in Lightspeed too. Lightspeed is not told.',
  },
  {
    answer: 'It was canceled after it had been offered.',
    applies: ({ order }) => order.status === 'Canceled' && order.offers.count > 0,
    next: () => 'Look for it in Lightspeed, which never said that it took it. If it is there, void it.',
  },
  {
    answer: 'It was canceled before Lightspeed was offered it.',
    applies: ({ order }) => order.status === 'Canceled',
    next: () => `${NOTHING} It is never offered.`,
  },
  {
    answer: 'Lightspeed has it, and has shipped it.',
    applies: ({ order }) => order.status === 'Shipped',
    next: () => NOTHING,
  },
  {
    answer: 'Lightspeed has it, and has shipped a part of it.',
    applies: ({ order }) => order.status === 'PartiallyShipped',
    next: () => 'Wait until the rest is shipped.',
  },
  {
    answer: 'Lightspeed has an older version of it.',
    applies: ({ order }) =>
      order.status === 'Downloaded' && order.replacedAt !== undefined && order.offers.lastAt !== undefined,
    next: (facts, ways) =>
      `Compare the order in Lightspeed with the webstore's. To have the new version offered, delete it in Lightspeed, then ${ways.requeue(facts)}.`,
  },
  {
    answer: 'Lightspeed has it, and reported an error afterwards.',
    applies: ({ order }) => order.status === 'Downloaded' && errorAfterDownload({ order }) !== undefined,
    next: (facts, ways) =>
      `Look for it in Lightspeed: it said "${errorAfterDownload(facts)}". If it is not there, ${ways.requeue(facts)}.`,
  },
  {
    answer: 'Lightspeed has it.',
    applies: ({ order }) => order.status === 'Downloaded',
    next: (facts, ways) =>
      `Look for it in Lightspeed by its number, also under the other locations. If staff deleted it there, ${ways.requeue(facts)}.`,
  },

  // From here on the order is outstanding.
  {
    answer: 'It is not offered, because it was placed before the store’s start point.',
    applies: ({ order, store: { startAt } }) =>
      startAt !== undefined && isBefore(order.content.placedAt, startAt),
    next: (facts, ways) =>
      `If Lightspeed should get it, move the start point from ${startOf(facts)} back${ways.moveStart(facts)}. All orders placed since then go out too.`,
    page: 'lightspeed',
  },
  {
    answer: 'The store is switched off here.',
    applies: ({ store }) => !store.enabled,
    next: (facts, ways) =>
      `When the dealer is ready${ways.enable(facts)}. The order goes out with the next poll.`,
    page: 'lightspeed',
  },
  {
    answer: 'Lightspeed calls, but with wrong credentials.',
    applies: (facts) => isTurnedAwayBy('wrong credentials', facts),
    next: (facts, ways) =>
      `It last tried ${lastTry(facts)}. In Lightspeed, ${FORM}, compare User and Password: ${ways.credentials(facts)}.`,
    page: 'lightspeed',
  },
  {
    answer: 'Lightspeed calls, but its credentials cannot be read.',
    applies: (facts) => isTurnedAwayBy('unreadable header', facts),
    next: (facts) => `It last tried ${lastTry(facts)}. ${adviceOn['unreadable header']}`,
  },
  {
    answer: 'Lightspeed calls, but without credentials.',
    applies: (facts) => isTurnedAwayBy('no header arrived', facts),
    next: (facts) => `It last tried ${lastTry(facts)}. ${adviceOn['no header arrived']}`,
  },
  {
    answer: 'Lightspeed does not get through to this store, which is pinned to one machine.',
    applies: (facts) => absence(facts) !== undefined && facts.store.machineAddress !== undefined,
    next: (facts, ways) =>
      `Compare Machine Address in Lightspeed, ${FORM}, with ${facts.store.machineAddress}. If the server was replaced${ways.pin(facts)}. If they are equal, see whether Enabled is on there and the server runs.`,
    page: 'lightspeed',
  },
  {
    answer: 'Lightspeed has never polled.',
    applies: (facts) => absence(facts) === 'never',
    next: (facts, ways) =>
      `Press Test Connection in Lightspeed, ${FORM}, and switch Enabled on. ${ways.settings(facts)} says what belongs there.`,
    page: 'lightspeed',
  },
  {
    answer: 'Lightspeed is silent.',
    applies: (facts) => absence(facts) === 'silent',
    next: ({ activity, now }) =>
      `It polled every ${span(usualInterval(activity.polls) ?? 0)} until ${ago(lastPoll(activity.polls, now), now)}. ${adviceOnSilence} The order goes out with the next poll.`,
  },
  {
    answer: 'Lightspeed has polled a few times, but not recently.',
    applies: (facts) => absence(facts) === 'not recently',
    next: ({ activity, now }) =>
      `Its last poll was ${ago(lastPoll(activity.polls, now), now)}. See whether Enabled is on in Lightspeed, ${FORM}, and which Request Interval stands there.`,
  },
  {
    answer: 'It is left out of the answers, because it cannot be written.',
    applies: ({ order }) => isLeftOut(order),
    next: (facts, ways) =>
      `The reason: "${leftOutReason(facts.order) ?? 'not kept'}" Have the webstore send the order again with that corrected${ways.put(facts)}; the next poll offers it.`,
  },
  {
    answer: 'The webstore replaced it, and the new content waits for the next poll.',
    applies: ({ order }) => order.replacedAt !== undefined,
    next: (facts) => `Wait for the next poll${expected(facts)}. ${turn(facts)}`,
  },
  {
    answer: 'Lightspeed refused it.',
    applies: ({ order }) => isRefused(order),
    next: (facts, ways) =>
      `${refusal(facts.order)} Put that right in Lightspeed, or have the webstore send a corrected order${ways.put(facts)}. It is offered with every poll until it is taken or canceled.${ways.requeueRefused()}`,
  },
  {
    answer: 'It was offered just now.',
    applies: (facts) =>
      isOffered(facts) && secondsSince(facts.order.offers.lastAt, facts.now) < TIME_TO_ACKNOWLEDGE,
    next: () => 'Look again in two minutes: Lightspeed is importing it, and tells us when it is done.',
  },
  {
    answer: 'It was offered, but Lightspeed never acknowledged it, though it does others.',
    applies: (facts) => isOffered(facts) && acknowledgesOthers(facts),
    next: (facts, ways) =>
      `Look for it in Lightspeed, and for a message there about its import: something in this order keeps Lightspeed from taking it. It is offered with every poll until it is acknowledged; corrected content${ways.put(facts)} goes out with the next one.`,
  },
  {
    answer: 'It was offered, but Lightspeed acknowledges nothing.',
    applies: isOffered,
    next: (facts, ways) =>
      `Look for it in Lightspeed. Whether or not it is there, Lightspeed's acknowledgement does not arrive: ${ways.record(facts)}.`,
    page: 'wire',
  },
  {
    answer: 'It came after the last poll.',
    applies: ({ order, activity, now }) =>
      isBefore(lastPoll(activity.polls, now), order.outstandingSince ?? order.receivedAt),
    next: (facts) => `Wait for the next poll${expected(facts)}. ${turn(facts)}`,
  },
  {
    answer: 'It waits for its turn.',
    applies: ({ ahead, batchSize }) => ahead >= batchSize,
    next: (facts) => `Wait. ${turn(facts)}`,
  },
  {
    answer: 'Lightspeed has polled since it came, but was not offered it.',
    applies: () => true,
    next: (facts, ways) =>
      `It is among the next: look again after the next poll${expected(facts)}. If it is still not offered, ${ways.pollsLog(facts)}.`,
  },
];

/** How Lightspeed keeps away. */
function absence({ activity, now }: Facts): 'never' | 'silent' | 'not recently' | undefined {
  const [last] = activity.polls;
  if (last === undefined) return 'never';
  if (silence(activity, now) !== undefined) return 'silent';
  const missed = usualInterval(activity.polls) === undefined && secondsSince(last, now) > TIME_TO_POLL;
  return missed ? 'not recently' : undefined;
}

/** Others may send wrong credentials too: it is Lightspeed only if Lightspeed is missed. */
function isTurnedAwayBy(kind: Rejection, facts: OrderFacts): boolean {
  const { lastRejection, activity } = facts;
  const [last] = activity.polls;
  return (
    absence(facts) !== undefined &&
    isLightspeeds(lastRejection) &&
    lastRejection.kind === kind &&
    (last === undefined || isBefore(last, lastRejection.at))
  );
}

function isLightspeeds(rejection: LastRejection | undefined): rejection is LastRejection {
  return rejection?.face === 'lightspeed';
}

/** Whether Lightspeed was offered it since it became outstanding, in its present content. */
function isOffered({ order: { offers, outstandingSince } }: OrderFacts): boolean {
  return offers.lastAt !== undefined && !isBefore(offers.lastAt, outstandingSince ?? offers.lastAt);
}

function acknowledgesOthers({ activity, order: { offers, outstandingSince = '' } }: OrderFacts): boolean {
  const acknowledged = Date.parse(activity.lastAcknowledgedAt ?? '');
  const offered = [offers.firstAt ?? '', outstandingSince].map((at) => Date.parse(at));
  return offered.every((at) => acknowledged >= at);
}

function errorAfterDownload({
  order: { notes, downloadedAt },
}: Pick<OrderFacts, 'order'>): string | undefined {
  const note = notes.findLast(
    ({ source, lastAt }) =>
      source === 'lightspeed' && downloadedAt !== undefined && isBefore(downloadedAt, lastAt),
  );
  return note && quoted(note.text);
}

function refusal(order: Order): string {
  const [latest] = refusalsOf(order);
  return latest
    ? `Lightspeed said "${quoted(latest.text)}".`
    : 'Its reason is no longer kept here: look for one in Lightspeed.';
}

function lastTry({ lastRejection, now }: Facts): string {
  return ago(lastRejection?.at ?? now, now);
}

function turn({ ahead, batchSize }: OrderFacts): string {
  const poll = Math.floor(ahead / batchSize) + 1;
  return ahead === 0
    ? 'It is the next one.'
    : `${count(ahead, 'order')} ${ahead === 1 ? 'is' : 'are'} before it: it goes out with ${poll === 1 ? 'the next poll' : `poll ${poll} from now`}.`;
}

function startOf({ store: { startAt = '' }, tell }: OrderFacts): string {
  return tell?.(startAt) ?? startAt;
}

/** When the next poll is due, if that is known. */
function expected({ activity, now, tell = clock }: OrderFacts): string {
  const usual = usualInterval(activity.polls);
  const [last] = activity.polls;
  if (usual === undefined || last === undefined) return '';
  const at = new Date(Date.parse(last) + usual * 1000).toISOString();
  return isBefore(at, now) ? `, due ${ago(at, now)}` : `, due at ${tell(at)}, ${ago(at, now)}`;
}

function lastPoll(polls: Instant[], never: Instant): Instant {
  return polls[0] ?? never;
}

function secondsSince(at: Instant | undefined, now: Instant): number {
  return (Date.parse(now) - Date.parse(at ?? now)) / 1000;
}

function isBefore(a: Instant, b: Instant): boolean {
  return Date.parse(a) < Date.parse(b);
}

/** What Lightspeed does in the store, in a sentence. */
export function pollingSentence({ activity, now }: Facts): string {
  const [last] = activity.polls;
  if (last === undefined) return 'Lightspeed has never polled this store.';
  const usual = usualInterval(activity.polls);
  const often = usual === undefined ? '' : `, usually every ${span(usual)}`;
  return `Lightspeed last polled at ${clockAndAgo(last, now)}${often}.`;
}
