import { machineAddressKey, type Store } from '../../domain/store.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Check, dayText, Field, Form } from '../parts.tsx';

/* Of the page LightSpeed: the manual's form, and the machine that may call. */

/** What is wrong with what was entered, by field. */
export type Faults = Partial<
  Record<'username' | 'password' | 'timeZone' | 'startAt' | 'machineAddress', string | undefined>
>;

interface Props {
  call: ConsoleCall;
  store: Store;
  faults: Faults;
}

export function Settings({
  call,
  store,
  faults,
  lastMachine,
}: Props & {
  /** As it was seen in a recorded call. */
  lastMachine: string | undefined;
}) {
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Module settings</h2>
      <Module call={call} store={store} faults={faults} />
      {store.passwords.length > 1 && (
        <Form session={call.session} act="finish" class="inline">
          <p>
            Two passwords are valid. When the newer one is entered in Lightspeed and works, end the older one.
            That cannot be undone.
          </p>
          <button>End the older password</button>
        </Form>
      )}
      <Machine call={call} store={store} faults={faults} lastMachine={lastMachine} />
    </section>
  );
}

function Module({ call: { session, form }, store, faults }: Props) {
  const isAgain = form.get('act') === 'save';
  const value = (name: string, kept: string) => (isAgain ? (form.get(name) ?? '') : kept);
  const kind = isAgain ? (form.get('passwordKind') ?? 'keep') : 'keep';
  const [newest] = store.passwords;
  return (
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

function Machine({
  call: { session, form },
  store,
  faults,
  lastMachine,
}: Props & { lastMachine: string | undefined }) {
  return (
    <>
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
    </>
  );
}

function isPinned({ machineAddress }: Store, address: string): boolean {
  return machineAddress !== undefined && machineAddressKey(machineAddress) === machineAddressKey(address);
}

/** The day of an instant, as it is entered: `2026-11-23`. */
export function dayOf(instant: string | undefined): string | undefined {
  return instant?.slice(0, 10);
}
