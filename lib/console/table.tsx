import type { ComponentChildren } from 'preact';

/** A column: its heading, and how its cells are set. */
export interface Column {
  name: string;
  /** Numbers are right-aligned; `text` was written by others and may have no blank for a thousand letters. */
  kind?: 'number' | 'text';
  /** Its heading is for screen readers only. */
  hidden?: boolean;
  /**
   * On a phone, where a row is two lines: at the end of the first one, with its heading on the second, or not at all. Absent:
   * on the second one, by itself.
   */
  phone?: 'aside' | 'labeled' | 'gone';
}

interface TableProps {
  /** Its caption for screen readers. */
  caption: string;
  columns: readonly Column[];
  /** The first cell names the row. */
  rows: readonly { key: string; cells: readonly ComponentChildren[] }[];
  /** Whether the keys j and k move in it. */
  moves?: boolean;
  /** Rows of sums: each its name and its amount, the last one the total. */
  sums?: readonly (readonly [name: string, amount: ComponentChildren])[];
}

/** A cell without a value; on a phone it is not there. */
export function None({ children = '–' }: { children?: ComponentChildren }) {
  return <span class="none">{children}</span>;
}

/** A table; on a phone a list of two lines. */
export function Table({ caption, columns, rows, moves = false, sums = [] }: TableProps) {
  return (
    <table data-rows={moves || undefined}>
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, kind, hidden }) => (
            <th key={name} scope="col" class={kind === 'number' ? kind : undefined}>
              {hidden ? <span class="hidden">{name}</span> : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...others] }) => (
          <tr key={key}>
            <th scope="row" class={columns[0]?.kind}>
              {first}
            </th>
            {others.map((cell, n) => {
              const { name, kind, hidden, phone } = columns[n + 1] ?? { name: '' };
              const classes = [kind, phone].filter(Boolean).join(' ');
              return (
                <td key={name} class={classes || undefined} data-label={hidden ? undefined : name}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      {sums.length > 0 && (
        <tfoot>
          {sums.map(([name, amount], n) => (
            <tr key={name} class={n === sums.length - 1 ? 'total' : undefined}>
              <th scope="row" colSpan={columns.length - 1}>
                {name}
              </th>
              <td class="number aside">{amount}</td>
            </tr>
          ))}
        </tfoot>
      )}
    </table>
  );
}
