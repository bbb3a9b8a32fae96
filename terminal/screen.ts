/** Where a command's result is read. */
export interface Screen {
  /** Columns of a line. */
  width: number;
  /** Neither colors nor box lines: it is read by a program or goes into a file, or the reader wants none. */
  isPlain: boolean;
}

/** What is assumed where nobody says how wide it is. */
const USUAL_WIDTH = 80;
const LEAST_WIDTH = 20;

/** A terminal knows its width; for a pipe or a file `COLUMNS` says it. `NO_COLOR` is the convention of no-color.org. */
export function screenOf(
  { isTTY = false, columns }: { isTTY?: boolean; columns?: number },
  { COLUMNS, NO_COLOR, TERM }: Record<string, string | undefined>,
): Screen {
  const width = isTTY ? columns : Number(COLUMNS);
  return {
    width: width !== undefined && Number.isInteger(width) && width >= LEAST_WIDTH ? width : USUAL_WIDTH,
    isPlain: !isTTY || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb',
  };
}
