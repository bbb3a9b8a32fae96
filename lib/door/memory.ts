/** What a warm function remembers: the newest entries, up to a number, each for a number of milliseconds. */
export class Memory<T> {
  readonly #kept = new Map<string, { value: T; until: number }>();
  readonly #most: number;
  readonly #milliseconds: number;

  constructor(most: number, milliseconds: number) {
    this.#most = most;
    this.#milliseconds = milliseconds;
  }

  get(name: string): T | undefined {
    const known = this.#kept.get(name);
    return known && performance.now() < known.until ? known.value : undefined;
  }

  keep(name: string, value: T): T {
    this.#kept.delete(name);
    this.#kept.set(name, { value, until: performance.now() + this.#milliseconds });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}
