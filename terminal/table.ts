import Table from 'cli-table3';
import { type Screen, screenOf } from './screen.ts';

interface How {
  /** The columns that may be left out where they have no room, the first one first. */
  spare?: string[];
  screen?: Screen;
}

interface Content {
  head: string[];
  rows: string[][];
}

/**
 * A table of one line a row, as wide as the screen at most. Where it has no room, spare columns are left out, which a
 * line below says; if that is not enough, the widest column but the first is cut. In a terminal it has box lines, else
 * none.
 */
export function table(head: string[], rows: string[][], { spare = [], screen }: How = {}): string {
  const { width, isPlain } = screen ?? screenOf(process.stdout, process.env);
  let content: Content = { head, rows: rows.map((row) => row.map(onOneLine)) };
  const leftOut: string[] = [];
  for (const column of spare) {
    if (widthOf(content, isPlain) <= width) break;
    content = without(content, column);
    leftOut.push(column);
  }
  const drawn = draw(content, isPlain, widthsWithin(content, { width, isPlain }));
  if (leftOut.length === 0) return drawn;
  const named = head.filter((column) => leftOut.includes(column)).join(', ');
  return `${drawn}\nLeft out to fit ${width} columns: ${named}.`;
}

/** A cell must not contain line breaks or control characters: its text may be a customer's. */
function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

function without({ head, rows }: Content, column: string): Content {
  const at = head.indexOf(column);
  const others = (row: string[]): string[] => row.filter((_, cell) => cell !== at);
  return { head: others(head), rows: rows.map(others) };
}

const LINES =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid';
const NO_LINES = Object.fromEntries(LINES.split(' ').map((part) => [part, '']));

function draw({ head, rows }: Content, isPlain: boolean, colWidths: number[]): string {
  const plain = {
    chars: { ...NO_LINES, middle: '  ' },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  };
  const boxed = { style: { head: [], border: [], compact: true } };
  const drawn = new Table({ head, colWidths, ...(isPlain ? plain : boxed) });
  drawn.push(...rows);
  const text = drawn.toString();
  return isPlain ? text.replaceAll(/ +$/gm, '') : text;
}

/**
 * What each column needs, with its padding: the length of its line in the box, where every character has one column.
 */
function columnWidths(content: Content, isPlain: boolean): number[] {
  const [top = ''] = draw(content, false, []).split('\n');
  const padding = isPlain ? 2 : 0;
  return top
    .slice(1, -1)
    .split('┬')
    .map((line) => line.length - padding);
}

/** Between two columns there are two blanks, or a box line, as at both ends. */
function widthOf(content: Content, isPlain: boolean): number {
  return sum(columnWidths(content, isPlain), isPlain);
}

function sum(widths: number[], isPlain: boolean): number {
  const between = isPlain ? 2 * (widths.length - 1) : widths.length + 1;
  return widths.reduce((all, one) => all + one, between);
}

const LEAST_CUT = 8;

/** The widths with the widest column, but the first, cut again and again until the row has room. */
function widthsWithin(content: Content, { width, isPlain }: Screen): number[] {
  const widths = columnWidths(content, isPlain);
  while (sum(widths, isPlain) > width) {
    const most = Math.max(...widths.slice(1), 0);
    const at = most > LEAST_CUT ? widths.indexOf(most, 1) : 0;
    const [cut = 0] = [widths[at]];
    if (cut <= 1) break;
    widths[at] = cut - 1;
  }
  return widths;
}
