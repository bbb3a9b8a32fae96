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
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Check, Copy, dayText, Field, Form, zoneOf } from '../parts.tsx';
import { record } from '../recording.ts';
import type { ConsolePage, Outcome, Params } from '../router.ts';
import { changeStoreBy, ended, storeOf } from '../store-call.ts';
import { Assistant } from './lightspeed-assistant.tsx';
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

type Faults = Partial<
  Record<'username' | 'password' | 'timeZone' | 'startAt' | 'machineAddress', string | undefined>
>;

async function refused(call: ConsoleCall, store: Store, faults: Faults): Promise<Outcome> {
  return { page: await view(call, store, faults), status: 422 };
}

/** The manual's form. Only differences are changed, and each is audited. */
async function save(call: ConsoleCall, params: Params): Promise<Outcome> {
  const { form, now, settings } = call;
  const store = await storeOf(call, params);
  const given = {
    enabled: form.get('enabled') === 'on',
    username: (form.get('username') ?? '').trim(),
    timeZone: (form.get('timeZone') ?? '').trim() || undefined,
    startAt: (form.get('startAt') ?? '').trim() || undefined,
  };
  const chosen = form.get('passwordKind') === 'choose' ? (form.get('password') ?? '') : undefined;
  const faults = faultsOf(store, { ...given, password: chosen });
  if (Object.values(faults).some((fault) => fault !== undefined)) return refused(call, store, faults);
  const startAt = given.startAt === undefined ? undefined : dayOrInstant(given.startAt);
  const made = form.get('passwordKind') === 'make' ? newPassword() : undefined;
  const hash = made === undefined ? chosen && (await hashChosen(chosen)) : hashMade(made);
  const changes = [
    { what: 'Web Order Module', from: onOff(store.enabled), to: onOff(given.enabled) },
    { what: 'Lightspeed user', from: store.username, to: given.username },
    { what: 'Time zone', from: store.timeZone ?? 'UTC', to: given.timeZone ?? 'UTC' },
    { what: 'Start point', from: dayOf(store.startAt) ?? 'none', to: given.startAt ?? 'none' },
    {
      what: 'Lightspeed password',
      from: 'as before',
      to: hash ? (made === undefined ? 'chosen' : 'made') : 'as before',
    },
  ].filter(({ from, to }) => from !== to);
  const changed = await changeStoreBy(call, store, {
    changes,
    step: (before) => ({
      ...before,
      enabled: given.enabled,
      username: given.username,
      timeZone: given.timeZone,
      startAt: given.startAt === dayOf(before.startAt) ? before.startAt : startAt,
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
  username: string;
  timeZone: string | undefined;
  startAt: string | undefined;
  password: string | undefined;
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

function dayOf(instant: string | undefined): string | undefined {
  return instant?.slice(0, 10);
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

/** An attribute or an element of the root; it is only offered to somebody who compares it. */
const IN_BODY = /machineaddress\s*=\s*["']([^"'<]{12,20})["']|<(?:\w+:)?machineaddress[^>]*>([^<]{12,20})</i;

interface SettingsProps {
  call: ConsoleCall;
  store: Store;
  faults: Faults;
  /** As it was seen in a recorded call. */
  lastMachine: string | undefined;
}

function Settings({ call: { session, form }, store, faults, lastMachine }: SettingsProps) {
  const isAgain = form.get('act') === 'save';
  const value = (name: string, kept: string) => (isAgain ? (form.get(name) ?? '') : kept);
  const kind = isAgain ? (form.get('passwordKind') ?? 'keep') : 'keep';
  const [newest, older] = store.passwords;
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Module settings</h2>
      <Form session={session} act="save" makesSecretOf={store} class="stack">
        <Check
          name="enabled"
          checked={isAgain ? form.get('enabled') === 'on' : store.enabled}
          label="Enable Web Order Module"
          hint="While it is off, Lightspeed is turned away and orders wait."
        />
        <Field
          name="username"
          label="Lightspeed Username"
          value={value('username', store.username)}
          fault={faults.username}
          required
          hint="A new one has to be entered in Lightspeed at once: the one before it no longer works."
        />
        <fieldset>
          <legend>Lightspeed Password</legend>
          {(
            [
              ['keep', `Keep the one of ${newest ? dayText(newest.since.slice(0, 10)) : 'before'}`],
              ['make', 'Make one; it is shown once'],
              ['choose', 'Choose one, of at least 12 characters'],
            ] as const
          ).map(([name, label]) => (
            <Check
              key={name}
              id={`password-${name}`}
              type="radio"
              name="passwordKind"
              value={name}
              checked={kind === name}
              label={label}
            />
          ))}
          <Field
            name="password"
            label="Chosen password"
            type="password"
            fault={faults.password}
            autocomplete="new-password"
            hint="The one before it stays valid beside it, until you end it below."
          />
        </fieldset>
        <Field
          name="timeZone"
          label="Time zone"
          value={value('timeZone', store.timeZone ?? '')}
          fault={faults.timeZone}
          suggestions={TIME_ZONES}
          hint="Lightspeed and these pages show times in it, as America/Boise. Empty: UTC"
        />
        <Field
          name="startAt"
          label="Start point"
          type="date"
          value={value('startAt', dayOf(store.startAt) ?? '')}
          fault={faults.startAt}
          hint="Orders placed before this day are not offered. Empty: all are"
        />
        <button>Save</button>
      </Form>
      {older && (
        <Form session={session} act="finish" class="inline">
          <p>
            Two passwords are valid. When the newer one is entered in Lightspeed and works, end the older one.
            That cannot be undone.
          </p>
          <button>End the older password</button>
        </Form>
      )}
      <h3>Machine address</h3>
      <p>
        {store.machineAddress === undefined
          ? 'Any Lightspeed server with the right user and password may call.'
          : `Only the server with the machine address ${store.machineAddress} may call.`}
      </p>
      {store.machineAddress !== undefined && (
        <Form session={session} act="unpin" class="inline">
          <button>Let any server call</button>
        </Form>
      )}
      {lastMachine !== undefined && !isPinned(store, lastMachine) && (
        <Form session={session} act="pin" class="inline">
          <input type="hidden" name="machineAddress" value={lastMachine} />
          <p>
            The last call came from <code>{lastMachine}</code>. If Lightspeed’s form shows the same, it can be
            the only one that may call.
          </p>
          <button>Pin the one that was last seen</button>
        </Form>
      )}
      <Form session={session} act="pin" class="stack">
        <Field
          name="machineAddress"
          label="Pin one machine"
          value={form.get('machineAddress') ?? ''}
          fault={faults.machineAddress}
          hint="As the form in Lightspeed shows it: 00:1A:2B:3C:4D:5E. Any other server is turned away, until you let any call again."
        />
        <button>Pin it</button>
      </Form>
    </section>
  );
}

/** Those of most dealers; any other may be entered. */
const TIME_ZONES: readonly string[] = [
  'America/New_York',
  'America/Detroit',
  'America/Indiana/Indianapolis',
  'America/Chicago',
  'America/Denver',
  'America/Boise',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Halifax',
  'America/Toronto',
  'America/Winnipeg',
  'America/Regina',
  'America/Edmonton',
  'America/Vancouver',
];

function isPinned({ machineAddress }: Store, address: string): boolean {
  return machineAddress !== undefined && machineAddressKey(machineAddress) === machineAddressKey(address);
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
