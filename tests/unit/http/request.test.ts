import { describe, expect, test } from '@jest/globals';
import { bodyOf, type Event, headerOf, methodOf, queryOf } from '../../../lib/http/request.ts';

function anEvent(differs: Partial<Event> = {}): Event {
  return {
    headers: {},
    requestContext: { http: { method: 'post' } },
    isBase64Encoded: false,
    ...differs,
  } as Event;
}

test('the method is told in capitals', () => {
  expect(methodOf(anEvent())).toBe('POST');
});

test.each(['authorization', 'Authorization', 'AUTHORIZATION'])(
  'the header %s is found by its name',
  (name) => {
    expect(headerOf(anEvent({ headers: { host: 'x', [name]: 'Basic Og==' } }), 'authorization')).toBe(
      'Basic Og==',
    );
  },
);

test('a header that did not arrive is absent', () => {
  expect(headerOf(anEvent(), 'authorization')).toBeUndefined();
});

test.each(['machineAddress', 'machineaddress', 'MACHINEADDRESS'])(
  'the parameter %s is found by its name',
  (name) => {
    expect(queryOf(anEvent({ queryStringParameters: { [name]: '001A2B3C4D5E' } }), 'machineAddress')).toBe(
      '001A2B3C4D5E',
    );
  },
);

test('without a query there is no parameter', () => {
  expect(queryOf(anEvent(), 'machineAddress')).toBeUndefined();
});

describe('a body', () => {
  test.each<[string, Partial<Event>, Buffer]>([
    ['of text is its UTF-8', { body: 'größe' }, Buffer.from('größe')],
    [
      'in base64 is its bytes',
      { body: '//48AGEA', isBase64Encoded: true },
      Buffer.from([0xff, 0xfe, 0x3c, 0, 0x61, 0]),
    ],
    ['that is missing is empty', {}, Buffer.alloc(0)],
  ])('%s', (_, differs, bytes) => {
    expect(bodyOf(anEvent(differs))).toEqual(bytes);
  });
});

test.each([
  [false, 'false'],
  [0, '0'],
  [[], '[]'],
  [null, ''],
])('a body that is handed over as the value %j is its text', (value, text) => {
  const event = { ...anEvent(), body: value } as unknown as Event;
  expect(bodyOf(event).toString()).toBe(text);
});
