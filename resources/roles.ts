/*
 * What each function may do in the tables. tests/handlers/permissions.test.ts runs every function and fails if one does
 * what is not here, or if something is here that none does.
 */

type Action = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'Scan' | 'Query' | `Query ${string}`;
type Table =
  | 'Orders'
  | 'Activity'
  | 'Attempts'
  | 'Stores'
  | 'Wire'
  | 'Inbox'
  | 'Messages'
  | 'People'
  | 'Audit';
type Uses = Partial<Record<Table, readonly Action[]>> & {
  /**
   * What it may do with the stage's key (lib/vault.ts): only who has to read, or keep, a secret. `Decrypt sessions` is
   * of the key of the console's sessions, and of no other secret.
   */
  Vault?: readonly ('Encrypt' | 'Decrypt' | 'Encrypt sessions' | 'Decrypt sessions')[];
};

/** Every caller: its store, and the wrong credentials of its address. */
const door: Uses = { Stores: ['GetItem'], Attempts: ['GetItem', 'UpdateItem'] };
/** Lightspeed's calls are kept while its store is being recorded. */
const lightspeed: Uses = { ...door, Wire: ['PutItem'] };
/** `changeOrder`: read, compute, write on a condition. */
const change = ['GetItem', 'PutItem'] as const;

/** A platform's delivery: its store, what was kept before, the order, and the secret that signs it. */
const receive: Uses = {
  Stores: ['GetItem'],
  Inbox: ['GetItem', 'PutItem', 'UpdateItem'],
  Orders: change,
  Vault: ['Decrypt'],
};
/** The person who signs in, and the key of the sessions, which the first sign-in makes. */
const people: Uses = { People: ['GetItem', 'PutItem'], Vault: ['Encrypt sessions', 'Decrypt sessions'] };

/**
 * `Query` is a query of the table itself, `Query x` of the index x, and of nothing else. No function may delete
 * anything.
 */
export const uses = {
  testConnection: { ...lightspeed, Activity: ['UpdateItem'] },
  outstandingActivity: {
    ...lightspeed,
    Activity: ['UpdateItem'],
    // GetItem and UpdateItem for an order that is left out: one that cannot be written, one that cannot be read.
    Orders: ['Query outstanding', 'BatchGetItem', 'PutItem', 'GetItem', 'UpdateItem'],
  },
  // GetItem when another writer was faster.
  acknowledge: { ...lightspeed, Activity: ['UpdateItem'], Orders: ['BatchGetItem', ...change] },
  ship: { ...lightspeed, Activity: ['UpdateItem'], Orders: change },
  cancel: { ...lightspeed, Orders: change },

  putOrder: { ...door, Orders: change },
  // Of a store that names a URL, what was told of the order as well.
  getOrder: { ...door, Orders: ['GetItem'], Messages: ['Query'] },
  listOrders: {
    ...door,
    Orders: ['Query newest', 'Query byStatus', 'Query refused', 'Query updated', 'BatchGetItem'],
  },
  addNote: { ...door, Orders: change },
  cancelOrder: { ...door, Orders: change },
  requeueOrder: { ...door, Orders: change },
  resendMessages: {
    ...door,
    Orders: ['GetItem'],
    Messages: ['Query', 'UpdateItem'],
    Activity: ['UpdateItem'],
  },
  getStatus: {
    ...door,
    Activity: ['GetItem'],
    Orders: ['Query outstanding', 'Query untold'],
    Messages: ['Query unfinished'],
    Inbox: ['GetItem', 'Query attention'],
  },

  receiveWoocommerce: receive,
  receiveShopify: receive,
  // Its calls only name an order.
  receiveBigcommerce: {
    Stores: ['GetItem'],
    Inbox: ['GetItem', 'PutItem', 'UpdateItem'],
    Vault: ['Decrypt'],
  },

  // It answers every endpoint, in another spelling of its path.
  anyOtherPath: {
    ...lightspeed,
    Inbox: ['GetItem', 'PutItem', 'UpdateItem', 'Query attention'],
    Vault: ['Decrypt'],
    Activity: ['GetItem', 'UpdateItem'],
    Orders: [
      'BatchGetItem',
      'GetItem',
      'PutItem',
      'UpdateItem',
      'Query outstanding',
      'Query newest',
      'Query byStatus',
      'Query refused',
      'Query updated',
      'Query untold',
    ],
    Messages: ['Query', 'Query unfinished', 'UpdateItem'],
  },

  tellWebstores: {
    Stores: ['GetItem'],
    // How each webstore listens.
    Activity: ['GetItem', 'UpdateItem'],
    // UpdateItem takes what was moved out of the order.
    Orders: ['Query untold', 'GetItem', 'UpdateItem'],
    // GetItem when an answer was lost.
    Messages: ['PutItem', 'GetItem', 'Query', 'Query due', 'UpdateItem'],
    Vault: ['Decrypt'],
  },
  // A dealer's stores and every store alike: lib/console/store-call.ts decides who sees which.
  consolePage: {
    ...people,
    People: ['GetItem', 'PutItem', 'Scan'],
    Audit: ['PutItem', 'Query'],
    Stores: ['GetItem', 'PutItem', 'Scan'],
    // UpdateItem: a webstore that was left alone is told again when somebody asks.
    Activity: ['GetItem', 'BatchGetItem', 'UpdateItem'],
    Messages: ['Query', 'Query unfinished', 'BatchGetItem', 'UpdateItem'],
    Attempts: ['GetItem'],
    Wire: ['GetItem', 'Query'],
    Inbox: ['GetItem', 'Query attention'],
    Orders: [
      ...change,
      'BatchGetItem',
      'Query outstanding',
      'Query newest',
      'Query byStatus',
      'Query refused',
      'Query untold',
    ],
  },
  consoleWebstore: {
    ...people,
    // Of webhooks and shops too.
    Vault: ['Encrypt', 'Decrypt'],
    Audit: ['PutItem'],
    Stores: ['GetItem', 'PutItem'],
    // How the webstore listens.
    Activity: ['GetItem', 'UpdateItem'],
    Messages: ['Query happened', 'Query unfinished', 'Query', 'BatchGetItem', 'UpdateItem'],
    // PutItem: what was not understood is to be read again. UpdateItem: a shop is to be asked from a time on.
    Inbox: ['GetItem', 'PutItem', 'UpdateItem', 'Query attention'],
  },
  consoleSignIn: people,
  consoleSignOut: people,
  repeatDeliveries: {
    ...receive,
    Inbox: ['Query due', 'GetItem', 'PutItem', 'UpdateItem'],
  },
  sweepPlatforms: { ...receive, Stores: ['Scan'] },

  watchStores: { Stores: ['Scan'], Activity: ['BatchGetItem'], Orders: ['Query outstanding'] },
} satisfies Record<string, Uses>;

