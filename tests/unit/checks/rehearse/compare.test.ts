import { expect, test } from '@jest/globals';
import {
  type Deployed,
  differencesInRoutes,
  differencesInTables,
  faultsOfDeployment,
  indexesWithoutAttribute,
  type Table,
} from '../../../../checks/rehearse/compare.ts';

const endpoints = {
  ship: { methods: ['POST'], paths: ['/Ship'] },
  getOrder: { methods: ['GET'], paths: ['/orders'] },
};
const routes = [
  { key: 'ANY /Ship', function: 'ship' },
  { key: 'GET /orders', function: 'getOrder' },
  { key: '$default', function: 'anyOtherPath' },
];
const table: Table = {
  TableName: 'orders',
  KeySchema: [{ AttributeName: 'store', KeyType: 'HASH' }],
  LocalSecondaryIndexes: [
    {
      IndexName: 'newest',
      KeySchema: [
        { AttributeName: 'store', KeyType: 'HASH' },
        { AttributeName: 'placed', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'untold',
      KeySchema: [
        { AttributeName: 'toTell', KeyType: 'HASH' },
        { AttributeName: 'toTellSince', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  DeletionProtectionEnabled: true,
};
const deployed: Deployed = {
  stage: 'prod',
  first: 'CREATE_COMPLETE',
  status: 'UPDATE_COMPLETE',
  second: { status: 'FAILED', reason: 'no changes', changes: [] },
  altered: { status: 'CREATE_COMPLETE', reason: '', changes: ['Modify HttpApiLogGroup'] },
  notMade: [],
  drilled: { faults: [], upgradeFrom: '0.1.0', deployments: 1 },
  missing: [],
  tables: [],
  functions: [],
  routes: [],
};

test('routes that fit the endpoints have no differences', () => {
  expect(differencesInRoutes(endpoints, routes)).toEqual([]);
});

test('a route that is missing, leads elsewhere or is unknown is named', () => {
  const made = [
    { key: 'ANY /Ship', function: 'getOrder' },
    { key: 'GET /admin', function: 'ship' },
  ];
  expect(differencesInRoutes(endpoints, made)).toEqual([
    'POST /Ship reaches getOrder, not ship.',
    'GET /orders reaches nothing, not getOrder.',
    'Every other path reaches nothing, not anyOtherPath.',
    'GET /admin is a route that the code does not know.',
  ]);
});

test('tables that fit the template have no differences', () => {
  expect(differencesInTables([table], [{ ...table }])).toEqual([]);
});

test('a table that is missing, unprotected or unknown is named', () => {
  const [, ...rest] = differencesInTables([table], [{ ...table, DeletionProtectionEnabled: false }]);
  expect(rest).toEqual([]);
  expect(differencesInTables([table], [{ ...table, TableName: 'other' }])).toEqual([
    'orders was not made.',
    'other is in no template.',
  ]);
  expect(differencesInTables([table], [{ ...table, LocalSecondaryIndexes: [] }])).toHaveLength(1);
  expect(differencesInTables([table], [{ ...table, GlobalSecondaryIndexes: [] }])).toHaveLength(1);
});

test('an index whose key nothing writes is named', () => {
  expect(indexesWithoutAttribute([table], ['placed', 'toTellSince'])).toEqual([]);
  expect(indexesWithoutAttribute([table], ['turn'])).toEqual([
    'orders: nothing writes placed, the key of newest.',
    'orders: nothing writes toTellSince, the key of untold.',
  ]);
});

test('a deployment that ended well and repeats without a change has no faults', () => {
  expect(faultsOfDeployment(deployed)).toEqual([]);
});

test('a failed stack, a missing resource, a second change and a blind comparison are faults', () => {
  const none = { status: 'FAILED', reason: '', changes: [] };
  const second = { ...none, changes: ['Modify OrdersTable'] };
  const failed = { ...deployed, status: 'ROLLBACK_COMPLETE', missing: ['ShipRole'], second, altered: none };
  expect(faultsOfDeployment(failed)).toEqual([
    'The stack is ROLLBACK_COMPLETE.',
    'ShipRole was not made.',
    'Deployed again, it would Modify OrdersTable.',
    'A changed log group was seen as: no change.',
  ]);
});
