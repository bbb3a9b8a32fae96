import { describe, expect, test } from '@jest/globals';
import { addNote, atMost, type Note } from '../../../lib/domain/note.ts';
import { NOON } from '../../support/an-order.ts';

describe('the remarks of one request', () => {
  const remarks = (count: number) => Array.from({ length: count }, (_, at) => `Unknown part ${at}`);

  test('are all kept if there are twenty', () => {
    expect(atMost(remarks(20), 'errors')).toEqual(remarks(20));
  });

  test('are counted from the twenty-first on', () => {
    expect(atMost(remarks(21), 'errors')).toEqual([...remarks(20), '… and 1 more errors.']);
  });
});

describe('the notes of an order', () => {
  const bytesOf = (notes: Note[]) => notes.reduce((sum, note) => sum + JSON.stringify(note).length, 0);

  /** Notes of so many bytes together, to which one of `x` will be added. */
  function notesOf(bytes: number): Note[] {
    const note = (text: string): Note => ({ source: 'staff', text, firstAt: NOON, lastAt: NOON, count: 1 });
    const notes = [
      note('first'),
      ...Array.from({ length: 22 }, (_, at) => note(`${at}-${'y'.repeat(1990)}`)),
    ];
    const added = note('x');
    const rest = bytes - bytesOf([...notes, added]) - bytesOf([note('')]);
    return [note('z'.repeat(rest)), ...notes];
  }

  test('are all kept if they have 48 KiB', () => {
    const notes = notesOf(48 * 1024);
    const noted = addNote({ notes, notesDropped: 0 }, { source: 'staff', text: 'x', now: NOON });

    expect({ bytes: bytesOf(noted.notes), dropped: noted.notesDropped }).toEqual({
      bytes: 49_152,
      dropped: 0,
    });
  });

  test('lose the oldest one if they have a byte more', () => {
    const notes = notesOf(48 * 1024 + 1);
    const noted = addNote({ notes, notesDropped: 0 }, { source: 'staff', text: 'x', now: NOON });

    expect(noted.notesDropped).toBe(1);
    expect(noted.notes[0]?.text).toBe('first');
  });
});
