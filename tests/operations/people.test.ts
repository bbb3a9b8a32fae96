import { afterAll, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../terminal/usage-error.ts';
import { addStore } from '../support/add-store.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';

// `npm run people` behind its command line, on an embedded database.

const stop = await startEmbeddedDynamodb();
const { commands } = await import('../../operations/people/commands.ts');
const { makeUserOf } = await import('../../operations/people/cognito.ts');
const { AwsFailure } = await import('../../lib/aws-call.ts');
const { getPerson } = await import('../../lib/database/people.ts');
const { takeStoreFromAll } = await import('../../lib/desk/invite.ts');
const { dynamodb } = await import('../../lib/database/client.ts');
await addStore();
await addStore({ id: 'otherbike' });

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

const now = '2026-11-23T18:04:05Z';

async function run(line: string, values: Record<string, string | boolean> = {}, consoleSignIn = 'own') {
  const [name = '', ...words] = line.split(' ');
  const made: string[] = [];
  const makeUser = (stage: string, email: string) => Promise.resolve(void made.push(`${stage} ${email}`));
  const stage = { name: 'prod', params: { consoleSignIn } };
  const told = await commands[name]?.(words, { stage, values, now, makeUser });
  return { told, made };
}

describe('invite', () => {
  test('lets an operator see every store', async () => {
    const { told } = await run('invite Boss@Example.com', { operator: true });
    expect(told).toBe('boss@example.com may use the console, as operator: every store.');
    expect(await getPerson('boss@example.com')).toEqual({
      email: 'boss@example.com',
      role: 'operator',
      stores: [],
      invitedAt: now,
      invitedBy: 'command',
    });
  });

  test('lets a dealer see one store after the other', async () => {
    await run('invite clerk@example.com', { store: 'otherbike' });
    const { told } = await run('invite clerk@example.com', { store: 'coolbike' });
    expect(told).toBe('clerk@example.com may use the console, as dealer: coolbike, otherbike.');
  });

  test('makes the user of the user pool where the stage has one, and only there', async () => {
    expect((await run('invite a@example.com', { operator: true }, 'cognito')).made).toEqual([
      'prod a@example.com',
    ]);
    expect((await run('invite a@example.com', { operator: true })).made).toEqual([]);
  });

  test.each([
    ['invite nobody', { operator: true }],
    ['invite', { operator: true }],
    ['invite a@example.com b@example.com', { operator: true }],
    ['invite a@example.com', {}],
    ['invite a@example.com', { operator: true, store: 'coolbike' }],
  ])('is used wrongly: %s %j', async (line, values) => {
    await expect(run(line, values as Record<string, string | boolean>)).rejects.toThrow(UsageError);
  });

  test('refuses a store that there is not', async () => {
    await expect(run('invite a@example.com', { store: 'nobike' })).rejects.toThrow(
      'There is no store nobike on this stage. All of them: npm run stores -- --stage prod list',
    );
  });
});

test('remove shuts somebody out, once', async () => {
  await run('invite leaver@example.com', { operator: true });
  expect((await run('remove leaver@example.com')).told).toBe(
    'leaver@example.com can no longer come in, and every open session has ended.',
  );
  expect((await getPerson('leaver@example.com'))?.removedAt).toBe(now);
  await expect(run('remove leaver@example.com')).rejects.toThrow(
    'leaver@example.com could not come in before.',
  );
});

test('a store that is removed is taken from everybody, and whoever has no other one can no longer come in', async () => {
  await run('invite one@example.com', { store: 'coolbike' });
  await run('invite both@example.com', { store: 'coolbike' });
  await run('invite both@example.com', { store: 'otherbike' });
  await takeStoreFromAll('coolbike', now);
  expect(await getPerson('one@example.com')).toMatchObject({ stores: [], removedAt: now });
  const both = await getPerson('both@example.com');
  expect([both?.stores, both?.removedAt]).toEqual([['otherbike'], undefined]);
  expect(await takeStoreFromAll('coolbike', now)).toBe(0);
});

describe('the user of a user pool', () => {
  const pools = { UserPools: [{ Name: 'lightspeed-web-orders-prod-console', Id: 'us-east-1_x' }] };

  function fake(...answers: unknown[]) {
    const sent: unknown[] = [];
    const call = (operation: string, input: object) => {
      sent.push([operation, input]);
      const answer = answers.shift();
      return answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve(answer as Record<string, unknown>);
    };
    return { sent, call };
  }

  test('is made with an address that an administrator vouches for', async () => {
    const { sent, call } = fake({ UserPools: [], NextToken: 'more' }, pools, {});
    await makeUserOf('prod', 'a@example.com', call);
    expect(sent).toEqual([
      ['ListUserPools', { MaxResults: 60, NextToken: undefined }],
      ['ListUserPools', { MaxResults: 60, NextToken: 'more' }],
      [
        'AdminCreateUser',
        {
          UserPoolId: 'us-east-1_x',
          Username: 'a@example.com',
          UserAttributes: [
            { Name: 'email', Value: 'a@example.com' },
            { Name: 'email_verified', Value: 'true' },
          ],
          DesiredDeliveryMediums: ['EMAIL'],
        },
      ],
    ]);
  });

  test('who is there already stays', async () => {
    const { call } = fake(pools, new AwsFailure('x', 'UsernameExistsException'));
    await expect(makeUserOf('prod', 'a@example.com', call)).resolves.toBeUndefined();
  });

  test('cannot be made before the stage is deployed', async () => {
    const { call } = fake({ UserPools: [] });
    await expect(makeUserOf('prod', 'a@example.com', call)).rejects.toThrow(
      'Stage prod has no user pool lightspeed-web-orders-prod-console: deploy it first.',
    );
  });
});
