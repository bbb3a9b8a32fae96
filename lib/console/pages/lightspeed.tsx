import { getActivity } from '../../database/activity.ts';
import { getLastRejection } from '../../database/attempts.ts';
import { type RecordedCall, recentCalls } from '../../database/wire.ts';
import { FORM, formFields } from '../../domain/lightspeed-form.ts';
import { storeOrigin } from '../../desk/store-origin.ts';
import { brokenRule } from '../../desk/store-rules.ts';
import { finishRotation, machineAddressKey, rotate, type Store } from '../../domain/store.ts';
import { dayOrInstant, isDay } from '../../domain/instant.ts';
import { passwordFault } from '../../door/chosen-password.ts';
import { hashMade, newPassword } from '../../door/secrets.ts';
import { hashChosen } from '../../door/slow-hash.ts';
import { doneSentence } from '../done.ts';
import type { Change } from '../audited.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Copy, zoneOf } from '../parts.tsx';
import { record } from '../recording.ts';
import type { ConsolePage, Outcome, Params } from '../router.ts';
import { changeStoreBy, ended, storeOf } from '../store-call.ts';
import { Assistant } from './lightspeed-assistant.tsx';
import { dayOf, type Faults, Settings } from './lightspeed-settings.tsx';
import { lightspeedValues, SecretsPage } from './secrets.tsx';

const CALLS_SHOWN = 12;

/** The manual's page: the module's settings, what to enter in Lightspeed, and each call as it comes (contract 11). */
export const lightspeedPage: ConsolePage = {
  path: '/console/stores/{storeId}/lightspeed',
  show: async (call, params) => view(call, await storeOf(call, params)),
  acts: {
    save,
    finish: async (call, params) => {
      const store = await storeOf(call, params);
      await changeStoreBy(call, store, {
        changes: [{ what: 'Lightspeed password', ...ended(store.passwords) }],
        step: (before) => ({ ...before, passwords: finishRotation(before.passwords) }),
      });
      return { to: pageOf(store), done: 'finished' };
    },
    pin: async (call, params) => {
      const store = await storeOf(call, params);
      const machineAddress = (call.form.get('machineAddress') ?? '').trim();
      const fault = brokenRule('machineAddress', machineAddress);
      if (fault !== undefined) return refused(call, store, { machineAddress: fault });
      await changeStoreBy(call, store, {
        changes: [{ what: 'Machine address', from: store.machineAddress ?? 'any', to: machineAddress }],
        step: (before) => ({ ...before, machineAddress }),
      });
      return { to: pageOf(store), done: 'pinned' };
    },
    unpin: async (call, params) => {
      const store = await storeOf(call, params);
      await changeStoreBy(call, store, {
        changes: [{ what: 'Machine address', from: store.machineAddress ?? 'any', to: 'any' }],
        step: (before) => ({ ...before, machineAddress: undefined }),
      });
      return { to: pageOf(store), done: 'unpinned' };
    },
    record: async (call, params) => {
      const store = await storeOf(call, params);
      await record(call, store);
      return { to: pageOf(store), done: 'recording' };
    },
  },
};

function pageOf({ id }: Store): string {
  return `/console/stores/${id}/lightspeed`;
}

async function refused(call: ConsoleCall, store: Store, faults: Faults): Promise<Outcome> {
  return { page: await view(call, store, faults), status: 422 };
}

/** The manual's form. Only differences are changed, and each is audited. */
async function save(call: ConsoleCall, params: Params): Promise<Outcome> {
  const { form, now, settings } = call;
  const store = await storeOf(call, params);
  const given = givenIn(form);
  const faults = faultsOf(store, given);
  if (Object.values(faults).some((fault) => fault !== undefined)) return refused(call, store, faults);
  const made = given.kind === 'made' ? newPassword() : undefined;
  const hash = made === undefined ? given.password && (await hashChosen(given.password)) : hashMade(made);
  const changed = await changeStoreBy(call, store, {
    changes: changesTo(store, given),
    step: (before) => ({
      ...withSettings(before, given),
      ...(hash && { passwords: rotate(before.passwords, hash, now) }),
    }),
  });
  if (made === undefined) return { to: pageOf(store), done: 'saved' };
  return {
    page: (
      <SecretsPage
        call={call}
        store={changed}
        values={lightspeedValues(changed, made, settings.origin)}
        section="LightSpeed"
        next="Next: enter them in Lightspeed"
      />
    ),
  };
}

interface Given {
  enabled: boolean;
  username: string;
  timeZone: string | undefined;
  /** A day. */
  startAt: string | undefined;
  /** What the password is to be. */
  kind: 'as before' | 'made' | 'chosen';
  /** The chosen one. */
  password: string | undefined;
}

