import type { RecordedCall } from '../lib/database/wire.ts';
import { type Instant, toInstant } from '../lib/domain/instant.ts';
import type { Store } from '../lib/domain/store.ts';
import { baseUrl, duration, wholeNumber } from '../terminal/arguments.ts';
import { serverOnThisMachine } from '../terminal/http/running-server.ts';
import { pause } from '../terminal/pause.ts';
import type { Told } from '../terminal/tell.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { type Given, JSON_OPTION, runOperation } from './run.ts';
import { serverlessYml } from './stage.ts';
import { replay } from './wire/replay.ts';
import { callJson, callList, type CallSummary, callSummary, callText } from './wire/show.ts';

// `npm run wire`: what Lightspeed sends and is answered, while a store is being recorded (docs/lightspeed-wire.md).

const HELP = `What Lightspeed really sends to a store, and what it is answered.

  npm run wire -- --stage STAGE --store STORE [option]

  (no option)       lists the recorded calls, oldest first
  --record 24h      records for so long, at most 168h; off by default
  --stop            stops recording
  --show N          shows call N whole
  --json            with --show or no option: for a program (docs/commands.md)
  --follow          shows calls as they come; Ctrl-C ends it
  --replay N        plays call N against the server on this machine, and compares the answers
    --url URL       that server; the one that runs here unless it is given
    --user, --password   its credentials; those of stage local unless they are given

Credentials are masked before anything is kept. A call is kept for seven days.

Example: npm run wire -- --stage prod --store coolbike --show 3
`;

/** The options that exclude `--json`. */
const NOT_JSON = ['record', 'stop', 'follow', 'replay'];

const MOST_MS = 7 * 24 * 3_600_000;
const FOLLOW_EVERY_MS = 2000;

await runOperation({
  name: 'wire',
  help: HELP,
  options: {
    store: { type: 'string' },
    record: { type: 'string' },
    stop: { type: 'boolean' },
    show: { type: 'string' },
    follow: { type: 'boolean' },
    replay: { type: 'string' },
    url: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    ...JSON_OPTION,
  },
  act,
});

async function act({ values, tell, signal, now: date }: Given): Promise<number> {
  const now = toInstant(date);
  const storeId = textOf(values, 'store');
  if (storeId === undefined) throw new UsageError('Which store? --store coolbike');
  if (values['json'] === true && NOT_JSON.some((option) => values[option] !== undefined))
    throw new UsageError('--json is for --show, and for the list of calls.');
  const record = textOf(values, 'record');
  if (record !== undefined || values['stop'] === true) return switchRecording(storeId, record, now);
  if (values['follow'] === true) return follow(storeId, now, signal);
  const show = textOf(values, 'show');
  if (show !== undefined) {
    const number = wholeNumber('--show', show, 1);
    const call = await recorded(storeId, number, now);
    tell({ text: callText(number, call), json: callJson(number, call) });
    return 0;
  }
  const again = textOf(values, 'replay');
  if (again !== undefined) {
    const call = await recorded(storeId, wholeNumber('--replay', again, 1), now);
    const { username, password } = serverlessYml().custom.localStore;
    const { text, same } = await replay(call, {
      url: baseUrl(textOf(values, 'url') ?? (await serverOnThisMachine(process.env))),
      user: textOf(values, 'user') ?? username,
      password: textOf(values, 'password') ?? password,
    });
    console.log(text);
    return same ? 0 : 1;
  }
  tell(await list(storeId, now));
  return 0;
}

async function switchRecording(storeId: string, record: string | undefined, now: Instant): Promise<number> {
  const { changingStore } = await import('./changing-store.ts');
  const { existingStore } = await import('./existing-store.ts');
  const forMs = record === undefined ? 0 : duration('--record', record);
  if (forMs > MOST_MS) throw new UsageError('--record takes at most 168h, which is seven days.');
  const recordUntil = record === undefined ? undefined : toInstant(new Date(Date.parse(now) + forMs));
  const store = await existingStore(storeId);
  await changingStore(store, now).change((before) => ({ ...before, recordUntil }));
  console.log(
    recordUntil === undefined
      ? `${storeId} is no longer recorded. What was recorded is kept for seven days.`
      : `${storeId} is recorded until ${recordUntil}. A running service knows within 15 seconds.`,
  );
  return 0;
}

async function list(storeId: string, now: Instant): Promise<Told> {
  const { recordedCalls } = await import('../lib/database/wire.ts');
  const { existingStore } = await import('./existing-store.ts');
  const store = await existingStore(storeId);
  // Without their bodies, which may be many megabytes in a week.
  const calls: CallSummary[] = [];
  for await (const { call } of recordedCalls(storeId, { now }))
    calls.push(callSummary(calls.length + 1, call));
  const json = { store: storeId, recordUntil: store.recordUntil ?? null, calls };
  return { text: calls.length > 0 ? callList(calls) : whyNothing(store), json };
}

function whyNothing({ id, recordUntil }: Pick<Store, 'id' | 'recordUntil'>): string {
  return recordUntil === undefined
    ? `Nothing is recorded, because ${id} is not being recorded: --record 24h`
    : `Nothing is recorded: Lightspeed has not called since. ${id} is recorded until ${recordUntil}.`;
}

async function follow(storeId: string, now: Instant, signal: AbortSignal): Promise<number> {
  const { placeBefore, recordedCalls } = await import('../lib/database/wire.ts');
  let after = placeBefore(now);
  let count = 0;
  while (!signal.aborted) {
    for await (const { place, call } of recordedCalls(storeId, { after, now: toInstant(new Date()) })) {
      after = place;
      count += 1;
      console.log(callText(count, call));
    }
    await pause(FOLLOW_EVERY_MS, signal);
  }
  return 0;
}

async function recorded(storeId: string, number: number, now: Instant): Promise<RecordedCall> {
  const { recordedCalls } = await import('../lib/database/wire.ts');
  let count = 0;
  for await (const { call } of recordedCalls(storeId, { now })) {
    count += 1;
    if (count === number) return call;
  }
  throw new Error(`There is no call ${number}: ${count} ${count === 1 ? 'is' : 'are'} recorded.`);
}

function textOf(values: Given['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
