import { dayOrInstant, type Instant } from '../../lib/domain/instant.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import { platforms } from '../../lib/platforms/all.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Given } from '../run.ts';

export function textOption(values: Given['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : undefined;
}

export function instantOption(values: Given['values'], name: string): Instant | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const instant = dayOrInstant(text);
  if (instant !== undefined) return instant;
  throw new UsageError(`--${name} takes 2026-11-01 or 2026-11-01T08:00:00Z, not "${text}".`);
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
