/*
 * The product asks `new Date()` what time it is. A history is made, and pictures are taken, at other times than now: here its
 * clock is set. Timers go on.
 */

const RealDate = Date;
let standsAt: number | undefined;

/** Milliseconds: nobody remembers a store or a password for longer than that (`lib/door/memory.ts`). */
const LONGER_THAN_ANY_MEMORY = 1_000_000;
const goesOn = performance.now.bind(performance);
let later = 0;

class SettableDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(SettableDate.now());
    else super(...(given as [number]));
  }

  static override now(): number {
    return standsAt ?? RealDate.now();
  }
}

/** Sets the clock of this process, in milliseconds since 1970; it stands there until it is set again. */
export function setClock(time: number): void {
  globalThis.Date = SettableDate as DateConstructor;
  performance.now = () => goesOn() + later;
  if (standsAt !== time) later += LONGER_THAN_ANY_MEMORY;
  standsAt = time;
}

/** The clock goes again. */
export function releaseClock(): void {
  standsAt = undefined;
}
