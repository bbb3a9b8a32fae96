import { type Instant, toInstant } from '../../domain/instant.ts';
import type { Facts, OrderFacts } from './facts.ts';

/**
 * How somebody does what a next step asks for: by a command in the terminal, on a page in the console. Each is a part of
 * a sentence of `answers.ts`.
 */
export interface Ways {
  /** … have it read again */
  readAgain: (facts: Facts) => string;
  /** … makes a new one. */
  newToken: (facts: Facts) => string;
  /** If it was deleted in Lightspeed, … */
  requeue: (facts: OrderFacts) => string;
  /** … It is offered with every poll until it is taken or canceled. */
  requeueRefused: () => string;
  /** … move the start point back */
  moveStart: (facts: OrderFacts) => string;
  /** When the dealer is ready … */
  enable: (facts: Facts) => string;
  /** … compare User and Password: */
  credentials: (facts: Facts) => string;
  /** If the server was replaced … */
  pin: (facts: Facts) => string;
  /** … says what belongs there. */
  settings: (facts: Facts) => string;
  /** … its acknowledgement does not arrive: */
  record: (facts: Facts) => string;
  /** … send a corrected order … */
  put: (facts: Facts) => string;
  /** If it is still not offered, … */
  pollsLog: (facts: Facts) => string;
}

export const inTerminal: Ways = {
  readAgain: (facts) => `: ${npm('platforms', facts)} not-understood ${facts.store.id} --again`,
  newToken: (facts) => `${npm('stores', facts)} rotate-token ${facts.store.id}`,
  requeue: ({ orderId }) =>
    `have the webstore call POST /orders/${orderId}/requeue with a reason: it is offered again`,
  requeueRefused: () => '',
  moveStart: (facts) =>
    `: ${npm('stores', facts)} set ${facts.store.id} --start ${wholeSecond(facts.order.content.placedAt)}`,
  enable: (facts) => `: ${npm('stores', facts)} enable ${facts.store.id}`,
  credentials: (facts) =>
    `${npm('stores', facts)} show ${facts.store.id} says what belongs there; rotate-password ${facts.store.id} makes a new password if the old one is lost`,
  pin: (facts) => `: ${npm('stores', facts)} pin ${facts.store.id} ADDRESS`,
  settings: (facts) => `${npm('stores', facts)} show ${facts.store.id}`,
  record: (facts) =>
    `see in the log whether it is refused, or record what it sends: ${npm('wire', facts)} --store ${facts.store.id}`,
  put: ({ orderId }) => ` (PUT /orders/${orderId})`,
  pollsLog: () => 'look in the log of that poll for failures',
};

export const inConsole: Ways = {
  readAgain: () => ' on the page Webstore.',
  newToken: () => 'the page Webstore',
  requeue: () => 'requeue it here: it is offered again',
  requeueRefused: () => ' When that is done, you may requeue it here: it waits like a new one.',
  moveStart: () => ' on the page LightSpeed',
  enable: () => ', enable the Web Order Module',
  credentials: () =>
    'the page LightSpeed says what belongs there, and makes a new password if the old one is lost',
  pin: () => ', pin the new one',
  settings: () => 'The page LightSpeed',
  record: () => 'record what it sends on the page Wire',
  put: () => '',
  pollsLog: () => 'tell whoever runs this service',
};

function npm(command: string, { stage }: Facts): string {
  return `npm run ${command} -- --stage ${stage}`;
}

/** As `--start` takes it; the order itself is not before it. */
function wholeSecond(instant: Instant): Instant {
  return toInstant(new Date(Math.floor(Date.parse(instant) / 1000) * 1000));
}
