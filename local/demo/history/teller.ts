import { seededRandom } from '../../../players/seeded-random.ts';
import type { Moments } from './moments.ts';
import { DAY, HOUR } from './zoned.ts';

const LOOKS = 3;
const ROUNDS = 20;
/** How often it looks when nothing has happened: a repetition may be due. */
const EVERY = 2 * HOUR;
/** After what happened, in the last day and before it: there nobody looks at minutes, and each look takes its time. */
const DELAY = { lately: 2000, before: 2 * HOUR };

/** The function that tells webstores, by the clock of the history. */
export class Teller {
  readonly #moments: Moments;
  readonly #random = seededRandom('teller');
  readonly #end: number;
  #isPlanned = false;

  constructor(moments: Moments, { from, end }: { from: number; end: number }) {
    this.#moments = moments;
    this.#end = end;
    for (let time = from; time < end; time += EVERY) moments.add(time, () => this.#tell());
  }

  /** Something was changed, and is told a moment later. */
  soon(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const delay = Date.now() > this.#end - DAY ? DELAY.lately : DELAY.before;
    this.#moments.add(Date.now() + delay, () => this.#tell());
  }

  async #tell(): Promise<void> {
    this.#isPlanned = false;
    const { tellAll } = await import('../../../lib/outgoing/tell.ts');
    for (let round = 0; round < ROUNDS; round += 1) {
      let left = LOOKS;
      const { delivered } = await tellAll({
        now: () => new Date().toISOString(),
        random: () => this.#random.fraction(),
        goesOn: () => (left -= 1) > 0,
        restMs: 1,
      });
      // What waited for its host at the end is taken by the next run, as it is a minute later.
      if (delivered === 0) return;
    }
  }
}
