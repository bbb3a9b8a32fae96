import { setClock } from '../clock.ts';

type Act = () => Promise<unknown>;

/** What happens when, in the order of time. What happens may lead to something later. */
export class Moments {
  readonly #waiting: { time: number; act: Act }[] = [];
  readonly #until: number;

  /** @param until in milliseconds since 1970; what would come later does not happen */
  constructor(until: number) {
    this.#until = until;
  }

  add(time: number, act: Act): void {
    if (time > this.#until) return;
    const place = this.#waiting.findLastIndex((one) => one.time <= time);
    this.#waiting.splice(place + 1, 0, { time, act });
  }

  /** Lets everything happen, each at its own time, and leaves the clock at the end. */
  async run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      setClock(next.time);
      await next.act();
    }
    setClock(this.#until);
  }
}
