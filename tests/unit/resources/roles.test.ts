import { expect, test } from '@jest/globals';
import { SESSIONS_KEY } from '../../../lib/console/sealed.ts';
import { resources } from '../../../resources/roles.ts';

interface Statement {
  Action: string[];
  Condition?: object;
}

function onTheKey(role: string): Statement[] {
  const { Properties } = resources().Resources[role] as {
    Properties: { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
  };
  return Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => Action.some((action) => action.startsWith('kms:')))
    .map(({ Action, Condition }) => ({ Action, ...(Condition && { Condition }) }));
}

test.each(['ConsolePageRole', 'ConsoleSignInRole', 'ConsoleSignOutRole'])(
  '%s opens the key of the sessions, and no other secret',
  (role) => {
    expect(onTheKey(role)).toEqual([
      {
        Action: ['kms:Encrypt', 'kms:Decrypt'],
        Condition: { StringEquals: { 'kms:EncryptionContext:purpose': SESSIONS_KEY.purpose } },
      },
    ]);
  },
);

test('the page Webstore seals and opens the secrets of webhooks and shops, the teller only opens them', () => {
  expect(onTheKey('ConsoleWebstoreRole')).toEqual([{ Action: ['kms:Encrypt', 'kms:Decrypt'] }]);
  expect(onTheKey('TellWebstoresRole')).toEqual([{ Action: ['kms:Decrypt'] }]);
});

test('who opens no secret has nothing to do with the key', () => {
  expect(onTheKey('PutOrderRole')).toEqual([]);
});
