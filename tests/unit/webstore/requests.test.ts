import { describe, expect, test } from '@jest/globals';
import { listRequest, noteRequest, reasonRequest } from '../../../lib/webstore/requests.ts';
import { validate } from '../../../lib/webstore/validate.ts';

describe('a reason', () => {
  test('is kept as it came', () => {
    expect(validate(reasonRequest, { reason: ' Voided: größer 😀 ' })).toEqual({
      reason: ' Voided: größer 😀 ',
    });
  });

  test('loses half surrogate pairs, which the database could not hold', () => {
    expect(validate(reasonRequest, { reason: 'cut \uD83D' })).toEqual({ reason: 'cut ' });
    expect(validate(noteRequest, { text: '\uDE00 cut' })).toEqual({ text: ' cut' });
  });

  test.each([
    [{ reason: '' }, '/reason', 'must not be empty'],
    [{ reason: ' \u0000\n' }, '/reason', 'must not be empty'],
    [{ reason: 'x'.repeat(2001) }, '/reason', 'must have at most 2000 characters'],
    [{ reason: 5 }, '/reason', 'must be a string'],
    [{}, '/reason', 'is required'],
    [{ reason: 'x', force: true }, '/force', 'is not known'],
    [[], '', 'must be an object'],
  ])('is refused: %j', (body, pointer, detail) => {
    expect(() => validate(reasonRequest, body)).toThrow(
      expect.objectContaining({ code: 'InvalidRequest', faults: [{ pointer, detail }] }),
    );
  });
});

describe('the query of a list', () => {
  test.each([
    [{}, { limit: 25 }],
    [{ limit: '1' }, { limit: 1 }],
    [
      { limit: '100', status: 'Refused', cursor: 'abc' },
      { limit: 100, status: 'Refused', cursor: 'abc' },
    ],
    [
      { limit: '007', status: 'PartiallyShipped' },
      { limit: 7, status: 'PartiallyShipped' },
    ],
  ])('%j is %j', (query, read) => {
    expect(validate(listRequest, query)).toEqual(read);
  });

  test.each<[object, string, unknown]>([
    ...['0', '101', '1000', '-1', '1.5', '1e1', '', 'all'].map((limit): [object, string, string] => [
      { limit },
      '/limit',
      'must be a whole number from 1 to 100',
    ]),
    ...['new', 'Cancelled', ''].map((status): [object, string, unknown] => [
      { status },
      '/status',
      expect.any(String),
    ]),
  ])('%j is refused', (query, pointer, detail) => {
    expect(() => validate(listRequest, query)).toThrow(
      expect.objectContaining({ code: 'InvalidRequest', faults: [{ pointer, detail }] }),
    );
  });
});
