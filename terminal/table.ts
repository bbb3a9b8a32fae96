import Table from 'cli-table3';

/** A table without colours, so that it reads the same in a terminal, a file and a README. */
export function table(head: string[], rows: string[][]): string {
  const drawn = new Table({ head, style: { head: [], border: [], compact: true } });
  drawn.push(...rows);
  return drawn.toString();
}
