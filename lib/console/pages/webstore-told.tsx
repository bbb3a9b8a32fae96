import type { VNode } from 'preact';
import { getListening } from '../../database/listening.ts';
import { listeningInWords, onInWords } from '../../desk/listening.ts';
import { type ListedMessage, listMessages, resendAllFailed, resendMessages } from '../../desk/messages.ts';
import {
  existingWebhook,
  finishWebhookRotation,
  removeWebhook,
  rotateWebhookSecret,
  sendTestMessage,
  setWebhookUrl,
  switchWebhook,
  type TestSent,
} from '../../desk/webhook.ts';
import type { Listening } from '../../domain/delivery.ts';
import { Failure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import { isOrderId } from '../../domain/order.ts';
import type { Store, Webhook } from '../../domain/store.ts';
import { audited } from '../audited.ts';
import type { Done } from '../done.ts';
import { isLately } from '../../desk/times.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { MessageTable } from '../message-table.tsx';
import { Copy, Empty, Field, Form, Mark, Question, Time, whenText, type Zone } from '../parts.tsx';
import type { ConsolePage, Outcome, Params } from '../router.ts';
import { changingBy, ended, faultIn, storeOf } from '../store-call.ts';
import { SecretsPage } from './secrets.tsx';

/* Of the page Webstore: where the webstore is told what Lightspeed and staff did to its orders (contract 9). */

const SHOWN = 25;

export interface ToldFacts {
  listening: Listening;
  messages: ListedMessage[];
  failedOnly: boolean;
  /** What is wrong with the URL that was entered. */
  fault?: string | undefined;
  /** What came of a test. */
  test?: TestSent | undefined;
}

export async function toldFacts({ query }: ConsoleCall, store: Store): Promise<ToldFacts> {
  const failedOnly = query.get('show') === 'failed';
  const [listening, messages] = await Promise.all([
    getListening({ storeId: store.id, target: 'webhook' }),
    listMessages(store.id, { failedOnly, limit: SHOWN }),
  ]);
  return { listening, messages, failedOnly };
}

interface Props {
  call: ConsoleCall;
  store: Store;
  zone: Zone;
  facts: ToldFacts;
}

export function ToldSection({ call, store, zone, facts }: Props) {
  return (
    <>
      <section aria-labelledby="told">
        <h2 id="told">What the webstore is told</h2>
        <p>
          When Lightspeed takes, refuses, ships or cancels an order, and when staff here cancel or requeue
          one, a signed message is posted to the webstore’s own URL.
        </p>
        {facts.test && <TestResult sent={facts.test} />}
        {store.webhook ? (
          <Named call={call} store={store} webhook={store.webhook} zone={zone} facts={facts} />
        ) : (
          <>
            <Empty>The webstore names no URL yet, and so it is told nothing.</Empty>
            <UrlForm call={call} store={store} fault={facts.fault} />
          </>
        )}
      </section>
      {(store.webhook || facts.messages.length > 0) && (
        <Messages call={call} store={store} zone={zone} facts={facts} />
      )}
    </>
  );
}

interface NamedProps {
  call: ConsoleCall;
  store: Store;
  webhook: Webhook;
  zone: Zone;
  facts: ToldFacts;
}

/** The URL, how it listens, and what can be done with it. */
function Named({ call, store, webhook, zone, facts: { listening, fault } }: NamedProps) {
  const { session } = call;
  const [newest, older] = webhook.secrets;
  const telling = { listening, now: zone.now, when: (at: Instant) => whenText(at, zone) };
  const isOn = webhook.enabled && !listening.off;
  return (
    <>
      <dl class="card">
        <dt>URL</dt>
        <dd>
          <Copy text={webhook.url} />
        </dd>
        <dt>On</dt>
        <dd>
          {!isOn && <Mark level="off" />}
          {onInWords(webhook, telling)}
        </dd>
        <dt>Listens</dt>
        <dd class="text">
          <Mark level={levelOf(listening, zone.now)} />
          {listeningInWords(telling)}
        </dd>
        <dt>Secret</dt>
        <dd>made {newest && <Time at={newest.since} zone={zone} />}; shown once, when it is made</dd>
      </dl>
      {older && (
        <Form session={session} act="finishSecret" class="inline">
          <p>
            Two secrets sign each message. When the webstore verifies with the newer one, end the older one.
            That cannot be undone.
          </p>
          <button>End the older secret</button>
        </Form>
      )}
      <div class="acts">
        <Form session={session} act="test">
          <button>Send a test message</button>{' '}
          <span class="quiet">it stands for no order; the answer may take 15 seconds</span>
        </Form>
        <Form session={session} act={isOn ? 'off' : 'on'}>
          <button>{isOn ? 'Hold messages' : 'Switch it on'}</button>{' '}
          <span class="quiet">
            {isOn ? 'they wait until you switch it on again' : 'what was held is told then'}
          </span>
        </Form>
        <Question summary="Make a new secret…">
          <p>
            Both secrets sign each message until you end the older one. One before those, if there is one,
            ends now.
          </p>
          <Form session={session} act="rotate" makesSecretOf={store}>
            <button>Make a new secret</button>
          </Form>
        </Question>
        <Question summary="Change the URL…" open={fault !== undefined}>
          <UrlForm call={call} store={store} fault={fault} />
        </Question>
        <Question summary="Remove the URL…">
          <p>
            The webstore gets no more messages. What was not delivered is held, and goes if a URL is set
            again.
          </p>
          <Form session={session} act="remove">
            <button class="danger">Remove the URL</button>
          </Form>
        </Question>
      </div>
    </>
  );
}

function levelOf({ failingSince, lastDeliveredAt }: Listening, now: Instant): 'good' | 'bad' | 'unknown' {
  if (failingSince !== undefined) return 'bad';
  return lastDeliveredAt !== undefined && isLately(lastDeliveredAt, now) ? 'good' : 'unknown';
}

interface UrlFormProps {
  call: ConsoleCall;
  store: Store;
  fault: string | undefined;
}

function UrlForm({ call: { session, form }, store, fault }: UrlFormProps) {
  return (
    <Form session={session} act="url" makesSecretOf={store} class="stack">
      <Field
        name="url"
        label="URL"
        type="url"
        required
        value={form.get('url') ?? store.webhook?.url ?? ''}
        fault={fault}
        hint="https on port 443, at a public address. A secret is made with it and shown once; you can change or remove the URL at any time."
      />
      <button>Set the URL</button>
    </Form>
  );
}

/** What came back of the message that was sent to try the URL. */
function TestResult({ sent: { delivered, answer, durationMs, id } }: { sent: TestSent }) {
  return (
    <div class="answer" role="status">
      <p class="sentence">
        <Mark level={delivered ? 'good' : 'bad'} />
        {delivered ? 'The test message was delivered.' : 'The test message was not delivered.'}
      </p>
      <p class="text">
        After {durationMs} ms: {answer}
      </p>
      <p class="quiet">
        {delivered || 'Only an answer of 200 to 299 within 15 seconds is a delivery. '}
        webhook.test as <Copy text={id} />
      </p>
    </div>
  );
}

function Messages({ call: { session }, store, zone, facts: { messages, failedOnly } }: Props) {
  const here = `/console/stores/${store.id}/webstore`;
  const undelivered = messages.filter(({ status }) => status !== 'delivered');
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">Messages</h2>
      <nav class="filter" aria-label="Which messages">
        <a href={`${here}#messages`} aria-current={failedOnly ? undefined : 'true'}>
          Newest
        </a>
        <a href={`${here}?show=failed#messages`} aria-current={failedOnly ? 'true' : undefined}>
          Given up
        </a>
      </nav>
      <div data-refresh>
        {messages.length === 0 ? (
          <Empty>
            {failedOnly
              ? 'None was given up.'
              : 'None yet. The first one goes out when Lightspeed takes an order.'}
          </Empty>
        ) : (
          <MessageTable messages={messages} storeId={store.id} zone={zone} />
        )}
      </div>
      {undelivered.length > 0 && (
        <div class="acts">
          <Form session={session} act="resend" class="inline">
            <label for="resend">Tell again what was not delivered of</label>
            <select id="resend" name="order">
              {[...new Set(undelivered.map(({ orderId }) => orderId))].map((orderId) => (
                <option key={orderId} value={orderId}>
                  order {orderId}
                </option>
              ))}
            </select>
            <button>Resend</button>
          </Form>
          {undelivered.some(({ status }) => status === 'failed') && (
            <Form session={session} act="resendAll">
              <button>Resend all that were given up</button>
            </Form>
          )}
        </div>
      )}
    </section>
  );
}

