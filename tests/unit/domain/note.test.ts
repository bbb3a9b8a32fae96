import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addNote, addNoteOnce, type Note, type Noted, type NoteSource } from '../../../lib/domain/note.ts';

const [AT_1, AT_2, AT_3] = ['2026-11-23T01:00:00Z', '2026-11-23T02:00:00Z', '2026-11-23T03:00:00Z'] as const;
const blank: Noted = { notes: [], notesDropped: 0 };

function aNote(differs: Partial<Note> = {}): Note {
  return {
    source: 'lightspeed',
    text: 'Unknown part KA-1',
    firstAt: AT_1,
    lastAt: AT_1,
    count: 1,
    ...differs,
  };
}

function notedWith(...notes: Note[]): Noted {
  return { notes, notesDropped: 0 };
}

describe('a note', () => {
  test('stands last', () => {
    const noted = addNote(notedWith(aNote()), { source: 'staff', text: 'Called the customer', now: AT_2 });

    expect(noted).toEqual(
      notedWith(
        aNote(),
        aNote({ source: 'staff', text: 'Called the customer', firstAt: AT_2, lastAt: AT_2 }),
      ),
    );
  });

  test('of another person is another note', () => {
    const clerk = { source: 'staff', text: 'Called', by: 'clerk@example.com' } as const;
    const { notes } = [
      { ...clerk, now: AT_1 },
      { ...clerk, by: 'boss@example.com', now: AT_2 },
      { ...clerk, now: AT_3 },
    ].reduce(addNote, notedWith());
    expect(notes.map(({ by, count }) => [by, count])).toEqual([
      ['boss@example.com', 1],
      ['clerk@example.com', 2],
    ]);
  });

  test('is counted up and becomes the newest when it is written again', () => {
    const before = notedWith(
      aNote(),
      aNote({ source: 'staff', text: 'Looking', firstAt: AT_2, lastAt: AT_2 }),
    );

    expect(addNote(before, { source: 'lightspeed', text: ' Unknown part KA-1\n', now: AT_3 })).toEqual(
      notedWith(
        aNote({ source: 'staff', text: 'Looking', firstAt: AT_2, lastAt: AT_2 }),
        aNote({ lastAt: AT_3, count: 2 }),
      ),
    );
  });

  test.each<[string, NoteSource, string]>([
    ['another source', 'staff', 'Unknown part KA-1'],
    ['another text', 'lightspeed', 'Unknown part KA-2'],
    ['another letter case', 'lightspeed', 'unknown part ka-1'],
  ])('of %s is another note', (_, source, text) => {
    expect(addNote(notedWith(aNote()), { source, text, now: AT_2 }).notes).toEqual([
      aNote(),
      aNote({ source, text, firstAt: AT_2, lastAt: AT_2 }),
    ]);
  });

  test('leaves what it was added to as it was', () => {
    const before = Object.freeze(notedWith(Object.freeze(aNote())));
    addNote(before, { source: 'lightspeed', text: 'Unknown part KA-1', now: AT_2 });

    expect(before).toEqual(notedWith(aNote()));
  });

  test.each([
    ['of 2000 characters stays whole', 'x'.repeat(2000), 'x'.repeat(2000)],
    ['of 2001 characters is cut, visibly', 'x'.repeat(2001), `${'x'.repeat(1999)}…`],
    ['is never cut through a character', `${'x'.repeat(1998)}😀😀`, `${'x'.repeat(1998)}…`],
    ['loses the white space around it', '\n Unknown part \t', 'Unknown part'],
  ])('%s', (_, text, kept) => {
    expect(addNote(blank, { source: 'staff', text, now: AT_1 }).notes).toEqual([
      aNote({ source: 'staff', text: kept }),
    ]);
  });

  test('that was cut is counted up as well', () => {
    const long = { source: 'lightspeed', text: 'x'.repeat(5000) } as const;
    const noted = addNote(addNote(blank, { ...long, now: AT_1 }), { ...long, now: AT_2 });

    expect(noted.notes).toEqual([aNote({ text: `${'x'.repeat(1999)}…`, lastAt: AT_2, count: 2 })]);
  });

  test('that was written before is not written once more, nor counted', () => {
    const before = notedWith(aNote());

    expect(addNoteOnce(before, { source: 'lightspeed', text: ' Unknown part KA-1 ', now: AT_2 })).toBe(
      before,
    );
  });
});

describe('too many notes', () => {
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      source: 'staff' as const,
      text: `${index} ${'x'.repeat(1990)}`,
      now: AT_1,
    }));

  test('lose the oldest ones, which are counted', () => {
    const noted = numbered(30).reduce(addNote<Noted>, blank);
    const numbers = noted.notes.map((note) => Number(note.text.split(' ')[0]));

    expect(numbers).toEqual([
      7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    ]);
    expect(noted.notesDropped).toBe(7);
  });

  test('keep the one that was counted up last, however old it is', () => {
    const old = { source: 'lightspeed', text: 'Unknown part KA-1' } as const;
    const few = numbered(20).reduce(addNote<Noted>, addNote(blank, { ...old, now: AT_1 }));
    const many = numbered(40)
      .slice(20)
      .reduce(addNote<Noted>, addNote(few, { ...old, now: AT_2 }));

    expect(many.notes[0]?.text).not.toBe('Unknown part KA-1');
    expect(many.notesDropped).toBe(17);
    expect(many.notes.find((note) => note.text === 'Unknown part KA-1')).toEqual(
      aNote({ lastAt: AT_2, count: 2 }),
    );
  });

  test('never take more than 48 KiB, in whatever script, and the last one is always kept', () => {
    const text = fc.oneof(
      { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
      { weight: 3, arbitrary: fc.nat(99).map((n) => `${n}${'部品がありません'.repeat(400)}`) },
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
        const noted = texts.reduce(
          (so, one) => addNote(so, { source: 'staff', text: one, now: AT_1 }),
          blank,
        );
        const kept = noted.notes.map((note) => note.text);

        expect(Buffer.byteLength(JSON.stringify(noted.notes))).toBeLessThanOrEqual(48 * 1024 + 100);
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.at(-1)?.slice(0, 10)).toBe(texts.at(-1)?.trim().slice(0, 10));
      }),
    );
  });
});

test('as long as none is dropped, the counts add up to all that was ever written, text by text', () => {
  const text = fc.constantFrom('One', 'Two', ' Two', 'Three', 'three', '');
  fc.assert(
    fc.property(fc.array(text, { maxLength: 50 }), (texts) => {
      const { notes, notesDropped } = texts.reduce(
        (so, one) => addNote(so, { source: 'staff', text: one, now: AT_1 }),
        blank,
      );
      const written = texts.map((one) => one.trim());

      expect(notesDropped).toBe(0);
      expect(new Set(notes.map((note) => note.text))).toEqual(new Set(written));
      expect(notes.map((note) => note.count)).toEqual(
        notes.map((note) => written.filter((one) => one === note.text).length),
      );
    }),
  );
});
