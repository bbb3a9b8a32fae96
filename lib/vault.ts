import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { settings } from './current-settings.ts';
import { Failure } from './domain/failure.ts';
import { AwsFailure, callAws } from './aws-call.ts';

/*
 * Secrets that must be read again, such as those that sign messages, are kept encrypted. The sealed text says how:
 *
 *   kms1.…     by the stage's key in AWS KMS, with what it is for as the encryption context
 *   local1.…   AES-256-GCM by the key of LOCAL_SECRETS_KEY (stage local and the tests), with the same as associated data
 *
 * Text sealed for one store or purpose cannot be opened for another.
 */

/** What a secret is for. Not secret itself: KMS logs it. */
export interface SealedFor {
  /** The store's id. */
  store: string;
  /** As in `webhook` or `shopify token`. */
  purpose: string;
}

/** How many opened secrets a warm function remembers: those of a few hundred stores. */
const REMEMBERED = 1000;

/** KMS encrypts at most this in one call. */
const MAX_BYTES = 4096;

const opened = new Map<string, string>();

/** Encrypts a secret. Throws `InvalidRequest` over 4 KB, `ServiceUnavailable` if the key does not answer. */
export async function seal(secret: string, sealedFor: SealedFor): Promise<string> {
  const bytes = Buffer.from(secret);
  if (bytes.length > MAX_BYTES)
    throw new Failure('InvalidRequest', `A secret has at most ${MAX_BYTES} bytes.`);
  if (settings.secretsKey === 'local') return `local1.${sealLocally(bytes, sealedFor).toString('base64url')}`;
  return `kms1.${(await encryptByKms(bytes, sealedFor)).toString('base64url')}`;
}

/**
 * The secret in a sealed text; a warm function decrypts each once. Throws `ServiceUnavailable` if the key does not
 * answer, and an error that holds nothing of the secret if the text is damaged or was sealed for something else.
 */
export async function unseal(sealed: string, sealedFor: SealedFor): Promise<string> {
  const name = JSON.stringify([sealedFor.store, sealedFor.purpose, sealed]);
  const known = opened.get(name);
  if (known !== undefined) return known;
  const [scheme, text = ''] = sealed.split('.');
  const open = scheme === undefined || !Object.hasOwn(schemes, scheme) ? undefined : schemes[scheme];
  if (!open) throw new Error('A secret is sealed in an unknown way.');
  const secret = (await open(Buffer.from(text, 'base64url'), sealedFor)).toString();
  opened.set(name, secret);
  const [oldest] = opened.keys();
  if (opened.size > REMEMBERED && oldest !== undefined) opened.delete(oldest);
  return secret;
}

type Open = (bytes: Buffer, sealedFor: SealedFor) => Promise<Buffer>;

const schemes: Readonly<Record<string, Open>> = {
  kms1: decryptByKms,
  local1: (bytes, sealedFor) => Promise.resolve(openLocally(bytes, sealedFor)),
};

const IV_BYTES = 12;
const TAG_BYTES = 16;

function sealLocally(secret: Buffer, sealedFor: SealedFor): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', localKey(), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(sealedFor));
  const encrypted = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]);
}

function openLocally(bytes: Buffer, sealedFor: SealedFor): Buffer {
  const key = localKey();
  try {
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(sealedFor));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw cannotOpen(sealedFor, error);
  }
}

function associatedData({ store, purpose }: SealedFor): Buffer {
  return Buffer.from(JSON.stringify([store, purpose]));
}

/** Only stage local and the tests have one; its file is in the data folder (`local/secrets-key.ts`). */
function localKey(): Buffer {
  const key = Buffer.from(process.env['LOCAL_SECRETS_KEY'] ?? '', 'base64url');
  if (key.length !== 32) throw new Error('LOCAL_SECRETS_KEY must be 32 bytes in base64url.');
  return key;
}

async function encryptByKms(secret: Buffer, sealedFor: SealedFor): Promise<Buffer> {
  const { CiphertextBlob } = await askKms('Encrypt', { Plaintext: secret.toString('base64') }, sealedFor);
  return Buffer.from(String(CiphertextBlob), 'base64');
}

async function decryptByKms(bytes: Buffer, sealedFor: SealedFor): Promise<Buffer> {
  const { Plaintext } = await askKms('Decrypt', { CiphertextBlob: bytes.toString('base64') }, sealedFor);
  return Buffer.from(String(Plaintext), 'base64');
}

/** The key is named, so that text under somebody else's key is not opened. */
async function askKms(
  operation: 'Encrypt' | 'Decrypt',
  data: object,
  { store, purpose }: SealedFor,
): Promise<Record<string, unknown>> {
  const EncryptionContext = { store, purpose };
  try {
    const call = { service: 'kms', target: `TrentService.${operation}` } as const;
    return await callAws(call, { KeyId: settings.secretsKey, ...data, EncryptionContext });
  } catch (error) {
    const isWrong = error instanceof AwsFailure && WRONG_TEXT.has(error.code);
    throw isWrong ? cannotOpen({ store, purpose }, error) : noAnswer(error);
  }
}

const WRONG_TEXT = new Set(['InvalidCiphertextException', 'IncorrectKeyException', 'ValidationException']);

function cannotOpen({ store, purpose }: SealedFor, cause: unknown): Error {
  return new Error(`The sealed secret "${purpose}" of store ${store} cannot be opened.`, { cause });
}

function noAnswer(cause: unknown): Failure {
  return new Failure(
    'ServiceUnavailable',
    'The key of the secrets did not answer. Repeating the call is safe.',
    {
      cause,
    },
  );
}