type View = (call: ConsoleCall, store: Store, shown?: Pick<ToldFacts, 'fault' | 'test'>) => Promise<VNode>;

/** What the forms of this section ask for; `view` is the whole page. */
export function toldActs(view: View): NonNullable<ConsolePage['acts']> {
  return {
    url: (call, params) => setUrl(call, params, view),
    rotate: async (call, params) => {
      const store = await storeOf(call, params);
      const changes = [{ what: 'Webhook secret', to: 'made' }];
      return secretPage(call, await rotateWebhookSecret(changingBy(call, store, changes)));
    },
    finishSecret: changes('finished', (call, store) =>
      finishWebhookRotation(
        changingBy(call, store, [{ what: 'Webhook secret', ...ended(existingWebhook(store).secrets) }]),
      ),
    ),
    on: changes('on', (call, store) => switched(call, store, 'on')),
    off: changes('off', (call, store) => switched(call, store, 'off')),
    remove: changes('unnamed', (call, store) => {
      const from = toldUrl(existingWebhook(store).url);
      return removeWebhook(changingBy(call, store, [{ what: 'Webhook URL', from, to: 'none' }]));
    }),
    test: async (call, params) => {
      const store = await storeOf(call, params);
      existingWebhook(store);
      const what = 'Webhook: a test message sent';
      const test = await audited(call, [{ store: store.id, what }], () => sendTestMessage(store, call.now));
      return { page: await view(call, store, { test }) };
    },
    resend: changes('resent', async (call, store) => {
      const orderId = call.form.get('order') ?? '';
      if (!isOrderId(orderId)) throw new Failure('OrderNotFound', 'That is not an order number.');
      const what = `Order ${orderId}: messages told again`;
      return audited(call, [{ store: store.id, what }], () => resendMessages(store, orderId, call.now));
    }),
    resendAll: changes('resent', async (call, store) => {
      const what = 'Messages that were given up: told again';
      return audited(call, [{ store: store.id, what }], () => resendAllFailed(store.id, call.now));
    }),
  };
}

