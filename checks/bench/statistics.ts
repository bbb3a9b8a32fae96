/** The middle of many figures, and between which two the middle half of them is. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

export function spreadOf(figures: number[]): Spread {
  return { median: quantile(figures, 0.5), low: quantile(figures, 0.25), high: quantile(figures, 0.75) };
}

/** The figure that a share of all figures does not exceed, between two of them where it falls between; NaN of none. */
export function quantile(figures: number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
