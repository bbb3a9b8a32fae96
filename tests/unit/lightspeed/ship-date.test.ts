import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readShipDate } from '../../../lib/lightspeed/ship-date.ts';

describe('a ship date', () => {
  test.each([
    ['2026-11-24', '2026-11-24T00:00:00Z'],
    [' 2026-11-24\n', '2026-11-24T00:00:00Z'],
    ['2026-11-24T18:04:05Z', '2026-11-24T18:04:05Z'],
    ['2026-11-24T18:04:05', '2026-11-24T18:04:05Z'],
    ['2026-11-24T18:04', '2026-11-24T18:04:00Z'],
    ['2026-11-24 18:04:05', '2026-11-24T18:04:05Z'],
    ['2026-11-24t18:04:05z', '2026-11-24T18:04:05Z'],
    ['2026-11-24T18:04:05.9999999Z', '2026-11-24T18:04:05Z'],
    ['2026-11-24T18:04:05-07:00', '2026-11-25T01:04:05Z'],
    ['2026-11-24T18:04:05.123-0700', '2026-11-25T01:04:05Z'],
    ['2026-11-24 18:04 +05:30', '2026-11-24T12:34:00Z'],
    ['2028-02-29', '2028-02-29T00:00:00Z'],
  ])('%j is %s', (text, instant) => {
    expect(readShipDate(text)).toBe(instant);
  });

  test.each([
    '',
    'today',
    '11/12/2026',
    '24.11.2026',
    '2026-11',
    '2026-11-31',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-1-2',
    '20261124',
    '2026-11-24T25:00:00Z',
    '2026-11-24T18:60:00Z',
    '2026-11-24T18:04:05+99:00',
    '2026-11-24T',
    '2026-11-24Z',
    '+002026-11-24',
    '1798070400',
    // How .NET writes that there is no date, and the last one that it knows.
    '0001-01-01T00:00:00',
    '0000-01-01T00:00:00+05:00',
    '9999-12-31T23:59:59.9999999-05:00',
  ])('%j cannot be read', (text) => {
    expect(readShipDate(text)).toBeUndefined();
  });

  test('is an instant of four-digit years, whatever was written, or none', () => {
    const two = fc.nat(99).map((n) => String(n).padStart(2, '0'));
    const four = fc.nat(9999).map((n) => String(n).padStart(4, '0'));
    const zone = fc.oneof(
      fc.constantFrom('', 'Z'),
      fc.tuple(fc.constantFrom('+', '-'), two, two).map(([sign, h, m]) => `${sign}${h}:${m}`),
    );
    fc.assert(
      fc.property(fc.tuple(four, two, two, two, two, two, zone), ([year, month, day, h, m, s, offset]) => {
        const instant = readShipDate(`${year}-${month}-${day}T${h}:${m}:${s}${offset}`);

        expect(instant ?? 'none').toMatch(/^(none|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/);
      }),
      { numRuns: 2000 },
    );
  });
});
