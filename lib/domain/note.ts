import type { Instant } from './instant.ts';
import { beginning } from './text.ts';

export type NoteSource = 'lightspeed' | 'webstore' | 'staff' | 'system';

/** A remark on an order (contract 7). The same text from the same source, and person, is one note with a count. */
export interface Note {
  source: NoteSource;
  text: string;
  /** Who of the staff, by email, if it was written in the console. The webstore is not told. */
  by?: string | undefined;
  firstAt: Instant;
  lastAt: Instant;
  count: number;
}

/** What has notes: an order, or what could be read of a damaged one. */
export interface Noted {
  notes: Note[];
  notesDropped: number;
}

export interface NoteToAdd {
  source: NoteSource;
  text: string;
  by?: string | undefined;
  now: Instant;
}

const MAX_TEXT_LENGTH = 2000;
const encoder = new TextEncoder();

/** With a whole order body (256 KiB) and the shipments' share this stays under DynamoDB's 400 KB an item. */
const MAX_NOTES_BYTES = 48 * 1024;

/**
 * Adds a note at the end. If it was written before, it moves there and its count goes up. If there are too many, the
 * oldest are dropped and counted.
 */
export function addNote<T extends Noted>(noted: T, { source, text, by, now }: NoteToAdd): T {
  const short = shorten(text);
  const same = noted.notes.find((note) => note.source === source && note.text === short && note.by === by);
  const note: Note = same
    ? { ...same, lastAt: now, count: same.count + 1 }
    : { source, text: short, ...(by !== undefined && { by }), firstAt: now, lastAt: now, count: 1 };
  return withinBytes({ ...noted, notes: [...noted.notes.filter((other) => other !== same), note] });
}

/** Adds a note unless it was written before, for events that may be repeated. */
export function addNoteOnce<T extends Noted>(noted: T, note: NoteToAdd): T {
  const text = shorten(note.text);
  const known = noted.notes.some(
    ({ source, text: said, by }) => source === note.source && said === text && by === note.by,
  );
  return known ? noted : addNote(noted, note);
}

/** Further remarks of one kind in one request are counted, not kept: they would push out all other notes. */
const MAX_AT_ONCE = 20;

/** The texts of one request, each once, and how many more there were. */
export function atMost(texts: string[], what: string): string[] {
  const different = [...new Set(texts)];
  const more = different.length - MAX_AT_ONCE;
  return more > 0 ? [...different.slice(0, MAX_AT_ONCE), `… and ${more} more ${what}.`] : different;
}

function shorten(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= MAX_TEXT_LENGTH ? trimmed : `${beginning(trimmed, MAX_TEXT_LENGTH - 1)}…`;
}

function withinBytes<T extends Noted>(noted: T): T {
  let bytes = 0;
  let first = noted.notes.length;
  while (first > 0) {
    const note = noted.notes[first - 1];
    bytes += encoder.encode(JSON.stringify(note)).length;
    if (bytes > MAX_NOTES_BYTES) break;
    first -= 1;
  }
  return first === 0
    ? noted
    : { ...noted, notes: noted.notes.slice(first), notesDropped: noted.notesDropped + first };
}
