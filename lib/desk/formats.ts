/** So many are kept: those of some hundred time zones and currencies. */
const KEPT = 1000;

const kept = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

/** As `new Intl.DateTimeFormat`, which takes longer to make than a page takes to write. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return remembered(
    `date ${locale} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(locale, options),
  );
}

/** As `new Intl.NumberFormat`. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return remembered(
    `number ${locale} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(locale, options),
  );
}

let regions: Intl.DisplayNames | undefined;

/** The names of countries. */
export function regionNames(): Intl.DisplayNames {
  regions ??= new Intl.DisplayNames('en-US', { type: 'region' });
  return regions;
}

function remembered<T extends Intl.DateTimeFormat | Intl.NumberFormat>(name: string, make: () => T): T {
  const known = kept.get(name) as T | undefined;
  if (known) return known;
  const made = make();
  if (kept.size >= KEPT) kept.clear();
  kept.set(name, made);
  return made;
}
