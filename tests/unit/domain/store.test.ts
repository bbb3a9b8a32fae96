import { expect, test } from '@jest/globals';
import { machineAddressKey } from '../../../lib/domain/store.ts';

test.each([
  '00:1A:2B:3C:4D:5E',
  '00-1a-2b-3c-4d-5e',
  '001A2B3C4D5E',
  '001a.2b3c.4d5e',
  ' 00:1a:2b:3c:4d:5e\r\n',
  '00 1a 2b 3c 4d 5e',
])('%j is the machine 001A2B3C4D5E', (text) => {
  expect(machineAddressKey(text)).toBe('001A2B3C4D5E');
});

test.each([
  '',
  '  ',
  '00:1A:2B:3C:4D',
  '00:1A:2B:3C:4D:5E:6F',
  '00:1A:2B:3C:4D:5G',
  '００1A2B3C4D5E',
  'undefined',
])('%j is no machine address', (text) => {
  expect(machineAddressKey(text)).toBeUndefined();
});
