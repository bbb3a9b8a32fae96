/** Where a command's result is read. */
export interface Screen {
  /** Columns of a line. */
  width: number;
  /** No colors and box lines: a program reads it, it goes into a file, or the reader does not want them. */
  isPlain: boolean;
}

/** The width if it is unknown. */
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
