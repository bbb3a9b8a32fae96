import { expect, test } from '@jest/globals';
import { setFunctionEnvironment } from '../../support/embedded-dynamodb.ts';

setFunctionEnvironment();
process.env['DEFAULT_STORE'] = 'local';
const { storeOrigin } = await import('../../../lib/desk/store-origin.ts');

test.each([
  ['local', 'http://localhost:3000', 'http://localhost:3000'],
  ['coolbike', 'http://localhost:3000', 'http://coolbike.localhost:3000'],
  ['coolbike', 'https://console.example.com', 'https://coolbike.example.com'],
  ['local', 'https://console.example.com', 'https://local.example.com'],
  [
    'coolbike',
    'https://abc.execute-api.us-east-1.amazonaws.com',
    'https://abc.execute-api.us-east-1.amazonaws.com',
  ],
])('store %s beside the console of %s is called at %s', (storeId, consoleOrigin, origin) => {
  expect(storeOrigin(storeId, consoleOrigin)).toBe(origin);
});
