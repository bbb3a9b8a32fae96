import { createHmac, randomBytes } from 'node:crypto';

// Standard Webhooks 1.0, as its libraries verify it. Both directions are a few lines of HMAC; a library would add 12
// kB.

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret, in the form that webstores' libraries take. */
export function newSigningSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

interface Signed {
  /** The same for every attempt; without a dot. */
  id: string;
  /** The time of this attempt, in whole seconds. */
  timestamp: number;
  body: string;
}

/** The headers of one attempt. Each secret signs: while one is replaced, either verifies. */
export function signatureHeaders(secrets: string[], { id, timestamp, body }: Signed): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