async function setUrl(call: ConsoleCall, params: Params, view: View): Promise<Outcome> {
  const store = await storeOf(call, params);
  const url = (call.form.get('url') ?? '').trim();
  const from = store.webhook === undefined ? 'none' : toldUrl(store.webhook.url);
  try {
    const changing = changingBy(call, store, [{ what: 'Webhook URL', from, to: toldUrl(url) }]);
    return secretPage(call, await setWebhookUrl(changing, url));
  } catch (error) {
    return { page: await view(call, store, { fault: faultIn(error) }), status: 422 };
  }
}

function secretPage(call: ConsoleCall, { store, secret }: { store: Store; secret: string }): Outcome {
  return {
    page: (
      <SecretsPage
        call={call}
        store={store}
        values={[
          ['URL', existingWebhook(store).url],
          ['Signing secret', secret],
        ]}
        section="Webstore"
        next="Next: send a test message"
      >
        <p>
          Enter the secret in the webstore, which verifies each message with it, by any library of Standard
          Webhooks.
        </p>
      </SecretsPage>
    ),
  };
}

/** An act that changes something and leads back to the page. */
function changes(done: Done, act: (call: ConsoleCall, store: Store) => Promise<unknown>) {
  return async (call: ConsoleCall, params: Params): Promise<Outcome> => {
    const store = await storeOf(call, params);
    await act(call, store);
    return { to: `/console/stores/${store.id}/webstore`, done };
  };
}

async function switched(call: ConsoleCall, store: Store, to: 'on' | 'off'): Promise<Store> {
  const { enabled } = existingWebhook(store);
  const { off } = await getListening({ storeId: store.id, target: 'webhook' });
  const from = enabled && !off ? 'on' : 'off';
  return switchWebhook(changingBy(call, store, [{ what: 'Webhook', from, to }]), to === 'on');
}

/** Without its query, in which somebody may have put a secret. */
function toldUrl(url: string): string {
  return url.replace(/[?#].*$/s, '?…');
}
