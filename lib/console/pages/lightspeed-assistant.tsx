import type { ComponentChildren } from 'preact';
import type { RecordedCall } from '../../database/wire.ts';
import { adviceOn, adviceOnSilence } from '../../desk/set-up-advice.ts';
import { span } from '../../desk/times.ts';
import { type Activity, silence, usualInterval } from '../../domain/activity.ts';
import type { LastRejection } from '../../domain/attempts.ts';
import type { Instant } from '../../domain/instant.ts';
import { isRecording, type Store } from '../../domain/store.ts';
import { callInWords } from '../../lightspeed/call-in-words.ts';
import type { Session } from '../session.ts';
import { Ago, Empty, Form, Mark, Moment, type Zone } from '../parts.tsx';

/* Of the page LightSpeed: four steps that tick themselves, and each call of Lightspeed in plain words. */

interface AssistantFacts {
  activity: Activity;
  rejection: LastRejection | undefined;
  /** Recorded calls, newest first. */
  seen: RecordedCall[];
}

interface Props {
  session: Session;
  store: Store;
  zone: Zone;
  facts: AssistantFacts;
}

type Step = [name: string, at: Instant | undefined];

export function Assistant({ session, store, zone, facts }: Props) {
  const { activity, rejection, seen } = facts;
  const steps: Step[] = [
    ['Test Connection', activity.lastTestedAt],
    ['First poll', activity.polls[0]],
    ['First order taken', activity.lastAcknowledgedAt],
    ['First shipment', activity.lastShippedAt],
  ];
  return (
    <section aria-labelledby="assistant" data-refresh="5">
      <h2 id="assistant">Connecting</h2>
      <Trouble store={store} zone={zone} activity={activity} />
      <Steps steps={steps} zone={zone} />
      {rejection?.face === 'lightspeed' && <TurnedAway rejection={rejection} steps={steps} zone={zone} />}
      <h3>Its calls</h3>
      {!isRecording(store, zone.now) && (
        <Form session={session} act="record" class="inline">
          <input type="hidden" name="hours" value="1" />
          <p class="quiet">
            Calls are not being recorded. A recorded call shows here as it comes, in plain words; it is kept
            for seven days, with customers’ names and addresses. Passwords are masked.
          </p>
          <button>Record for an hour</button>
        </Form>
      )}
      {(seen.length > 0 || isRecording(store, zone.now)) && (
        <Calls storeId={store.id} seen={seen} zone={zone} />
      )}
    </section>
  );
}

/** What keeps Lightspeed away now, and what to do about it. */
function Trouble({ store, zone, activity }: Pick<Props, 'store' | 'zone'> & { activity: Activity }) {
  if (!store.enabled)
    return (
      <p>
        <Mark level="off" />
        The module is off: Lightspeed is turned away, and orders wait. Tick Enable Web Order Module on this
        page, and save.
      </p>
    );
  const since = silence(activity, zone.now);
  if (since === undefined) return null;
  return (
    <p>
      <Mark level="bad" />
      Lightspeed last polled <Ago at={since} zone={zone} />. Usually it polls every{' '}
      {span(usualInterval(activity.polls) ?? 0)}. {adviceOnSilence}
    </p>
  );
}

function Steps({ steps, zone }: { steps: Step[]; zone: Zone }) {
  const waitingFor = steps.findIndex((_, n) => steps.slice(n).every(([, at]) => at === undefined));
  return (
    <ol class="steps">
      {steps.map(([name, at], n) => (
        <li key={name}>
          <Mark level={at === undefined ? 'open' : 'ticked'} />
          {name}
          <span class="quiet">
            {at === undefined ? notSeen(n, waitingFor) : <Last at={at} zone={zone} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Last({ at, zone }: { at: Instant; zone: Zone }) {
  return (
    <>
      , last <Ago at={at} zone={zone} />
    </>
  );
}

function notSeen(step: number, waitingFor: number): string {
  if (step === waitingFor) return ': waiting for it …';
  // A later step works only if this one does.
  return waitingFor === -1 || step < waitingFor ? ': not seen, but a later step works' : '';
}

interface TurnedAwayProps {
  rejection: LastRejection;
  steps: Step[];
  zone: Zone;
}

/** The last wrong credentials: what to do, unless Lightspeed was let in since. */
function TurnedAway({ rejection: { at, kind }, steps, zone }: TurnedAwayProps) {
  const isOver = steps.some(([, seen]) => seen !== undefined && Date.parse(seen) > Date.parse(at));
  return (
    <p class={isOver ? 'quiet' : undefined}>
      {!isOver && <Mark level="bad" />}
      Last turned away <Ago at={at} zone={zone} />: {kind}. {isOver ? 'It was let in since.' : adviceOn[kind]}
    </p>
  );
}

function Calls({ storeId, seen, zone }: { storeId: string; seen: RecordedCall[]; zone: Zone }) {
  if (seen.length === 0) return <Empty>No call was recorded yet. Press Test Connection in Lightspeed.</Empty>;
  return (
    <>
      <ul class="calls">
        {seen.map((call) => (
          <Said key={call.requestId} call={call}>
            <Moment at={call.receivedAt} zone={zone} />
          </Said>
        ))}
      </ul>
      <p>
        <a href={`/console/stores/${storeId}/wire`}>All recorded calls, with request and answer</a>
      </p>
    </>
  );
}

function Said({ call, children }: { call: RecordedCall; children: ComponentChildren }) {
  const { text, advice } = callInWords(call);
  return (
    <li class="text">
      {children} {text}
      {advice !== undefined && (
        <>
          <br />→ {advice}
        </>
      )}
    </li>
  );
}
