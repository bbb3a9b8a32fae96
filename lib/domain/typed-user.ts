/**
 * What somebody typed as Lightspeed's user, as far as it may be shown to people: the right one, one that is nearly so,
 * letter by letter, or another one, of which nothing is kept. It may be a password that was typed into the wrong field.
 */
export type TypedUser = { is: 'right' } | { is: 'nearly'; text: string } | { is: 'another' };

/** Letters that may be missing, added, wrong or swapped: one in three, at most two. */
const MOST_SLIPS = 2;
const LETTERS_A_SLIP = 3;
/** Blanks around it are a typing error too, and hard to see. */
const MOST_BLANKS = 8;
/** Visible characters that do not change the text's direction. */
const VISIBLE = /^[\p{L}\p{N}\p{P}\p{S} ]*$/u;

export function typedUser(given: string, right: string): TypedUser {
  if (given === right) return { is: 'right' };
  const isShort = given.length <= right.length + MOST_SLIPS + MOST_BLANKS;
  const slips = Math.min(MOST_SLIPS, Math.floor(right.length / LETTERS_A_SLIP));
  const isNearly =
    isShort && VISIBLE.test(given) && slipsBetween(given.trim().toLowerCase(), right.toLowerCase()) <= slips;
  return isNearly ? { is: 'nearly', text: given } : { is: 'another' };
}

/** The optimal string alignment distance: letters added, missing, replaced or swapped. */
function slipsBetween(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (isSame ? 0 : 1),
          isSwapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
