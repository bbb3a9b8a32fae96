import type { ComponentChildren, ComponentProps } from 'preact';
import { dateFormat, numberFormat, regionNames } from '../desk/formats.ts';
import type { Health } from '../desk/health.ts';
import { dayIn } from '../desk/days.ts';
import { ago } from '../desk/times.ts';
import type { Instant } from '../domain/instant.ts';
import { formatMoney, type Money } from '../domain/money.ts';
import { newestSecretAt, type Store } from '../domain/store.ts';
import type { Session } from './session.ts';

/** The time zone of a page: the store's. */
export interface Zone {
  timeZone: string;
  now: Instant;
}

export function zoneOf(store: { timeZone?: string | undefined }, now: Instant): Zone {
  return { timeZone: store.timeZone ?? 'UTC', now };
}

interface TimeProps {
  at: Instant;
  zone: Zone;
}

/** An instant in the store's zone: `Nov 23, 2026, 6:04 PM`, with the exact one on hover. */
export function Time({ at, zone }: TimeProps) {
  return (
    <time dateTime={at} title={exactTime(at, zone)}>
      {shortTime(at, zone.timeZone)}
    </time>
  );
}

/** To the second, for calls that come one after the other: `6:04:05 PM`, on another day with the day. */
export function Moment({ at, zone }: TimeProps) {
  const { timeZone, now } = zone;
  const isToday = dayIn(at, timeZone) === dayIn(now, timeZone);
  const format = dateFormat('en-US', {
    timeStyle: 'medium',
    timeZone,
    ...(!isToday && { dateStyle: 'medium' }),
  });
  return (
    <time dateTime={at} title={exactTime(at, zone)}>
      {format.format(new Date(at))}
    </time>
  );
}

