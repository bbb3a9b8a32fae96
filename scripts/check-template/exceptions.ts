import type { Exception } from './findings.ts';

/** Every function behind the HTTP API; each has a role and a log group of the same name. */
export const exceptions: Exception[] = [];