/** A role for each function, as CloudFormation resources: `shipRole` is `ShipRole`. serverless.yml includes them. */
export function resources(): { Resources: Record<string, object> } {
  return {
    Resources: Object.fromEntries(
      Object.entries(uses).map(([name, tables]) => {
        const Name = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
        return [`${Name}Role`, role(Name, tables)];
      }),
    ),
  };
}

function role(Name: string, { Vault = [], ...tables }: Uses): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
      Policies: [
        {
          PolicyName: 'what-it-uses',
          PolicyDocument: policy([
            // The group itself is made by the template.
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], {
              'Fn::GetAtt': [`${Name}LogGroup`, 'Arn'],
            }),
            // X-Ray knows no resource that these two could be limited to.
            allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
            ...Object.entries(tables).flatMap(([table, actions]) => statements(table, actions)),
            ...vaultStatements(Vault),
          ]),
        },
      ],
    },
  };
}

/** A statement for the table itself, and one for its indexes. */
function statements(table: string, actions: readonly Action[]): object[] {
  const indexes = actions.filter((action) => action.startsWith('Query ')).map((query) => query.slice(6));
  const others = actions.filter((action) => !action.startsWith('Query '));
  return [
    ...(others.length > 0
      ? [
          allow(
            others.map((action) => `dynamodb:${action}`),
            { 'Fn::GetAtt': [`${table}Table`, 'Arn'] },
          ),
        ]
      : []),
    ...(indexes.length > 0
      ? [
          allow(
            ['dynamodb:Query'],
            indexes.map((index) => ({ 'Fn::Sub': `\${${table}Table.Arn}/index/${index}` })),
          ),
        ]
      : []),
  ];
}

/** As lib/console/sealed.ts names it: KMS compares the purpose with that of the call. */
const OF_SESSIONS = { StringEquals: { 'kms:EncryptionContext:purpose': 'console sessions' } };

function vaultStatements(actions: readonly string[]): object[] {
  const key = { 'Fn::GetAtt': ['SecretsKey', 'Arn'] };
  const named = (some: string[]) => some.map((action) => `kms:${action.split(' ')[0] ?? ''}`);
  const [ofSessions, ofAll] = [true, false].map((only) =>
    named(actions.filter((action) => action.endsWith(' sessions') === only)),
  ) as [string[], string[]];
  return [
    ...(ofAll.length > 0 ? [allow(ofAll, key)] : []),
    ...(ofSessions.length > 0 ? [{ ...allow(ofSessions, key), Condition: OF_SESSIONS }] : []),
  ];
}

function allow(Action: string[], Resource: unknown): object {
  return { Effect: 'Allow', Action, Resource };
}

function policy(Statement: object[]): object {
  return { Version: '2012-10-17', Statement };
}
