import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import { platforms } from '../../lib/platforms/all.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Given } from '../run.ts';

export function textOption(values: Given['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : undefined;
}

/** A day, which begins at midnight in UTC, or an instant with its offset. */
export function instantOption(values: Given['values'], name: string): Instant | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const date = new Date(isTime ? text : Number.NaN);
  const day = new Date(`${text.slice(0, 10)}T00:00Z`);
  // Node reads the 31st of February as the 3rd of March.
  if (Number.isNaN(date.getTime()) || !day.toISOString().startsWith(text.slice(0, 10)))
    throw new UsageError(`--${name} takes 2026-11-01 or 2026-11-01T08:00:00Z, not "${text}".`);
  return toInstant(date);
}

export function platformOf(word: string | undefined): PlatformName {
  const all = Object.keys(platforms) as PlatformName[];
  const name = all.find((one) => one === word?.toLowerCase());
  if (name) return name;
  const which = `It is ${all.slice(0, -1).join(', ')} or ${all.at(-1)}.`;
  throw new UsageError(
    word === undefined ? `Which platform? ${which}` : `"${word}" is no platform. ${which}`,
  );
}
