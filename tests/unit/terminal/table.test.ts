import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { table } from '../../../terminal/table.ts';

const HEAD = ['Store', 'Name', 'User', 'Time zone'];
const ROWS = [
  ['coolbike', 'Cool Bike', 'lightspeed', 'America/Boise'],
  ['north', '北の店', 'north', 'UTC'],
];
const at = (width: number, isPlain: boolean) => ({
  screen: { width, isPlain },
  spare: ['Time zone', 'User'],
});

describe('in a terminal', () => {
  test('a table has box lines, and wide characters stand straight', () => {
    expect(table(HEAD, ROWS, at(80, false))).toBe(`┌──────────┬───────────┬────────────┬───────────────┐
│ Store    │ Name      │ User       │ Time zone     │
├──────────┼───────────┼────────────┼───────────────┤
│ coolbike │ Cool Bike │ lightspeed │ America/Boise │
│ north    │ 北の店    │ north      │ UTC           │
└──────────┴───────────┴────────────┴───────────────┘`);
  });

  test('spare columns are left out, the first one first, until it has room', () => {
    expect(table(HEAD, ROWS, at(53, false))).not.toContain('Left out');
    expect(table(HEAD, ROWS, at(52, false))).toBe(`┌──────────┬───────────┬────────────┐
│ Store    │ Name      │ User       │
├──────────┼───────────┼────────────┤
│ coolbike │ Cool Bike │ lightspeed │
│ north    │ 北の店    │ north      │
└──────────┴───────────┴────────────┘
Left out to fit 52 columns: Time zone.`);
    expect(table(HEAD, ROWS, at(30, false))).toMatch(/\nLeft out to fit 30 columns: User, Time zone\.$/);
  });
});

describe('elsewhere', () => {
  test('a table has neither box lines nor blanks at the end of a line', () => {
    expect(table(HEAD, ROWS, at(80, true))).toBe(`Store     Name       User        Time zone
coolbike  Cool Bike  lightspeed  America/Boise
north     北の店     north       UTC`);
  });

  test('it takes the width that is there', () => {
    expect(table(HEAD, ROWS, at(46, true))).not.toContain('Left out');
    expect(table(HEAD, ROWS, at(45, true))).toBe(`Store     Name       User
coolbike  Cool Bike  lightspeed
north     北の店     north
Left out to fit 45 columns: Time zone.`);
  });
});

test('what still has no room is cut, but for the first column', () => {
  const rows = [['coolbike', 'refused: the part KA-49006-1234 is not known here']];
  expect(table(['Order', 'We said'], rows, { screen: { width: 30, isPlain: true } })).toBe(
    `Order     We said
coolbike  refused: the part K…`,
  );
});

test('a cell cannot end its row, nor color the terminal', () => {
  const rows = [['1', 'one\ntwo\r\n\u001b[31mred\u2028end']];
  expect(table(['Order', 'Note'], rows, { screen: { width: 80, isPlain: true } })).toBe(
    `Order  Note
1      one two [31mred end`,
  );
});

test('no row is ever wider than the screen, and every row is one line', () => {
  const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 5 }),
      fc.integer({ min: 60, max: 200 }),
      fc.boolean(),
      (rows, width, isPlain) => {
        const cells = rows.map(([first, ...others]) => [first.slice(0, 20), ...others]);
        const lines = table(HEAD, cells, at(width, isPlain)).split('\n');
        const [tableLines, below] = lines.at(-1)?.startsWith('Left out')
          ? [lines.slice(0, -1), 1]
          : [lines, 0];
        expect(tableLines).toHaveLength(rows.length + (isPlain ? 1 : rows.length === 0 ? 3 : 4));
        expect(lines.length - tableLines.length).toBe(below);
        for (const line of tableLines) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});
