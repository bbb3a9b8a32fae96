import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { OPERATOR, openConsole } from '../support/console.ts';

/* Inviting people on a stage with a user pool of its own. Cognito is played on loopback, as far as it is asked. */

const asked: { target: unknown; body: unknown }[] = [];
let answer: [status: number, body: object] = [200, {}];
const cognito = createServer((request, response) => {
  void json(request).then((body) => {
    asked.push({ target: request.headers['x-amz-target'], body });
    response.writeHead(answer[0]).end(JSON.stringify(answer[1]));
  });
}).listen(0, '127.0.0.1');
await once(cognito, 'listening');
process.env['CONSOLE_USER_POOL'] = 'us-east-1_pool';
const site = await openConsole();
// After the embedded database, which makes the environment of AWS its own.
const { port } = cognito.address() as AddressInfo;
process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = `http://127.0.0.1:${port}`;
const { getPerson } = await import('../../lib/database/people.ts');
const { auditOf } = await import('../../lib/database/audit.ts');

afterAll(() => void cognito.close());
beforeEach(() => {
  asked.length = 0;
  answer = [200, {}];
});

const invite = (email: string, stores = 'coolbike') =>
  site.post('/console/people', { act: 'invite', email, role: 'dealer', stores }, { who: OPERATOR });

test('an invitation makes the user, whom Cognito tells by email, and is written down', async () => {
  expect((await invite('New@Example.com')).status).toBe(303);
  expect(asked).toEqual([
    {
      target: 'AWSCognitoIdentityProviderService.AdminCreateUser',
      body: {
        UserPoolId: 'us-east-1_pool',
        Username: 'new@example.com',
        UserAttributes: [
          { Name: 'email', Value: 'new@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
      },
    },
  ]);
  expect(await getPerson('new@example.com')).toMatchObject({ role: 'dealer', stores: ['coolbike'] });
  expect(await auditOf(undefined, 1)).toMatchObject([
    { who: OPERATOR, what: 'Invite a dealer', to: 'new@example.com coolbike' },
  ]);
});

test('somebody whom Cognito knows already is invited all the same', async () => {
  answer = [400, { __type: 'UsernameExistsException' }];
  expect((await invite('known@example.com')).status).toBe(303);
  expect(await getPerson('known@example.com')).toMatchObject({ stores: ['coolbike'] });
});

test.each([
  ['what Cognito does not take', [400, { __type: 'InvalidParameterException' }], 422],
  ['a Cognito that fails', [400, { __type: 'LimitExceededException' }], 500],
] as const)('%s invites nobody', async (_, told, status) => {
  answer = [told[0], told[1]];
  expect((await invite('nobody@example.com')).status).toBe(status);
  expect(await getPerson('nobody@example.com')).toBeUndefined();
  // Of a Cognito that fails nobody knows whether it made the user.
  const entries = (await auditOf(undefined, 10)).filter(({ to }) => to === 'nobody@example.com coolbike');
  expect(entries.map(({ isUnsure }) => isUnsure)).toEqual(status === 422 ? [] : [true]);
});

test('nobody is invited to a store that there is not, and Cognito is not asked', async () => {
  const { status, body } = await invite('lost@example.com', 'coolbike nobike');
  expect(status).toBe(422);
  expect(body).toContain('<small id="stores-fault" class="fault">There is no store nobike.</small>');
  expect([await getPerson('lost@example.com'), asked]).toEqual([undefined, []]);
});
