import type { ComponentChildren } from 'preact';
import { callAt, recentCalls, type RecordedBody, type RecordedCall } from '../../database/wire.ts';
import { callInWords } from '../../lightspeed/call-in-words.ts';
import { Failure } from '../../domain/failure.ts';
import { toInstant } from '../../domain/instant.ts';
import { isRecording, type Store } from '../../domain/store.ts';
import { bodyText } from '../../lightspeed/body-text.ts';
import { doneSentence } from '../done.ts';
import { Page } from '../layout.tsx';
import { indented } from '../order-xml.ts';
import { Empty, Form, Time, type Zone, zoneOf } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { changeStoreBy, storeOf } from '../store-call.ts';

const LIMIT = 50;
/** Hours that a recording may take. */
const HOURS: readonly number[] = [1, 24];

/** What Lightspeed really sends: recording, and the recorded calls, newest first (contract 11). */
export const wirePage: ConsolePage = {
  path: '/console/stores/{storeId}/wire',
  show: async (call, params) => {
    const { session, query, now } = call;
    const store = await storeOf(call, params);
    const find = (query.get('find') ?? '').trim();
    const before = query.get('before') ?? undefined;
    const calls = await recentCalls(store.id, { limit: LIMIT, before, now });
    const found = find === '' ? calls : calls.filter(({ call: recorded }) => mentions(recorded, find));
    const last = calls.at(-1);
    const here = `/console/stores/${store.id}/wire`;
    return (
      <Page
        title="Wire"
        session={session}
        store={{ ...store, current: 'Wire' }}
        done={doneSentence(query.get('done'))}
      >
        <h1>Wire</h1>
        <Recording store={store} zone={zoneOf(store, now)}>
          {HOURS.map((hours) => (
            <Form key={hours} session={session} act="record" class="inline">
              <input type="hidden" name="hours" value={hours} />
              <button>Record for {hours === 1 ? 'an hour' : 'a day'}</button>
            </Form>
          ))}
          {isRecording(store, now) && (
            <Form session={session} act="stop" class="inline">
              <button>Stop</button>
            </Form>
          )}
        </Recording>
        <form method="get" class="inline" role="search">
          <label for="find">Calls that name an order</label>
          <input id="find" name="find" type="search" value={find} data-search />
          <button>Find</button>
        </form>
        <div data-refresh>
          <Calls calls={found} here={here} zone={zoneOf(store, now)} />
        </div>
        {calls.length === LIMIT && last && (
          <a rel="next" href={`${here}?${new URLSearchParams({ before: last.place, find }).toString()}`}>
            Older calls
          </a>
        )}
      </Page>
    );
  },
  acts: {
    record: async (call, params) => {
      const { now, form } = call;
      const store = await storeOf(call, params);
      const hours = Number(form.get('hours'));
      if (!HOURS.includes(hours))
        throw new Failure('InvalidRequest', 'Calls are recorded for an hour or a day.');
      const recordUntil = toInstant(new Date(Date.parse(now) + hours * 3_600_000));
      await changeStoreBy(call, store, {
        changes: [{ what: 'Recording', from: store.recordUntil ?? 'off', to: `until ${recordUntil}` }],
        step: (before) => ({ ...before, recordUntil }),
      });
      return { to: `/console/stores/${store.id}/wire`, done: 'recording' };
    },
    stop: async (call, params) => {
      const store = await storeOf(call, params);
      await changeStoreBy(call, store, {
        changes: [{ what: 'Recording', from: store.recordUntil ?? 'off', to: 'off' }],
        step: (before) => ({ ...before, recordUntil: undefined }),
      });
      return { to: `/console/stores/${store.id}/wire`, done: 'stopped' };
    },
  },
};

/** One recorded call: what was sent and what was answered, in parallel. */
export const wireCallPage: ConsolePage = {
  path: '/console/stores/{storeId}/wire/{place}',
  show: async (call, params) => {
    const { session, now } = call;
    const store = await storeOf(call, params);
    const recorded = await callAt(store.id, params['place'] ?? '', now);
    if (!recorded)
      throw new Failure('NotFound', 'This call is no longer kept: calls are kept for seven days.');
    const { method, path, query, headers, body, status, answerHeaders, answerBody, receivedAt, durationMs } =
      recorded;
    const { text, advice } = callInWords(recorded);
    return (
      <Page title="A call" session={session} store={{ ...store, current: 'Wire' }}>
        <h1>{text}</h1>
        <p>
          <Time at={receivedAt} zone={zoneOf(store, now)} />, answered in {durationMs} ms. Request{' '}
          <code>{recorded.requestId}</code>
        </p>
        {advice !== undefined && <p class="sentence">{advice}</p>}
        <div class="columns">
          <Side
            title="Lightspeed sent"
            first={`${method} ${path}${query === '' ? '' : `?${query}`}`}
            headers={headers}
            body={body}
          />
          <Side title="We answered" first={String(status)} headers={answerHeaders} body={answerBody} />
        </div>
        <p>
          <a href={`/console/stores/${store.id}/wire`}>All calls</a>
        </p>
      </Page>
    );
  },
};

function Recording({ store, zone, children }: { store: Store; zone: Zone; children: ComponentChildren }) {
  return (
    <section aria-labelledby="recording">
      <h2 id="recording">Recording</h2>
      {isRecording(store, zone.now) && store.recordUntil !== undefined ? (
        <p>
          Lightspeed’s calls are recorded until <Time at={store.recordUntil} zone={zone} />.
        </p>
      ) : (
        <p>Lightspeed’s calls are not being recorded.</p>
      )}
      <p class="quiet">
        A call is kept for seven days, with customers’ names and addresses. Passwords are masked.
      </p>
      <div class="acts">{children}</div>
    </section>
  );
}

function Calls({
  calls,
  here,
  zone,
}: {
  calls: { place: string; call: RecordedCall }[];
  here: string;
  zone: Zone;
}) {
  if (calls.length === 0)
    return <Empty>No call to show. Record for an hour, and press Test Connection in Lightspeed.</Empty>;
  return (
    <table data-rows>
      <caption class="hidden">Recorded calls, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col" class="number">
            Answer
          </th>
          <th scope="col" class="number">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map(({ place, call }) => (
          <tr key={place}>
            <th scope="row">
              <a href={`${here}/${encodeURIComponent(place)}`}>
                <Time at={call.receivedAt} zone={zone} />
              </a>
            </th>
            <td class="text" data-label="What">
              {callInWords(call).text}
            </td>
            <td class="number" data-label="Answer">
              {call.status}
            </td>
            <td class="number" data-label="Took">
              {call.durationMs} ms
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SideProps {
  title: string;
  first: string;
  headers: Record<string, string>;
  body: RecordedBody;
}

function Side({ title, first, headers, body }: SideProps) {
  const text = textOf(body);
  return (
    <section>
      <h2>{title}</h2>
      <pre class="text">
        {first}
        {'\n'}
        {Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`)}
      </pre>
      {text === '' ? <Empty>No body.</Empty> : <pre class="text">{text}</pre>}
    </section>
  );
}

function textOf({ bytes, size }: RecordedBody): string {
  const cut = size > bytes.length ? `\n(… and ${size - bytes.length} bytes that were not kept)` : '';
  try {
    return indented(bodyText(bytes)) + cut;
  } catch {
    return Buffer.from(bytes).toString('latin1') + cut;
  }
}

function mentions({ path, body, answerBody }: RecordedCall, text: string): boolean {
  return [path, ...[body, answerBody].map(({ bytes }) => Buffer.from(bytes).toString())].some((part) =>
    part.includes(text),
  );
}
