import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from '../../terminal/http/no-answer.ts';
import { type Answer, send } from '../../terminal/http/send.ts';
import type { Random } from '../seeded-random.ts';

/** What a webhook sends, built when it is sent. */
export type Letter = { url: string; headers: Record<string, string>; body: string };

/** Faults in transit, as shares of the deliveries: lost, and delivered twice. */
export type Weather = { lost: number; twice: number; slowestMs: number };

const AT_ONCE = 6;

/** A shop's deliveries in transit: some are late, some come twice, some never. The result of each is counted. */
export class Deliveries {
  readonly results = new Map<string, number>();
  readonly #random: Random;
  readonly #weather: Weather;
  readonly #underWay = new Set<Promise<void>>();
  #free = AT_ONCE;
  readonly #waiting: (() => void)[] = [];

  constructor(random: Random, weather: Weather) {
    this.#random = random;
    this.#weather = weather;
  }

  /** Does `work` in the background; `settled` waits for it. */
  start(work: () => Promise<void>): void {
    const done = work().finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** @returns the status of the answer; undefined: it was lost, or nobody answered */
  async post(letter: Letter): Promise<number | undefined> {
    await sleep(this.#random.integer(0, this.#weather.slowestMs));
    if (this.#random.chance(this.#weather.lost)) {
      this.count('lost on the way');
      return undefined;
    }
    if (this.#random.chance(this.#weather.twice)) await this.#sendOnce(letter);
    return this.#sendOnce(letter);
  }

  count(result: string): void {
    this.results.set(result, (this.results.get(result) ?? 0) + 1);
  }

  async #sendOnce(letter: Letter): Promise<number | undefined> {
    await this.#turn();
    try {
      const answer = await send({ method: 'POST', ...letter });
      this.count(resultIn(answer));
      return answer.status;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.count('no answer');
      return undefined;
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((free) => this.#waiting.push(free));
    this.#free -= 1;
  }
}

function resultIn({ status, body }: Answer): string {
  if (status !== 200) return `answered ${status}`;
  try {
    return String((JSON.parse(body.toString()) as { result?: unknown }).result);
  } catch {
    return 'an answer that is no JSON';
  }
}