function givenIn(form: URLSearchParams): Given {
  const text = (name: string) => (form.get(name) ?? '').trim();
  const asked = form.get('passwordKind');
  const kind = asked === 'make' ? 'made' : asked === 'choose' ? 'chosen' : 'as before';
  return {
    enabled: form.get('enabled') === 'on',
    username: text('username'),
    timeZone: text('timeZone') || undefined,
    startAt: text('startAt') || undefined,
    kind,
    password: kind === 'chosen' ? (form.get('password') ?? '') : undefined,
  };
}

function changesTo(store: Store, { enabled, username, timeZone, startAt, kind }: Given): Change[] {
  return [
    { what: 'Web Order Module', from: onOff(store.enabled), to: onOff(enabled) },
    { what: 'Lightspeed user', from: store.username, to: username },
    { what: 'Time zone', from: store.timeZone ?? 'UTC', to: timeZone ?? 'UTC' },
    { what: 'Start point', from: dayOf(store.startAt) ?? 'none', to: startAt ?? 'none' },
    { what: 'Lightspeed password', from: 'as before', to: kind },
  ];
}

/** A start point within the day that the form shows stays as it is. */
function withSettings(before: Store, { enabled, username, timeZone, startAt }: Given): Store {
  const start = startAt === undefined ? undefined : dayOrInstant(startAt);
  const isSameDay = startAt === dayOf(before.startAt);
  return { ...before, enabled, username, timeZone, startAt: isSameDay ? before.startAt : start };
}

function faultsOf(store: Store, { username, timeZone, startAt, password }: Given): Faults {
  const weak = password === undefined ? undefined : passwordFault(password, [store.id, store.name, username]);
  return {
    username: brokenRule('username', username),
    timeZone: timeZone === undefined ? undefined : brokenRule('timeZone', timeZone),
    startAt: startAt === undefined || isDay(startAt) ? undefined : 'A day looks like 2026-11-23.',
    password: weak && `The password ${weak}`,
  };
}

function onOff(enabled: boolean): string {
  return enabled ? 'on' : 'off';
}

async function view(call: ConsoleCall, store: Store, faults: Faults = {}) {
  const { session, query, now, settings } = call;
  const [activity, rejection, calls] = await Promise.all([
    getActivity(store.id),
    getLastRejection(store.id),
    recentCalls(store.id, { limit: CALLS_SHOWN, now }),
  ]);
  const seen = calls.map(({ call: recorded }) => recorded);
  return (
    <Page
      title="LightSpeed"
      session={session}
      store={{ ...store, current: 'LightSpeed' }}
      done={doneSentence(query.get('done'))}
    >
      <h1>LightSpeed</h1>
      <div class="columns">
        <Settings call={call} store={store} faults={faults} lastMachine={lastMachineIn(seen)} />
        <div>
          <Card store={store} origin={settings.origin} />
          {settings.simulator !== undefined && (
            <Simulator at={settings.simulator} store={store} origin={settings.origin} />
          )}
          <Assistant
            session={session}
            store={store}
            zone={zoneOf(store, now)}
            facts={{ activity, rejection, seen }}
          />
        </div>
      </div>
    </Page>
  );
}

/** The last machine address in a recorded call, from any place where it may be (contract 1). */
function lastMachineIn(calls: RecordedCall[]): string | undefined {
  const carried = calls.flatMap(({ headers, query, body }) => [
    headers['machine-address'],
    headers['x-machine-address'],
    new URLSearchParams(query.toLowerCase()).get('machineaddress') ?? undefined,
    IN_BODY.exec(Buffer.from(body.bytes).toString())?.slice(1).find(Boolean),
  ]);
  return carried.find((address) => address !== undefined && machineAddressKey(address) !== undefined);
}

/** An attribute or an element, of the root or not: somebody compares it before it is pinned. */
const IN_BODY = /machineaddress\s*=\s*["']([^"'<]{12,20})["']|<(?:\w+:)?machineaddress[^>]*>([^<]{12,20})</i;

/** On a developer's machine: for who has no Lightspeed. */
function Simulator({ at, store, origin }: { at: string; store: Store; origin: string }) {
  const url = `${storeOrigin(store.id, origin)}/LightSpeed`;
  const query = new URLSearchParams({ url, user: store.username });
  return (
    <p>
      No Lightspeed at hand? <a href={`${at}/?${query}`}>Play it on this machine →</a>
    </p>
  );
}

/** What to enter in Lightspeed; printed without the rest of the page. */
function Card({ store, origin }: { store: Store; origin: string }) {
  return (
    <section class="print" aria-labelledby="card">
      <h2 id="card">Enter this in Lightspeed</h2>
      <p>{FORM}</p>
      <dl class="card">
        {formFields(store, storeOrigin(store.id, origin), 'shown once when it is made').map(
          ([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{name === 'URL' || name === 'User' ? <Copy text={value} /> : value}</dd>
            </>
          ),
        )}
      </dl>
      <button type="button" data-print hidden>
        Print this card
      </button>
    </section>
  );
}
