import type { ComponentChildren } from 'preact';
import { callAt, isPlace, recentCalls, type RecordedBody, type RecordedCall } from '../../database/wire.ts';
import { callInWords } from '../../lightspeed/call-in-words.ts';
import { Failure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import { isOrderId } from '../../domain/order.ts';
import { isRecording, type Store } from '../../domain/store.ts';
import { asText, notKept } from '../../lightspeed/body-text.ts';
import { doneSentence } from '../done.ts';
import { Page } from '../layout.tsx';
import { indented } from '../order-xml.ts';
import { Copy, Empty, Form, Moment, type Zone, zoneOf } from '../parts.tsx';
import { RECORDING_HOURS, record, stopRecording } from '../recording.ts';
import type { ConsolePage } from '../router.ts';
import { storeOf } from '../store-call.ts';
import { Table } from '../table.tsx';

const LIMIT = 50;
/** For those that name an order so many pages are looked through at once. */
const PAGES_LOOKED_THROUGH = 10;

type PlacedCall = Awaited<ReturnType<typeof recentCalls>>[number];

/** What Lightspeed really sends: recording, and the recorded calls, newest first (contract 11). */
export const wirePage: ConsolePage = {
  path: '/console/stores/{storeId}/wire',
  show: async (call, params) => {
    const { session, query, now } = call;
    const store = await storeOf(call, params);
    const asked = (query.get('find') ?? '').trim().replace(/^#/, '');
    // A customer's name has no place in an address that is mailed and kept.
    const find = isOrderId(asked) ? asked : '';
    const before = [query.get('before') ?? ''].find(isPlace);
    const { found, last } = await callsNaming(store.id, { find, before, now });
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
          {RECORDING_HOURS.map((hours) => (
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
          <input id="find" name="find" type="search" value={asked} data-search />
          <button>Find</button>
        </form>
        {asked !== find && <p class="fault">An order number has 1 to 64 characters of A-Z a-z 0-9 . _ -</p>}
        <div data-refresh>
          <Calls calls={found} here={here} find={find} zone={zoneOf(store, now)} />
        </div>
        <p class="paging">
          {before !== undefined && <a href={find === '' ? here : `${here}?find=${find}`}>Newest calls</a>}
          {last !== undefined && (
            <a rel="next" href={`${here}?${new URLSearchParams({ before: last, find }).toString()}`}>
              Older calls
            </a>
          )}
        </p>
      </Page>
    );
  },
  acts: {
    record: async (call, params) => {
      const store = await storeOf(call, params);
      await record(call, store);
      return { to: `/console/stores/${store.id}/wire`, done: 'recording' };
    },
    stop: async (call, params) => {
      const store = await storeOf(call, params);
      await stopRecording(call, store);
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
    const { place = '' } = params;
    const recorded = isPlace(place) ? await callAt(store.id, place, now) : undefined;
    if (!recorded)
      throw new Failure('NotFound', 'This call is no longer kept: calls are kept for seven days.');
    const { method, path, query, headers, body, status, answerHeaders, answerBody, receivedAt, durationMs } =
      recorded;
    const { text, advice } = callInWords(recorded);
    return (
      <Page title="A call" session={session} store={{ ...store, current: 'Wire' }}>
        <h1>{text}</h1>
        <p>
          <Moment at={receivedAt} zone={zoneOf(store, now)} />, answered in {durationMs} ms. Request{' '}
          <Copy text={recorded.requestId} />
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

interface Sought {
  /** What their path or a body of theirs must hold; '': anything. */
  find: string;
  before: string | undefined;
  now: Instant;
}

/** Some of the newest calls, and the place before which there may be more. */
async function callsNaming(
  storeId: string,
  { find, before, now }: Sought,
): Promise<{ found: PlacedCall[]; last?: string | undefined }> {
  const found: PlacedCall[] = [];
  let last = before;
  for (let page = 1; page <= (find === '' ? 1 : PAGES_LOOKED_THROUGH); page += 1) {
    const calls = await recentCalls(storeId, { limit: LIMIT, before: last, now });
    found.push(...calls.filter(({ call }) => find === '' || mentions(call, find)));
    last = calls.at(-1)?.place;
    if (calls.length < LIMIT) return { found };
    if (found.length >= LIMIT) break;
  }
  return { found, last };
}

function Recording({ store, zone, children }: { store: Store; zone: Zone; children: ComponentChildren }) {
  return (
    <section aria-labelledby="recording">
      <h2 id="recording">Recording</h2>
      {isRecording(store, zone.now) && store.recordUntil !== undefined ? (
        <p>
          Lightspeed’s calls are recorded until <Moment at={store.recordUntil} zone={zone} />.
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

interface CallsProps {
  calls: PlacedCall[];
  here: string;
  find: string;
  zone: Zone;
}

function Calls({ calls, here, find, zone }: CallsProps) {
  if (calls.length === 0 && find !== '')
    return <Empty>None of the calls that were looked through names it.</Empty>;
  if (calls.length === 0)
    return <Empty>No call to show. Record for an hour, and press Test Connection in Lightspeed.</Empty>;
  return (
    <Table
      caption="Recorded calls, newest first"
      moves
      columns={[
        { name: 'When' },
        { name: 'What', kind: 'text' },
        { name: 'Answer', kind: 'number', phone: 'aside' },
        { name: 'Took', kind: 'number', phone: 'gone' },
      ]}
      rows={calls.map(({ place, call }) => ({
        key: place,
        cells: [
          <a href={`${here}/${encodeURIComponent(place)}`}>
            <Moment at={call.receivedAt} zone={zone} />
          </a>,
          callInWords(call).text,
          call.status,
          `${call.durationMs} ms`,
        ],
      }))}
    />
  );
}

interface SideProps {
  title: string;
  first: string;
  headers: Record<string, string>;
  body: RecordedBody;
}

function Side({ title, first, headers, body }: SideProps) {
  const text = indented(asText(body.bytes)) + notKept(body);
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

function mentions({ path, body, answerBody }: RecordedCall, text: string): boolean {
  return [path, ...[body, answerBody].map(({ bytes }) => Buffer.from(bytes).toString())].some((part) =>
    part.includes(text),
  );
}
