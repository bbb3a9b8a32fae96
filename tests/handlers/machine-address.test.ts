import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, storedItem } = await openStore({ machineAddress: '00:1A:2B:3C:4D:5E' });

const notAllowed = {
  status: 403,
  headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>MachineNotAllowed</Code>' +
    '<Message>This store takes calls from one Lightspeed server only, and this is not it.</Message>' +
    '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
};

describe('the pinned machine address lets a call in', () => {
  test.each([
    '00:1A:2B:3C:4D:5E',
    '00:1a:2b:3c:4d:5e',
    '00-1a-2b-3c-4d-5e',
    '001A2B3C4D5E',
    ' 001a2b3c4d5e ',
  ])('spelled %s', async (address) => {
    const options = { headers: { 'machine-address': address } };
    expect((await lightspeed('GET', '/LightSpeed', undefined, options)).status).toBe(200);
  });

  test.each(['machine-address', 'Machine-Address', 'x-machine-address', 'X-Machine-Address'])(
    'in the header %s',
    async (header) => {
      const options = { headers: { [header]: '001A2B3C4D5E' } };
      expect((await lightspeed('GET', '/LightSpeed', undefined, options)).status).toBe(200);
    },
  );

  test.each(['machineAddress', 'machineaddress', 'MachineAddress'])(
    'in the query parameter %s',
    async (parameter) => {
      const path = `/LightSpeed/OutstandingActivity?${parameter}=00%3A1A%3A2B%3A3C%3A4D%3A5E`;
      expect((await lightspeed('GET', path)).status).toBe(200);
    },
  );

  test.each([
    ['an attribute of the root', '<A MachineAddress="00-1A-2B-3C-4D-5E"/>'],
    ['a child of the root', '<A><MachineAddress>00:1A:2B:3C:4D:5E</MachineAddress></A>'],
    [
      'a child in another letter case and namespace',
      '<x:A xmlns:x="urn:x"><x:MACHINEADDRESS> 001A2B3C4D5E </x:MACHINEADDRESS></x:A>',
    ],
  ])('in %s', async (_, body) => {
    expect((await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', body)).status).toBe(200);
    expect((await lightspeed('POST', '/LightSpeed/OutstandingActivity', body)).status).toBe(200);
  });
});

describe('a call is MachineNotAllowed', () => {
  test.each<[string, Record<string, string>]>([
    ['without an address', {}],
    ['with an empty one', { 'machine-address': '' }],
    ['with a different one', { 'machine-address': '00:1A:2B:3C:4D:5F' }],
    ['with a part of it', { 'machine-address': '00:1A:2B:3C:4D' }],
    ['with what is none', { 'machine-address': 'zz:1A:2B:3C:4D:5E' }],
    ['with it in another header', { 'x-mac': '00:1A:2B:3C:4D:5E' }],
  ])('%s', async (_, headers) => {
    expect(await lightspeed('GET', '/LightSpeed', undefined, { headers })).toEqual(notAllowed);
  });

  test.each([
    ['deeper than the root’s children', '<A><B><MachineAddress>001A2B3C4D5E</MachineAddress></B></A>'],
    ['in a body that is not well-formed', '<A MachineAddress="001A2B3C4D5E">'],
  ])('with it %s', async (_, body) => {
    expect(await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', body)).toEqual(notAllowed);
  });

  test.each([
    ['GET', '/LightSpeed/OutstandingActivity'],
    ['POST', '/LightSpeed/AcknowledgeRequest'],
    ['POST', '/LightSpeed/Order/1/Shipment'],
    ['POST', '/LightSpeed/Order/1/Cancel'],
  ])('on %s %s, which does nothing then', async (method, path) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const body = method === 'POST' ? '<X TrackingNumber="1Z"><Order Id="1"/></X>' : undefined;
    expect(await lightspeed(method, path, body)).toEqual(notAllowed);
    expect(await storedItem('1')).toEqual(before);
  });

  test('only with the right credentials', async () => {
    expect((await lightspeed('GET', '/LightSpeed', undefined, { authorization: null })).status).toBe(401);
  });
});

test('a call says what is wrong with its body if the address came in a header', async () => {
  const options = { headers: { 'machine-address': '001A2B3C4D5E' } };
  const { body } = await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A>', options);
  expect(body).toContain('<Code>MalformedXml</Code>');
});

test('the webstore carries none', async () => {
  await place('1', anOrderBody());
  expect((await webstore('GET', '/status')).status).toBe(200);
});
