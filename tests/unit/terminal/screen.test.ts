import { expect, test } from '@jest/globals';
import { screenOf } from '../../../terminal/screen.ts';

test.each([
  ['a terminal', { isTTY: true, columns: 132 }, {}, { width: 132, isPlain: false }],
  ['a terminal that does not know its width', { isTTY: true, columns: 0 }, {}, { width: 80, isPlain: false }],
  [
    'a terminal with NO_COLOR',
    { isTTY: true, columns: 132 },
    { NO_COLOR: '1' },
    { width: 132, isPlain: true },
  ],
  [
    'a terminal with an empty NO_COLOR',
    { isTTY: true, columns: 90 },
    { NO_COLOR: '' },
    { width: 90, isPlain: false },
  ],
  ['a dumb terminal', { isTTY: true, columns: 80 }, { TERM: 'dumb' }, { width: 80, isPlain: true }],
  ['a pipe', {}, {}, { width: 80, isPlain: true }],
  ['a pipe with COLUMNS', {}, { COLUMNS: '200' }, { width: 200, isPlain: true }],
  ['a pipe with senseless COLUMNS', {}, { COLUMNS: 'wide' }, { width: 80, isPlain: true }],
  ['a pipe with too few COLUMNS', {}, { COLUMNS: '3' }, { width: 80, isPlain: true }],
])('%s', (_, stream, environment, screen) => {
  expect(screenOf(stream, environment)).toEqual(screen);
});
