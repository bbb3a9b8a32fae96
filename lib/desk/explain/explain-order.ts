import { settings } from '../../current-settings.ts';
import { getActivity } from '../../database/activity.ts';
import { getLastRejection } from '../../database/attempts.ts';
import { chunks } from '../../database/batches.ts';
import { findInStores, type FoundOrder } from '../../database/finding.ts';
import { findByNumber } from '../../database/inbox.ts';
import { countAhead } from '../../database/listing.ts';
import { allStores, getStore } from '../../database/stores.ts';
import type { Instant } from '../../domain/instant.ts';
import { turnOf } from '../../domain/offer.ts';
import type { Store } from '../../domain/store.ts';
import type { Facts } from './facts.ts';
import { newestMessages } from '../messages.ts';
import { type Explanation, explanationOf, tellStory } from './story.ts';

interface Question {
  stage: string;
  orderId: string;
  /** Absent: all stores that have the order. */
  storeId?: string | undefined;
  now: Instant;
}

/** Stories read in parallel: three requests each. */
const STORIES_AT_ONCE = 10;

/** An order's story in a store, or that no store has the order. */
interface Answer {
  /** As the terminal shows it. */
  text: string;
  explanation: Explanation;
}

/** The story of an order: in one store, or in each one that has it. Throws if there is no such store. */
export async function explainOrder(
  question: Question,
): Promise<{ text: string; explanations: Explanation[] }> {
  const { storeId } = question;
  const answers = storeId === undefined ? await wherever(question) : [await within(storeId, question)];
  return {
    text: answers.map(({ text }) => text).join(''),
    explanations: answers.map(({ explanation }) => explanation),
  };
}

async function within(storeId: string, question: Question): Promise<Answer> {
  const { stage, orderId } = question;
  const store = await getStore(storeId);
  if (!store) {
    const all = `npm run stores -- --stage ${stage} list`;
    throw new Error(`There is no store ${storeId} on this stage. All of them: ${all}`);
  }
  const here = await findInStores(orderId, [storeId]);
  // The other stores matter only if it is missing here.
  return tell(store, here.size > 0 ? here : (await lookEverywhere(orderId)).found, question);
}

async function wherever(question: Question): Promise<Answer[]> {
  const { found, stores, damagedStores } = await lookEverywhere(question.orderId);
  const having = stores.filter(({ id }) => found.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // With one store on the stage, that one is meant.
  const wanted = found.size === 0 && stores.length === 1 ? stores : having;
  const stories: Answer[] = [];
  for (const some of chunks(wanted, STORIES_AT_ONCE))
    stories.push(...(await Promise.all(some.map((store) => tell(store, found, question)))));
  for (const id of damagedStores.filter((one) => found.has(one))) stories.push(inDamagedStore(id, question));
  return stories.length > 0 ? stories : [nowhere(stores.length + damagedStores.length, question)];
}

async function lookEverywhere(
  orderId: string,
): Promise<{ found: Map<string, FoundOrder>; stores: Store[]; damagedStores: string[] }> {
  const damagedStores: string[] = [];
  const stores = await Array.fromAsync(allStores({ onDamaged: (id) => damagedStores.push(id) }));
  const found = await findInStores(orderId, [...stores.map(({ id }) => id), ...damagedStores]);
  return { found, stores, damagedStores };
}

/** What is known of an order id in a store that exists, and of the store itself. */
export async function factsOf(store: Store, { stage, orderId, now }: Question): Promise<Facts> {
  return gather(store, await findInStores(orderId, [store.id]), { stage, orderId, now });
}

async function tell(
  store: Store,
  found: ReadonlyMap<string, FoundOrder>,
  question: Question,
): Promise<Answer> {
  const facts = await gather(store, found, question);
  return { text: tellStory(facts), explanation: explanationOf(facts) };
}

async function gather(
  store: Store,
  found: ReadonlyMap<string, FoundOrder>,
  { stage, orderId, now }: Question,
): Promise<Facts> {
  const here = found.get(store.id);
  const turn = here && 'order' in here ? turnOf(here.order) : undefined;
  const [activity, lastRejection, ahead, messages, delivery] = await Promise.all([
    getActivity(store.id),
    getLastRejection(store.id),
    turn === undefined ? 0 : countAhead(store.id, { turn, startAt: store.startAt }),
    here && 'order' in here ? newestMessages(store, { order: here.order, outbox: here.outbox }) : [],
    (store.connections ?? []).length === 0 ? undefined : findByNumber(store.id, orderId),
  ]);
  const otherStores = [...found.keys()].filter((id) => id !== store.id).toSorted();
  const { batchSize } = settings;
  const known = { stage, store, orderId, found: here, otherStores, activity, lastRejection, messages };
  return { ...known, delivery, ahead, batchSize, now };
}

function inDamagedStore(storeId: string, { orderId, stage }: Question): Answer {
  const answer = 'The store’s own item is damaged.';
  const next = `Give it to a developer: nobody can call the store until the item store = "${storeId}" of its stores table is mended.`;
  const text = `
  Order ${orderId} in store ${storeId} of stage ${stage}

  Answer: ${answer}
  Next:   ${next}
`;
  return { text, explanation: { ...NOTHING_KNOWN, store: storeId, answer, next } };
}

function nowhere(stores: number, { orderId, stage }: Question): Answer {
  const answer = `None of the ${stores} stores of stage ${stage} has an order ${orderId}.`;
  const next = `Ask which store it was placed in, and compare the number letter by letter. Then: npm run explain -- --stage ${stage} --store ID ${orderId}`;
  const text = `
  Answer: ${answer}
  Next:   ${next}
`;
  return { text, explanation: { ...NOTHING_KNOWN, store: null, answer, next } };
}

const NOTHING_KNOWN = { status: null, polling: null, events: [] };
