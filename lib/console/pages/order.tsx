import { settings } from '../../current-settings.ts';
import { changeOrder, getOrder } from '../../database/orders.ts';
import { factsOf } from '../../desk/explain/explain-order.ts';
import type { Facts } from '../../desk/explain/facts.ts';
import { type Story, storyOf } from '../../desk/explain/story.ts';
import { inConsole } from '../../desk/explain/ways.ts';
import { type ListedMessage, listMessages, resendMessages } from '../../desk/messages.ts';
import { cancelByStaff } from '../../domain/cancel.ts';
import { Failure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import { step } from '../../domain/life-cycle.ts';
import { addNote } from '../../domain/note.ts';
import { isOrderId, isRefused, type Order } from '../../domain/order.ts';
import { requeue } from '../../domain/requeue.ts';
import type { Store } from '../../domain/store.ts';
import { withoutForbidden } from '../../domain/text.ts';
import { prettyOrderXml } from '../order-xml.ts';
import { audited, type Change } from '../audited.ts';
import { type Done, doneSentence } from '../done.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { MessageTable } from '../message-table.tsx';
import { Ago, CopyButton, Empty, Form, Question, shortTime, Time, type Zone, zoneOf } from '../parts.tsx';
import type { ConsolePage, Outcome, Params } from '../router.ts';
import { storeOf } from '../store-call.ts';
import { Content, Details } from './order-content.tsx';
import { Status, wordOf } from './order-words.tsx';

/**
 * One order: the answer and the next step on top, then its story, what is in it, and what can be done (contract 11).
 */
export const orderPage: ConsolePage = {
  path: '/console/stores/{storeId}/orders/{orderId}',
  show: async (call, params) =>
    orderView(call, { store: await storeOf(call, params), orderId: orderIdIn(params) }),
  acts: {
    note: (call, params) =>
      actOn(call, params, {
        field: 'text',
        what: 'note added',
        done: 'noted',
        change: (order, text, acting) =>
          addNote({ ...order, updatedAt: acting.now }, { source: 'staff', text, ...acting }),
      }),
    requeue: (call, params) =>
      actOn(call, params, {
        field: 'reason',
        what: 'requeued',
        done: 'requeued',
        change: (order, reason, acting) => requeue(order, reason, { source: 'staff', ...acting }),
      }),
    cancel: (call, params) =>
      actOn(call, params, { field: 'reason', what: 'canceled', done: 'canceled', change: cancelByStaff }),
    resend,
  },
};

interface Act {
  /** The field with the reason or the text. */
  field: 'text' | 'reason';
  what: string;
  done: Done;
  change: (order: Order, text: string, acting: { by: string; now: Instant }) => Order;
}

const MOST_CHARACTERS = 1000;

async function actOn(
  call: ConsoleCall,
  params: Params,
  { field, what, done, change }: Act,
): Promise<Outcome> {
  const { form, now, person, facts } = call;
  const store = await storeOf(call, params);
  const orderId = orderIdIn(params);
  const text = withoutForbidden(form.get(field) ?? '').trim();
  if (text === '' || text.length > MOST_CHARACTERS) {
    const fault = { field, text: `Write 1 to ${MOST_CHARACTERS} characters.` };
    return { page: await orderView(call, { store, orderId, fault }), status: 422 };
  }
  facts['orders'] = [orderId];
  const acting = { by: person.email, now };
  const seen = await getOrder(store.id, orderId);
  const between = field === 'text' ? {} : statuses(seen, change(seen, text, acting));
  await audited(call, [{ store: store.id, what: `Order ${orderId}: ${what}`, ...between }], async () => {
    const { result } = await changeOrder({ store, by: 'staff' }, orderId, (before) => {
      const order = change(before, text, acting);
      return { order, result: order !== before };
    });
    return result;
  });
  return { to: `/console/stores/${store.id}/orders/${encodeURIComponent(orderId)}`, done };
}

/** The reason is in the order's notes only, with who gave it: erasing a customer does not reach the audit. */
function statuses(before: Order, after: Order): Pick<Change, 'from' | 'to'> {
  return { from: wordOf(before), to: wordOf(after) };
}

/** Sends undelivered messages again. */
async function resend(call: ConsoleCall, params: Params): Promise<Outcome> {
  const { now, facts } = call;
  const store = await storeOf(call, params);
  const orderId = orderIdIn(params);
  facts['orders'] = [orderId];
  const change = { store: store.id, what: `Order ${orderId}: messages told again` };
  await audited(call, [change], () => resendMessages(store, orderId, now));
  return { to: `/console/stores/${store.id}/orders/${encodeURIComponent(orderId)}`, done: 'resent' };
}

function orderIdIn({ orderId = '' }: Params): string {
  if (!isOrderId(orderId)) throw new Failure('OrderNotFound', 'That is not an order number.');
  return orderId;
}

interface Fault {
  field: string;
  text: string;
}

interface Shown {
  store: Store;
  orderId: string;
  fault?: Fault;
}

async function orderView(call: ConsoleCall, { store, orderId, fault }: Shown) {
  const { now, session, query, facts } = call;
  facts['orders'] = [orderId];
  const [known, messages] = await Promise.all([
    factsOf(store, { stage: settings.stage, orderId, now }),
    store.webhook || store.connections ? listMessages(store.id, { orderId }) : [],
  ]);
  const order = known.found && 'order' in known.found ? known.found.order : undefined;
  const zone = zoneOf(store, now);
  const story = storyOf({ ...known, tell: (at) => shortTime(at, zone.timeZone) }, inConsole);
  return (
    <Page
      title={`Order ${orderId}`}
      session={session}
      store={{ ...store, current: 'Orders' }}
      done={doneSentence(query.get('done'))}
    >
      <div data-refresh>
        <div class="title">
          <h1>
            Order {orderId} <small class="status">{order ? <Status order={order} /> : notOrder(known)}</small>
          </h1>
          <CopyButton text={orderId} />
        </div>
        <Answer story={story} storeId={store.id} />
      </div>
      {order && <Acts call={call} order={order} fault={fault} />}
      <div class="columns">
        <Timeline story={story} zone={zone} />
        {order && <Content order={order} />}
      </div>
      {messages.length > 0 && <Messages session={session} messages={messages} zone={zone} />}
      {order && <Details order={order} zone={zone} xml={prettyOrderXml(order, store)} />}
    </Page>
  );
}

function notOrder({ found }: Facts): string {
  return found ? 'damaged' : 'not here';
}

function Answer({ story: { answer, next, page }, storeId }: { story: Story; storeId: string }) {
  return (
    <div class="answer">
      <p class="sentence">{answer}</p>
      <p>
        <strong>Next:</strong> {next} {page && <a href={`/console/stores/${storeId}/${page}`}>Go there →</a>}
      </p>
    </div>
  );
}

interface OrderQuestion {
  act: string;
  summary: string;
  /** What it will do. */
  explains?: string;
  field: Act['field'];
  label: string;
  button: string;
  isDanger?: boolean;
  isOffered: (order: Order) => boolean;
}

/** What can be done with an order: each opens in place and asks for a reason, or for what is to be noted. */
const QUESTIONS: readonly OrderQuestion[] = [
  {
    act: 'requeue',
    summary: 'Requeue…',
    explains:
      'The order waits again, and the next poll offers it; that cannot be undone. Delete it in Lightspeed first, or it may be there twice.',
    field: 'reason',
    label: 'Why',
    button: 'Requeue the order',
    isOffered: (order) => order.status !== 'New' && 'to' in step(order.status, 'requeue'),
  },
  {
    act: 'requeue',
    summary: 'Requeue…',
    explains:
      'For when you have put right what it was refused for: it waits like a new order, and the next poll offers it. That cannot be undone; if Lightspeed refuses it again, it says so again.',
    field: 'reason',
    label: 'What was put right',
    button: 'Requeue the order',
    isOffered: isRefused,
  },
  {
    act: 'cancel',
    summary: 'Cancel order…',
    explains:
      'A canceled order is never offered again, and this cannot be undone. If Lightspeed has it, void it there too.',
    field: 'reason',
    label: 'Why',
    button: 'Cancel the order',
    isDanger: true,
    isOffered: ({ status }) => 'to' in step(status, 'cancel') && status !== 'Canceled',
  },
  {
    act: 'note',
    summary: 'Add a note…',
    explains:
      'It stands in the order’s story with your email, and stays: a note cannot be changed or removed.',
    field: 'text',
    label: 'Note',
    button: 'Add the note',
    isOffered: () => true,
  },
];

interface ActsProps {
  call: ConsoleCall;
  order: Order;
  fault: Fault | undefined;
}

function Acts({ call: { session, form }, order, fault }: ActsProps) {
  const asked = QUESTIONS.filter(({ isOffered }) => isOffered(order));
  return (
    <div class="acts">
      {asked.map(({ act, summary, explains, field, label, button, isDanger }) => {
        const isAgain = form.get('act') === act;
        return (
          <Question key={act} summary={summary} open={isAgain && fault !== undefined}>
            {explains !== undefined && <p>{explains}</p>}
            <Form session={session} act={act} class="stack">
              <Reason
                name={field}
                id={`${act}-${field}`}
                label={label}
                value={isAgain ? (form.get(field) ?? '') : ''}
                fault={isAgain ? fault?.text : undefined}
              />
              <button class={isDanger ? 'danger' : undefined}>{button}</button>
            </Form>
          </Question>
        );
      })}
    </div>
  );
}

interface ReasonProps {
  name: string;
  id: string;
  label: string;
  value: string;
  fault: string | undefined;
}

function Reason({ name, id, label, value, fault }: ReasonProps) {
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        rows={2}
        maxLength={MOST_CHARACTERS}
        required
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
      >
        {value}
      </textarea>
      {fault && (
        <small id={`${id}-fault`} class="fault">
          {fault}
        </small>
      )}
    </p>
  );
}

function Timeline({ story: { events }, zone }: { story: Story; zone: Zone }) {
  return (
    <section aria-labelledby="story" data-refresh>
      <h2 id="story">What happened</h2>
      {events.length === 0 ? (
        <Empty>Nothing is known of this number.</Empty>
      ) : (
        <ol class="timeline">
          {events.toReversed().map(({ at, text }, n) => (
            <li key={n}>
              <Time at={at} zone={zone} />{' '}
              <span class="quiet">
                <Ago at={at} zone={zone} />
              </span>
              <br />
              <span class="text">{text}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface MessagesProps {
  session: ConsoleCall['session'];
  messages: ListedMessage[];
  zone: Zone;
}

/** The messages about the order, delivered and undelivered. */
function Messages({ session, messages, zone }: MessagesProps) {
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">What the webstore was told</h2>
      <MessageTable messages={messages} zone={zone} />
      {messages.some(({ status }) => status !== 'delivered') && (
        <Form session={session} act="resend" class="inline">
          <button>Resend what was not delivered</button>
          <span class="quiet">It goes out within a minute; what has gone out cannot be taken back.</span>
        </Form>
      )}
    </section>
  );
}
