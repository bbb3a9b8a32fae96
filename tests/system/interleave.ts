import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Scheduler } from 'fast-check';
import { behind, type DatabaseCall, isWrite, type Layer } from './database-calls.ts';

/** Somebody who does things at the same time as others: each with `inTurn`, which lets the others in between. */
export type Actor = (inTurn: <T>(act: () => Promise<T>) => Promise<T>) => Promise<void>;

interface How {
  scheduler: Scheduler;
  /** Which of the writes, counted over all actors, are sent again because their answer is lost. */
  lost: number[];
  /** An actor that is killed before its n-th call, from 1. */
  killed?: { actor: string; at: number } | undefined;
}

/** Beyond these, somebody repeats a write without end. */
const MAX_CALLS = 60;

/** Lets the actors go on one database call at a time, the next one being the scheduler's choice. */
export async function interleave(actors: Record<string, Actor>, how: How): Promise<void> {
  const { scheduler } = how;
  const meeting = new Meeting(Object.keys(actors), how);
  const lives = Object.entries(actors).map(([name, actor]) => meeting.live(name, actor));
  const all = Promise.all(lives);
  all.catch(() => undefined);
  while (!meeting.isOver) {
    // Twice: whoever has made one call may be about to make others beside it.
    for (let times = 0; times < 2; times += 1) {
      while (!meeting.isQuiet) await sleep(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!meeting.isOver && meeting.isQuiet) await scheduler.waitNext(1);
  }
  await all;
  meeting.bury();
}

class Meeting {
  readonly #how: How;
  readonly #unfinished: Set<string>;
  readonly #waiting = new Map<string, number>();
  readonly #grave: Promise<never>;
  /** Lets the killed ones end: whatever they asked for fails. */
  bury: () => void = () => undefined;
  #running = 0;
  #writes = 0;

  constructor(actors: string[], how: How) {
    this.#unfinished = new Set(actors);
    this.#how = how;
    this.#grave = new Promise((_, reject) => {
      this.bury = () => reject(new Error('It was killed.'));
    });
    this.#grave.catch(() => undefined);
  }

  get isOver(): boolean {
    return this.#unfinished.size === 0;
  }

  /** Whether nobody does anything but wait for its turn. */
  get isQuiet(): boolean {
    const isWaiting = (actor: string) => (this.#waiting.get(actor) ?? 0) > 0;
    return this.#running === 0 && [...this.#unfinished].every(isWaiting);
  }

  async live(name: string, actor: Actor): Promise<void> {
    let made = 0;
    let die: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      die = resolve;
    });
    const { killed } = this.#how;
    const inTurn = async <T>(act: () => Promise<T>): Promise<T> => {
      let calls = 0;
      const layer: Layer = (call) => {
        calls += 1;
        made += 1;
        if (killed?.actor !== name || made < killed.at) return this.#call(name, call);
        die();
        return this.#grave;
      };
      const result = await behind(layer, act);
      expect(calls).toBeLessThanOrEqual(MAX_CALLS);
      return result;
    };
    const life = actor(inTurn);
    life.catch(() => undefined);
    try {
      await Promise.race([life, death]);
    } finally {
      this.#unfinished.delete(name);
    }
  }

  async #call(name: string, call: DatabaseCall): ReturnType<DatabaseCall['send']> {
    this.#writes += isWrite(call) ? 1 : 0;
    const again = isWrite(call) && this.#how.lost.includes(this.#writes - 1);
    if (again) await this.#turn(name, `${call.name}, answer lost`, () => call.send().catch(() => undefined));
    return this.#turn(name, call.name, call.send);
  }

  async #turn<T>(name: string, what: string, act: () => Promise<T>): Promise<T> {
    this.#waiting.set(name, (this.#waiting.get(name) ?? 0) + 1);
    await this.#how.scheduler.schedule(Promise.resolve(), `${name}: ${what}`);
    this.#waiting.set(name, (this.#waiting.get(name) ?? 0) - 1);
    this.#running += 1;
    try {
      return await act();
    } finally {
      this.#running -= 1;
    }
  }
}
