import { readBasic } from '../door/authorization.ts';

// What may be kept of a call for people to look at: everything but credentials.

const MASK = '***';
const AUTHORIZATION = /^(proxy-)?authorization$/i;
const KNOWN_SCHEME = /^\s*(basic|bearer|digest|negotiate|ntlm)(?=\s|$)/i;
/** Names of secrets and users in queries and custom headers. */
const SECRET_NAME =
  /auth|pass|pwd|secret|token|credential|signature|session|cookie|api[-_]?key|user(name|[-_]?id)|login|^x?[-_]?(user|usr|uid|sid|key|pw|u|p)$/i;
/** Shorter secrets are found by name only: any text may hold two letters by chance. */
const LONG_ENOUGH = 4;

type Headers = Record<string, string | undefined>;

/**
 * The headers of a request in lowercase, without cookies and credentials. Of an authorization the scheme stays, and for
 * Basic whether it could be read.
 */
export function maskedHeaders(headers: Headers): Record<string, string> {
  const secrets = secretsIn(headers);
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !/^(set-)?cookie2?$/i.test(name))
      .map(([name, value = '']) => [name.toLowerCase(), maskedHeader(name, value, secrets)]),
  );
}

/** A raw query without the values of parameters that may be credentials. */
export function maskedQuery(query: string, headers: Headers): string {
  const secrets = secretsIn(headers);
  return query.split('&').map(maskedParameter).join('&');

  function maskedParameter(parameter: string): string {
    const equals = parameter.indexOf('=');
    const name = equals === -1 ? parameter : parameter.slice(0, equals);
    if (holds(decoded(name), secrets)) return MASK;
    if (equals === -1) return parameter;
    const isSecret = SECRET_NAME.test(decoded(name)) || holds(decoded(parameter.slice(equals + 1)), secrets);
    return isSecret ? `${name}=${MASK}` : parameter;
  }
}

function maskedHeader(name: string, value: string, secrets: Secrets): string {
  if (AUTHORIZATION.test(name)) return maskedAuthorization(value);
  if (SECRET_NAME.test(name) || holds(value, secrets)) return MASK;
  const url = value.replaceAll(/\/\/[^/@\s]*@/g, `//${MASK}@`);
  return /^referer$/i.test(name) ? url.replace(/\?.*$/s, '') : url;
}

/** Only a known scheme is kept: without one, the first word may be a password. */
function maskedAuthorization(value: string): string {
  if (value.trim() === '') return '(empty)';
  const scheme = KNOWN_SCHEME.exec(value)?.[1];
  if (scheme === undefined) return '(masked, of no scheme that we know)';
  if (scheme.toLowerCase() !== 'basic') return `${scheme} (masked)`;
  return `${scheme} (masked, ${typeof readBasic(value) === 'string' ? 'unreadable' : 'readable'})`;
}

/** The caller's credentials, which are masked elsewhere in the call too. */
interface Secrets {
  users: string[];
  /** Passwords, and whole headers. */
  others: string[];
}

function secretsIn(headers: Headers): Secrets {
  const values = Object.entries(headers)
    .filter(([name]) => AUTHORIZATION.test(name))
    .map(([, value = '']) => value);
  const basics = values.map(readBasic).filter((basic) => typeof basic !== 'string');
  const words = values.flatMap((value) => value.replace(KNOWN_SCHEME, '').split(/\s+/));
  const longEnough = (secret: string) => secret.length >= LONG_ENOUGH;
  return {
    users: basics.map(({ user }) => user).filter(longEnough),
    others: [...basics.map(({ password }) => password), ...words].filter(longEnough),
  };
}

/** A user name is often a word that occurs in other texts too. */
function holds(text: string, { users, others }: Secrets): boolean {
  return users.includes(text) || others.some((secret) => text.includes(secret));
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
