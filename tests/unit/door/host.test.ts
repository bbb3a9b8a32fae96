import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { storeNamedBy } from '../../../lib/door/host.ts';

test.each([
  ['coolbike.example.com', 'coolbike'],
  ['coolbike.example.com:443', 'coolbike'],
  ['CoolBike.Example.com', 'coolbike'],
  ['coolbike.example.com.', 'coolbike'],
  ['coolbike.localhost:3000', 'coolbike'],
  [' coolbike.localhost ', 'coolbike'],
  ['cool-bike.staging.weborders.example.com', 'cool-bike'],
  ['my store.example.com', 'my store'],
  ['.example.com', ''],
])('%j names the store %j', (host, store) => {
  expect(storeNamedBy(host)).toBe(store);
});

test.each([
  undefined,
  '',
  ' ',
  'localhost',
  'localhost:3000',
  'LOCALHOST.',
  '127.0.0.1',
  '127.0.0.1:3000',
  '[::1]:3000',
  '[::1]',
  'r3pmxmplak.execute-api.us-east-1.amazonaws.com',
  'r3pmxmplak.execute-api.cn-north-1.amazonaws.com.cn',
  'r3pmxmplak.execute-api.us-east-1.api.aws',
])('%j names no store', (host) => {
  expect(storeNamedBy(host)).toBeUndefined();
});

test('only the first label counts, whatever follows it', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
      fc.array(label, { minLength: 1 }),
      (store, others) => {
        expect(storeNamedBy([store, ...others, 'example'].join('.'))).toBe(store);
      },
    ),
  );
});

test('any text is some store, or none, never a crash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (host) => {
      expect(['string', 'undefined']).toContain(typeof storeNamedBy(host));
    }),
  );
});
