import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type * as Vault from '../../lib/vault.ts';
import { setLocalSecretsKey } from '../../local/secrets-key.ts';
import { startKms } from '../support/kms.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const sealedFor = { store: 'coolbike', purpose: 'webhook' };
const kms = await startKms();
afterAll(kms.close);

const { provider } = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '') as {
  provider: { environment: Record<string, string> };
};

/** The vault as a function finds it that has just been started. */
async function freshVault(environment: Record<string, string>): Promise<typeof Vault> {
  Object.assign(process.env, provider.environment, environment);
  jest.resetModules();
  return import('../../lib/vault.ts');
}

const local = { SECRETS_KEY: 'local', LOCAL_SECRETS_KEY: Buffer.alloc(32, 1).toString('base64url') };
const deployed = {
  SECRETS_KEY: 'alias/lightspeed-web-orders-prod-secrets',
  AWS_ENDPOINT_URL_KMS: kms.endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

beforeEach(() => {
  kms.calls.length = 0;
  kms.state.isDown = false;
});

async function messageOf(failing: Promise<unknown>): Promise<string> {
  try {
    await failing;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'It did not fail.';
}

describe.each([
  ['with a key of this machine', local, /^local1\.[\w-]+$/],
  ['with a key of AWS', deployed, /^kms1\.[\w-]+$/],
])('%s', (_, environment, form) => {
  test('a sealed text says how it is sealed, holds nothing of the secret, and is opened by a fresh function', async () => {
    const sealed = await (await freshVault(environment)).seal(secret, sealedFor);
    expect(sealed).toMatch(form);
    expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain(
      'MfKQ9r8GKY',
    );
    expect(await (await freshVault(environment)).unseal(sealed, sealedFor)).toBe(secret);
  });

  test.each([[{ store: 'hotbike', purpose: 'webhook' }], [{ store: 'coolbike', purpose: 'shopify token' }]])(
    'what was sealed for coolbike’s webhook is not opened for %j',
    async (other) => {
      const { seal, unseal } = await freshVault(environment);
      const sealed = await seal(secret, sealedFor);
      expect(await messageOf(unseal(sealed, other))).toBe(
        `The sealed secret "${other.purpose}" of store ${other.store} cannot be opened.`,
      );
    },
  );

  test('a damaged text is not opened, and the error holds nothing of it', async () => {
    const { seal, unseal } = await freshVault(environment);
    const sealed = await seal(secret, sealedFor);
    const damaged = `${sealed.slice(0, 40)}AAAA${sealed.slice(44)}`;
    for (const text of [damaged, sealed.slice(0, -8), `${sealed.split('.')[0]}.`])
      expect(await messageOf(unseal(text, sealedFor))).toBe(
        'The sealed secret "webhook" of store coolbike cannot be opened.',
      );
  });

  test('a secret of more than 4 KB is refused, in a way that KMS would', async () => {
    const { seal } = await freshVault(environment);
    expect(await messageOf(seal('x'.repeat(4097), sealedFor))).toBe('A secret has at most 4096 bytes.');
  });
});

test.each(['kms2.AAAA', 'plain', '', 'constructor.AAAA'])(
  'a text that says another way is refused: "%s"',
  async (text) => {
    const { unseal } = await freshVault(local);
    expect(await messageOf(unseal(text, sealedFor))).toBe('A secret is sealed in an unknown way.');
  },
);

test('two seals of one secret have nothing in common', async () => {
  const { seal } = await freshVault(local);
  const [one, two] = [await seal(secret, sealedFor), await seal(secret, sealedFor)];
  expect(one.slice(0, 30)).not.toBe(two.slice(0, 30));
});

test('another key opens nothing', async () => {
  const sealed = await (await freshVault(local)).seal(secret, sealedFor);
  const other = { ...local, LOCAL_SECRETS_KEY: Buffer.alloc(32, 2).toString('base64url') };
  expect(await messageOf((await freshVault(other)).unseal(sealed, sealedFor))).toBe(
    'The sealed secret "webhook" of store coolbike cannot be opened.',
  );
});

test('a stage without its key says which setting is at fault', async () => {
  const { seal } = await freshVault({ SECRETS_KEY: 'local', LOCAL_SECRETS_KEY: 'short' });
  expect(await messageOf(seal(secret, sealedFor))).toBe('LOCAL_SECRETS_KEY must be 32 bytes in base64url.');
});

test('the key service is asked with the alias of the stage and what the secret is for; a warm function asks once', async () => {
  const { seal, unseal } = await freshVault(deployed);
  const sealed = await seal(secret, sealedFor);
  expect(await unseal(sealed, sealedFor)).toBe(secret);
  expect(await unseal(sealed, sealedFor)).toBe(secret);
  const asked = { KeyId: 'alias/lightspeed-web-orders-prod-secrets', EncryptionContext: sealedFor };
  expect(kms.calls).toEqual([
    { operation: 'Encrypt', ...asked },
    { operation: 'Decrypt', ...asked },
  ]);
});

test('a warm function remembers a thousand secrets and no more', async () => {
  const { seal, unseal } = await freshVault(deployed);
  const sealed: string[] = [];
  for (let n = 0; n <= 1000; n += 1) sealed.push(await seal(`secret ${n}`, sealedFor));
  for (const text of sealed) await unseal(text, sealedFor);
  kms.calls.length = 0;
  await unseal(sealed[1000] ?? '', sealedFor);
  expect(kms.calls).toHaveLength(0);
  expect(await unseal(sealed[0] ?? '', sealedFor)).toBe('secret 0');
  expect(kms.calls).toHaveLength(1);
});

test('a key service that does not answer is a fault that a repetition may mend', async () => {
  const { seal, unseal } = await freshVault(deployed);
  const sealed = await seal(secret, sealedFor);
  kms.state.isDown = true;
  for (const failing of [seal(secret, sealedFor), unseal(sealed, sealedFor)])
    await expect(failing).rejects.toMatchObject({ name: 'Failure', code: 'ServiceUnavailable' });
  kms.state.isDown = false;
  expect(await unseal(sealed, sealedFor)).toBe(secret);
});

test('the key of this machine is made when it is first needed, for its owner only, and stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'key-'));
  try {
    const [first, second] = [{}, {}];
    setLocalSecretsKey(first, join(folder, 'data'));
    setLocalSecretsKey(second, join(folder, 'data'));
    const file = join(folder, 'data', 'secrets.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64url')).toHaveLength(32);
    expect(first).toEqual({ LOCAL_SECRETS_KEY: readFileSync(file, 'utf8').trim() });
    expect(second).toEqual(first);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
