/** Repeatable random numbers: the same seed gives the same sequence on every machine. */
export type Random = {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  integer(lowest: number, highest: number): number;
  /** True in this share of the calls, 0 never and 1 always. */
  chance(share: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
};

/** @param seed any text or numbers; `('7', 1)` and `('71')` are different seeds */
export function seededRandom(...seed: (string | number)[]): Random {
  let state = hash(seed.join('\u0000'));

  // mulberry32: 32 bits of state are plenty for test data, and it is a dozen lines.
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (lowest: number, highest: number): number =>
    lowest + Math.floor(fraction() * (highest - lowest + 1));

  return {
    fraction,
    integer,
    chance: (share) => fraction() < share,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
  };
}

// FNV-1a: neighboring seeds (order 100234 and 100235) must not start neighboring sequences.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value;
}
