/** A leaky bucket: so much may be asked at once, and so much more each second. */
export class Bucket {
  readonly size: number;
  readonly restoreRate: number;
  #left: number;
  #at = performance.now();

  constructor(size: number, restoreRate: number) {
    this.size = size;
    this.restoreRate = restoreRate;
    this.#left = size;
  }

  get left(): number {
    const now = performance.now();
    this.#left = Math.min(this.size, this.#left + ((now - this.#at) / 1000) * this.restoreRate);
    this.#at = now;
    return Math.floor(this.#left);
  }

  /** @returns whether there was enough */
  take(cost: number): boolean {
    if (this.left < cost) return false;
    this.#left -= cost;
    return true;
  }

  /** What was taken and not used. */
  giveBack(rest: number): void {
    this.#left = Math.min(this.size, this.#left + rest);
  }
}
