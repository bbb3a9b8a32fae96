/** What is to be done for one host, some of it already under way. */
interface Host {
  running: number;
  waiting: (() => Promise<void>)[];
  /** It failed of late: it gets less, so that it cannot take the room of the others. */
  isSuspect: boolean;
}

const AT_ONCE = 60;
const AT_ONE_HOST = 2;
const SUSPECTS_AT_ONCE = 20;
/** More than that is left in the table until there is room again. */
const WAITING_AT_MOST = 200;

/** Works for many hosts side by side: no host gets more than two at a time, and none waits for another. */
export class Hosts {
  readonly #hosts = new Map<string, Host>();
  #running = 0;
  #suspects = 0;
  #waiting = 0;
  #onEnd: () => void = () => undefined;

  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  hasRoomFor(name: string): boolean {
    return (this.#hosts.get(name)?.waiting.length ?? 0) < WAITING_AT_MOST;
  }

  /** Does it as soon as its host has room. It must not throw. */
  add(name: string, isSuspect: boolean, work: () => Promise<void>): void {
    const host = this.#hosts.get(name) ?? { running: 0, waiting: [], isSuspect };
    host.isSuspect = isSuspect;
    host.waiting.push(work);
    this.#waiting += 1;
    this.#hosts.set(name, host);
    this.#start();
  }

  /** Forgets what is not under way: it is still in the table. */
  drop(): void {
    for (const host of this.#hosts.values()) host.waiting = [];
    this.#waiting = 0;
  }

  /** Once nothing waits for room any more, or after some milliseconds. */
  async rest(milliseconds: number, { whenIdle }: { whenIdle: boolean }): Promise<void> {
    if (whenIdle && this.isIdle) return;
    await this.#ended(milliseconds, () => whenIdle && this.isIdle);
  }

  /** Once nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running > 0) await this.#ended(1000, () => true);
  }

  #ended(milliseconds: number, isEnough: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#onEnd = () => {
        if (!isEnough()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #start(): void {
    for (const [name, host] of this.#hosts) {
      if (this.#running >= AT_ONCE) return;
      while (this.#mayStart(host)) this.#run(name, host);
    }
  }

  #mayStart({ running, waiting, isSuspect }: Host): boolean {
    if (waiting.length === 0 || this.#running >= AT_ONCE) return false;
    return isSuspect ? running === 0 && this.#suspects < SUSPECTS_AT_ONCE : running < AT_ONE_HOST;
  }

  #run(name: string, host: Host): void {
    const work = host.waiting.shift();
    if (!work) return;
    const { isSuspect } = host;
    this.#waiting -= 1;
    this.#running += 1;
    host.running += 1;
    if (isSuspect) this.#suspects += 1;
    // Whoever had its turn is the last one to get the next.
    this.#hosts.delete(name);
    this.#hosts.set(name, host);
    void work().finally(() => {
      this.#running -= 1;
      host.running -= 1;
      if (isSuspect) this.#suspects -= 1;
      if (host.running === 0 && host.waiting.length === 0) this.#hosts.delete(name);
      this.#start();
      this.#onEnd();
    });
  }
}
