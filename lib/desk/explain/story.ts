import type { Instant } from '../../domain/instant.ts';
import { ago, clock } from '../times.ts';
import { type Answer, answers, answersWithoutOrder, damaged, pollingSentence } from './answers.ts';
import { damageEventsOf, deliveryEvents, type Event, eventsOf } from './events.ts';
import type { Facts } from './facts.ts';
import { messageEvents } from './messages.ts';
import { inTerminal, type Ways } from './ways.ts';

/** What happened to an order in one store, the answer to "why is it not in Lightspeed?", and the one thing to do. */
export interface Story {
  events: Event[];
  answer: string;
  next: string;
  /** Where in the console that is done, if it is not on the order's page. */
  page?: Answer<Facts>['page'];
}

/** The story of what was found. Its next step is told as somebody does it in the terminal or in the console. */
export function storyOf(facts: Facts, ways: Ways): Story {
  const { found, tell } = facts;
  const first = <F>(rows: Answer<F>[], of: F) => firstOf(rows, of, ways);
  if (!found) return { events: deliveryEvents(facts.delivery), ...first(answersWithoutOrder, facts) };
  if ('damageNotes' in found)
    return { events: damageEventsOf(found.damageNotes, tell), ...first([damaged], facts) };
  const events = [
    ...deliveryEvents(facts.delivery),
    ...eventsOf(found.order, tell),
    ...messageEvents(facts.messages ?? [], tell),
  ];
  const inTime = events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { events: inTime, ...first(answers, { ...facts, order: found.order }) };
}

function firstOf<F>(rows: Answer<F>[], facts: F, ways: Ways): Omit<Story, 'events'> {
  const row = rows.find(({ applies }) => applies(facts));
  if (!row) throw new Error('No answer applies; the last one always should.');
  const { answer, next, page } = row;
  return { answer, next: next(facts, ways), ...(page && { page }) };
}

/** A story for a program (docs/commands.md). */
export interface Explanation {
  /** Null: no store has the order. */
  store: string | null;
  /** Null: there is no such order, or it cannot be read. */
  status: string | null;
  answer: string;
  next: string;
  /** Whether Lightspeed polls the store, in a sentence. Null: there is no store, or it cannot be read. */
  polling: string | null;
  events: Event[];
}

export function explanationOf(facts: Facts): Explanation {
  const { events, answer, next } = storyOf(facts, inTerminal);
  const { store, found } = facts;
  const status = found && 'order' in found ? found.order.status : null;
  return { store: store.id, status, answer, next, polling: pollingSentence(facts), events };
}

/** The story in plain English, as the terminal shows it. */
export function tellStory(facts: Facts): string {
  const { events, answer, next } = storyOf(facts, inTerminal);
  const { orderId, store, stage, found, now } = facts;
  const status = found && 'order' in found ? `, ${found.order.status}` : '';
  return `
  Order ${orderId} in store ${store.id} (${store.name}) of stage ${stage}${status}

${told(events, now)}    ${pollingSentence(facts)}

  Answer: ${answer}
  Next:   ${next}
`;
}

function told(events: Event[], now: Instant): string {
  if (events.length === 0) return '';
  const whens = events.map(({ at }) => ago(at, now));
  const width = Math.max(...whens.map((when) => when.length));
  const lines = events.map(
    ({ at, text }, n) => `    ${clock(at)}   ${(whens[n] ?? '').padEnd(width)}   ${text}`,
  );
  return `${lines.join('\n')}\n\n`;
}
