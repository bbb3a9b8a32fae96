import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * Values that a browser keeps for us and can neither read nor change: AES-256-GCM under the key of the sessions, with
 * the purpose as associated data, and an expiry.
 */

/** What that key itself is sealed for (lib/vault.ts); resources/roles.ts allows most of the console nothing else. */
export const SESSIONS_KEY = { store: '-', purpose: 'console sessions' };

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a value for a purpose, until an instant in milliseconds. */
export function sealValue(
  value: unknown,
  { key, purpose, until }: { key: Buffer; purpose: string; until: number },
): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(purpose));
  const text = JSON.stringify({ until, value });
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** The value, or `undefined` if it was not sealed by this key for this purpose, was changed, or has expired. */
export function openValue(
  sealed: string,
  { key, purpose, now }: { key: Buffer; purpose: string; now: number },
): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    const { until, value }: { until: number; value: unknown } = JSON.parse(text.toString());
    return now < until ? value : undefined;
  } catch {
    return undefined;
  }
}
