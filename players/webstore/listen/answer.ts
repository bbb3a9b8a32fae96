import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ways to answer that are not a status. */
export const KINDS = ['slow', 'never', 'reset', 'redirect', 'trickle', 'short', 'flood'] as const;
export type Kind = (typeof KINDS)[number];

export type Misbehavior = {
  /** A number is a status. */
  kind: Kind | number;
  /** Of the deliveries, from 0 to 1; the others are answered 204. */
  share: number;
  slowMs: number;
  retryAfterMs: number | undefined;
  /** Only the first deliveries of each message, up to a number. */
  first: number;
  seed: number;
};

export function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}

/** How to answer one delivery. @param times how often its message has come, this time included */
export function chooseAnswer(
  { kind, share, first }: Misbehavior,
  times: number,
  fraction: () => number,
): Kind | number {
  return times <= first && fraction() < share ? kind : 204;
}

type Timing = Pick<Misbehavior, 'slowMs' | 'retryAfterMs'>;

/** Answers; returns when there is nothing more to do, which for some kinds is when the sender has had enough. */
export async function answer(response: ServerResponse, kind: Kind | number, timing: Timing): Promise<void> {
  if (typeof kind === 'number') status(response, kind, timing);
  else await KIND[kind](response, timing);
}

function status(response: ServerResponse, code: number, { retryAfterMs }: Timing): void {
  const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
  const headers =
    seconds !== undefined && (code === 429 || code === 503) ? { 'Retry-After': String(seconds) } : {};
  response.writeHead(code, headers).end(code === 204 ? undefined : `Answered ${code} on purpose.\n`);
}

const LINE = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nOK\n';
const FLOOD_BYTES = 2 ** 30;

const KIND: Record<Kind, (response: ServerResponse, timing: Timing) => Promise<void> | void> = {
  slow: async (response, { slowMs }) => {
    await untilClosed(response, slowMs);
    response.writeHead(204).end();
  },
  never: (response) => untilClosed(response, 2 ** 30),
  redirect: (response) => void response.writeHead(307, { Location: '/moved' }).end(),
  reset: async (response) => {
    response.socket?.write(LINE.slice(0, 25));
    await sleep(20);
    response.socket?.resetAndDestroy();
  },
  trickle: async (response) => {
    for (const letter of LINE) {
      if (response.socket?.writable) response.socket.write(letter);
      await untilClosed(response, 1000);
    }
    response.destroy();
  },
  short: async (response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('Only this.');
    await sleep(20);
    response.destroy();
  },
  flood: async (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    const megabyte = Buffer.alloc(2 ** 20, 'flood ');
    for (let sent = 0; sent < FLOOD_BYTES && !response.destroyed; sent += megabyte.length) {
      if (!response.write(megabyte)) await drained(response);
    }
    response.end();
  },
};

/** Waits, or returns as soon as the sender hangs up. */
async function untilClosed(response: ServerResponse, milliseconds: number): Promise<void> {
  if (response.destroyed || response.closed) return;
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  await sleep(milliseconds, undefined, { signal: closed.signal, ref: false }).catch(() => undefined);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