/** `Monday, November 23, 2026 at 6:04:05 PM MST` */
function exactTime(at: Instant, { timeZone }: Zone): string {
  return dateFormat('en-US', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(new Date(at));
}

/** `Nov 23, 2026, 6:04 PM (5 minutes ago)` */
export function whenText(at: Instant, { timeZone, now }: Zone): string {
  return `${shortTime(at, timeZone)} (${ago(at, now)})`;
}

/** The name of a country, by its code: `Canada`. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/i.test(code) ? (regionNames().of(code.toUpperCase()) ?? code) : code;
}

/** A text with its instants as people read them. */
export function withTimes(text: string, { timeZone }: Zone): string {
  return text.replaceAll(INSTANT, (at) => shortTime(at, timeZone));
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** A day of the calendar, `2026-11-23`, as people read it: `Nov 23, 2026`. */
export function dayText(day: string): string {
  return dateFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** `Nov 23, 2026, 6:04 PM` */
export function shortTime(at: Instant, timeZone: string): string {
  return dateFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));
}

/** `5 minutes ago`, with the exact time on hover; a script updates it. */
export function Ago({ at, zone }: TimeProps) {
  return (
    <time dateTime={at} title={exactTime(at, zone)} data-ago>
      {ago(at, zone.now)}
    </time>
  );
}

/** The state of a store in words, whose time has the exact one on hover and ticks. */
export function HealthText({ health: { text, seen }, zone }: { health: Health; zone: Zone }) {
  if (!seen) return <>{text}</>;
  const at = text.indexOf(seen.words);
  const isAgo = seen.words === ago(seen.at, zone.now);
  return (
    <>
      {text.slice(0, at)}
      {isAgo ? (
        <Ago at={seen.at} zone={zone} />
      ) : (
        <time dateTime={seen.at} title={exactTime(seen.at, zone)}>
          {seen.words}
        </time>
      )}
      {text.slice(at + seen.words.length)}
    </>
  );
}

/** An amount as people of the currency write it; exact, whatever its size. */
export function Amount({ amount, currency }: { amount: Money; currency: string }) {
  return <span class="amount">{moneyText(amount, currency)}</span>;
}

function moneyText(amount: Money, currency: string): string {
  const text = formatMoney(amount);
  try {
    // From text, so that no cent is lost to a float.
    return numberFormat('en-US', {
      style: 'currency',
      currency,
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    }).format(text as `${number}`);
  } catch {
    return `${text} ${currency}`;
  }
}

const MARKS = {
  good: ['●', 'Good'],
  bad: ['▲', 'Problem'],
  unknown: ['○', 'Not known yet'],
  off: ['■', 'Off'],
  ticked: ['✓', 'Done'],
  open: ['○', 'Not yet'],
} as const;

/** A state as a shape and a word, because color alone is not enough. */
export function Mark({ level }: { level: keyof typeof MARKS }) {
  const [shape, word] = MARKS[level];
  return (
    <span class={`mark ${level}`}>
      <span aria-hidden="true">{shape}</span>
      <span class="hidden">{word}: </span>
    </span>
  );
}

/** Text that a click copies; without a script it can be selected. */
export function Copy({ text }: { text: string }) {
  return (
    <span class="copy">
      <code>{text}</code>
      <CopyButton text={text} />
    </span>
  );
}

export function CopyButton({ text }: { text: string }) {
  return (
    <button type="button" class="copying" data-copy={text} hidden>
      Copy<span class="hidden"> {text}</span>
    </button>
  );
}

interface FormProps {
  session: Session;
  /** The store in which it makes a secret: sent twice, it makes one. */
  makesSecretOf?: Store | undefined;
  /** The page's action that it asks for. */
  act: string;
  action?: string | undefined;
  class?: string | undefined;
  children: ComponentChildren;
}

/** A form that posts to its own page, with the session's token. */
export function Form(props: FormProps) {
  const { session, makesSecretOf: store, act, action = '', class: className, children } = props;
  return (
    <form method="post" action={action} class={className}>
      <input type="hidden" name="token" value={session.token} />
      <input type="hidden" name="act" value={act} />
      {store && <input type="hidden" name="newestSecret" value={newestSecretAt(store)} />}
      {children}
    </form>
  );
}

interface FieldProps {
  name: string;
  /** The id, if the name is not unique on the page. */
  id?: string | undefined;
  label: string;
  value?: string | undefined;
  type?: 'text' | 'email' | 'password' | 'url' | 'date';
  hint?: string | undefined;
  /** What is wrong with what was entered. */
  fault?: string | undefined;
  required?: boolean;
  autocomplete?: string;
  /** Values to choose from; any other may be entered. */
  suggestions?: readonly string[];
}

/** A field with its label, its hint and what was wrong with it. */
export function Field(props: FieldProps) {
  const {
    name,
    id = name,
    label,
    value = '',
    type = 'text',
    hint,
    fault,
    required = false,
    autocomplete = 'off',
    suggestions,
  } = props;
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  // Preact's types tell the kinds of input apart, and here it is one of several.
  const attributes = {
    id,
    name,
    type,
    value,
    required,
    autocomplete,
    list: suggestions && `${id}-list`,
    'aria-describedby': described || undefined,
    'aria-invalid': fault ? true : undefined,
  } as ComponentProps<'input'>;
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input {...attributes} />
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {hint && (
        <small id={`${id}-hint`} class="quiet">
          {hint}
        </small>
      )}
      {fault && (
        <small id={`${id}-fault`} class="fault">
          {fault}
        </small>
      )}
    </p>
  );
}

interface CheckProps {
  name: string;
  id?: string;
  type?: 'checkbox' | 'radio';
  value?: string;
  label: string;
  checked: boolean;
  hint?: string;
}

/** A checkbox or a radio button. */
export function Check({ name, id = name, type = 'checkbox', value, label, checked, hint }: CheckProps) {
  const described = hint && `${id}-hint`;
  // Preact's types tell the kinds of input apart, and here it is one of two.
  const attributes = {
    id,
    name,
    type,
    value,
    checked,
    'aria-describedby': described,
  } as ComponentProps<'input'>;
  return (
    <p class="field check">
      <input {...attributes} />
      <label for={id}>{label}</label>
      {hint && (
        <small id={described} class="quiet">
          {hint}
        </small>
      )}
    </p>
  );
}

/** A question that opens in place, before an action that cannot be undone. */
export function Question({
  summary,
  open = false,
  children,
}: {
  summary: string;
  /** The form was sent with a fault. */
  open?: boolean;
  children: ComponentChildren;
}) {
  return (
    <details class="question" open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

/** An empty page, with what to do first. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
