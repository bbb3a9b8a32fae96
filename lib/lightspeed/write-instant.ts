import type { Instant } from '../domain/instant.ts';

/** UTC, whole seconds (contract 1). */
export function writeInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
