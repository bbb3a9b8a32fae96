import type { Round } from './round.ts';

const COLUMNS = ['Offered', 'Taken', 'Refused', 'Shipped', 'Part', 'Canceled', 'Lost', 'Trouble'];

// Rounds appear one by one, minutes apart, so the table is made of lines and not drawn at the end.
export function heading(): string {
  const names = COLUMNS.map((column) => cell(column, column));
  return `Round  ${'Time'.padEnd(8)}${names.join('')}`;
}

/** @param at when the round began, shown as UTC; absent for the line of totals */
export function roundLine(name: string, round: Round, at?: Date): string {
  const { offered, taken, refused, shipped, inPart, canceled, lost, trouble } = round;
  const values = [offered, taken, refused, shipped, inPart, canceled, lost, trouble.length];
  const cells = values.map((value, index) => cell(String(value), COLUMNS[index] ?? ''));
  return `${name.padStart(5)}  ${(at?.toISOString().slice(11, 19) ?? '').padEnd(8)}${cells.join('')}`;
}

function cell(text: string, column: string): string {
  return `  ${text.padStart(column.length)}`;
}

type Run = { rounds: number; total: Round; open: number; unfinished: number; seed: number; tookMs: number };

export function summary({ rounds, total, open, unfinished, seed, tookMs }: Run): string {
  return [
    '',
    `${plural(rounds, 'round')} in ${(tookMs / 1000).toFixed(1)} s, seed ${seed}.`,
    `${plural(open, 'imported order')} not yet shipped whole or voided.`,
    ...(total.lost === 0
      ? []
      : [`${plural(total.lost, 'call')} made twice, the first answer being lost on purpose.`]),
    ...(unfinished === 0 ? [] : [`${plural(unfinished, 'call')} failed and not yet repeated with success.`]),
    total.trouble.length === 0 ? 'No trouble.' : `Trouble: ${total.trouble.length}, the lines marked with !`,
  ].join('\n');
}

function plural(count: number, words: string): string {
  return `${count} ${words}${count === 1 ? '' : 's'}`;
}
