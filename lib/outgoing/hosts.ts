/** How fast a host finished its last work in this run. It decides in whose share the host's work counts. */
type Pace = 'unknown' | 'quick' | 'slow' | 'silent';

/**
 * How many are under way at once, for all hosts of a pace together. Each pace has its own share, so that hosts that
 * answer never wait for those that do not.
 */
const ROOM: Readonly<Record<Pace, number>> = { unknown: 40, quick: 60, slow: 60, silent: 20 };
const AT_ONE_HOST = 2;
/** Milliseconds. Work that takes longer leaves the share of unknown and quick hosts at once. */
export const QUICK = 2000;
/** More work than that stays in the table until there is room again. */
const WAITING_AT_MOST = 200;

/** The result of one piece of work. */
export type Ended = 'delivered' | 'failed' | 'not sent';
type Work = () => Promise<Ended>;

/** The work for one host, some of it already under way. */
interface Host {
  pace: Pace;
  /** It failed last: it gets one at a time. */
  isSuspect: boolean;
  running: number;
  waiting: Work[];
}

/** One piece of work under way. */
interface Running {
  host: Host;
  /** The pace in whose share it began. */
  pace: Pace;
  isLate: boolean;
}

/**
 * Works for many hosts in parallel: no host gets more than two at a time, and none waits for another that does not
 * answer.
 */
export class Hosts {
  readonly #hosts = new Map<string, Host>();
  readonly #inRoom: Record<Pace, number> = { unknown: 0, quick: 0, slow: 0, silent: 0 };
  #running = 0;
  #late = 0;
  #isClosed = false;
  #onEnd: () => void = () => undefined;

  /** Whether only slow work is under way. */
  get isIdle(): boolean {
    return this.#running === this.#late;
  }

  hasRoomFor(name: string): boolean {
    return (this.#hosts.get(name)?.waiting.length ?? 0) < WAITING_AT_MOST;
  }

  /**
   * Starts the work as soon as its host has room. The work must not throw. `isSuspect`: the host failed before this
   * run.
   */
  add(name: string, isSuspect: boolean, work: Work): void {
    if (this.#isClosed) return;
    const host = this.#hosts.get(name) ?? { pace: 'unknown', isSuspect, running: 0, waiting: [] };
    host.waiting.push(work);
    this.#hosts.set(name, host);
    this.#start();
  }

  /** Forgets what is not under way, which is still in the table, and takes nothing more. */
  close(): void {
    this.#isClosed = true;
    for (const host of this.#hosts.values()) host.waiting = [];
  }

  /** After some milliseconds, or, if that is wanted, as soon as it is idle. */
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
      if (!this.#mayStart(host)) continue;
      // A host that had its turn goes to the end of the line.
      this.#hosts.delete(name);
      this.#hosts.set(name, host);
      this.#run(host);
    }
  }

  #mayStart({ waiting, pace, running, isSuspect }: Host): boolean {
    if (waiting.length === 0 || this.#inRoom[pace] >= ROOM[pace]) return false;
    if (running === 0) return true;
    // Of the unknown, each gets its first one before any gets a second.
    const isCrowded = pace === 'unknown' && this.#inRoom[pace] >= ROOM[pace] / 2;
    return !isSuspect && !isCrowded && pace !== 'silent' && running < AT_ONE_HOST;
  }

  #run(host: Host): void {
    const work = host.waiting.shift();
    if (!work) return;
    const one: Running = { host, pace: host.pace, isLate: false };
    this.#running += 1;
    host.running += 1;
    this.#inRoom[one.pace] += 1;
    const timer = setTimeout(() => this.#runsLate(one), QUICK);
    void work().then((ended) => {
      clearTimeout(timer);
      this.#end(one, ended);
    });
  }

  #runsLate(one: Running): void {
    one.isLate = true;
    this.#late += 1;
    if (givesRoomBack(one)) this.#inRoom[one.pace] -= 1;
    this.#start();
    this.#onEnd();
  }

  #end(one: Running, ended: Ended): void {
    const { host, pace, isLate } = one;
    this.#running -= 1;
    host.running -= 1;
    if (isLate) this.#late -= 1;
    if (!(isLate && givesRoomBack(one))) this.#inRoom[pace] -= 1;
    host.pace = paceAfter(one, ended);
    if (ended !== 'not sent') host.isSuspect = ended === 'failed';
    this.#start();
    this.#onEnd();
  }
}

function givesRoomBack({ pace }: Running): boolean {
  return pace === 'unknown' || pace === 'quick';
}

/** An immediate failure takes no room from others. */
function paceAfter({ host, isLate }: Running, ended: Ended): Pace {
  if (ended === 'not sent') return host.pace;
  if (!isLate) return 'quick';
  return ended === 'delivered' ? 'slow' : 'silent';
}
