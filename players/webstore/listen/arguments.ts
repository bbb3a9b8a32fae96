import { parseArgs } from 'node:util';
import { duration, share, wholeNumber } from '../../../terminal/arguments.ts';
import { UsageError } from '../../../terminal/usage-error.ts';
import { isKind, KINDS, type Misbehavior } from './answer.ts';

export type ListenArguments = {
  /** 0: any free one. */
  port: number;
  /** As `whsec_…`; any of them may have signed. More may come from standard input. */
  secrets: string[];
  json: boolean;
  misbehavior: Misbehavior;
};

export const HELP = `Plays a webstore that is told what happened to its orders: receives the messages, verifies them, prints them.

  npm run webstore -- listen [options]

  --port N           (any free one)
  --secret SECRET    whsec_…, several times while two are valid (or WEBHOOK_SECRET, or paste it while this runs)
  --json             a line of JSON for each message

It answers 204 to each message, unless it is told to misbehave:

  --fail SHARE       this share of the messages is answered 500: 30%, 0.3
  --slow [TIME]      answers after a time: 500ms, 5s, 2m (20s, which is too late)
  --gone             answers 410: the sender should never come again
  --answer KIND      answers this to each message:
                       a status, as in 503        redirect   307 to another path
                       never      no answer       reset      the connection is reset in the middle
                       trickle    a byte a second short      less than Content-Length says
                       flood      an answer without an end
  --retry-after TIME sent with a 429 or 503
  --first N          only to the first N deliveries of each message, then 204
  --seed N           makes the same choices for --fail again

Ctrl-C sums up. Exit code: 0 all were verified, 1 something was not as it should be, 2 the command was typed wrongly.

Example: npm run webstore -- listen --port 4000 --fail 30%`;

const LATE_MS = 20_000;

/**
 * @returns undefined when help was asked for
 * @throws UsageError, or `parseArgs`' own error, with a sentence for the user
 */
export function readListenArguments(argv: string[], env: NodeJS.ProcessEnv): ListenArguments | undefined {
  const { values, positionals } = parseArgs({
    args: withTime(argv),
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      secret: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      fail: { type: 'string' },
      slow: { type: 'string' },
      gone: { type: 'boolean', default: false },
      answer: { type: 'string' },
      'retry-after': { type: 'string' },
      first: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  if (positionals.length !== 1 || positionals[0] !== 'listen') {
    const words = positionals.join(' ');
    throw new UsageError(words === '' ? 'Which command? listen' : `There is no command "${words}".`);
  }
  const port = wholeNumber('--port', values.port, 0);
  if (port > 65_535) throw new UsageError(`--port takes a number up to 65535, not "${values.port}".`);
  const secrets = values.secret ?? env['WEBHOOK_SECRET']?.split(/\s+/).filter(Boolean) ?? [];
  return { port, secrets: secrets.map(checkedSecret), json: values.json, misbehavior: misbehavior(values) };
}

/** `--slow` may stand alone, which `parseArgs` has no word for. */
function withTime(argv: string[]): string[] {
  return argv.map((word, at) =>
    word === '--slow' && !/^\d/.test(argv[at + 1] ?? '') ? `--slow=${LATE_MS}ms` : word,
  );
}

/** @throws UsageError that does not repeat what was given: it may be the secret with a letter missing */
export function checkedSecret(secret: string): string {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret.trim()) ?? [];
  if (base64 === undefined || Buffer.from(base64, 'base64').length < 24) {
    throw new UsageError('A secret looks like whsec_ and some 44 letters and digits.');
  }
  return secret.trim();
}

type Values = {
  [option in 'fail' | 'slow' | 'answer' | 'retry-after' | 'first' | 'seed']?: string | undefined;
} & {
  gone: boolean;
};

function misbehavior(values: Values): Misbehavior {
  const kinds = [
    ...(values.slow === undefined ? [] : ['slow' as const]),
    ...(values.gone ? [410] : []),
    ...(values.answer === undefined ? [] : [kindOf(values.answer)]),
  ];
  const [kind, second] = kinds;
  if (second !== undefined) throw new UsageError('Only one of --slow, --gone and --answer at a time.');
  const failing = values.fail === undefined ? 1 : share('--fail', values.fail);
  return {
    kind: kind ?? (values.fail === undefined ? 204 : 500),
    share: failing,
    slowMs: values.slow === undefined ? 0 : duration('--slow', values.slow),
    retryAfterMs:
      values['retry-after'] === undefined ? undefined : duration('--retry-after', values['retry-after']),
    first: values.first === undefined ? Number.POSITIVE_INFINITY : wholeNumber('--first', values.first, 1),
    seed: values.seed === undefined ? Date.now() : wholeNumber('--seed', values.seed, 0),
  };
}

function kindOf(text: string): Misbehavior['kind'] {
  if (isKind(text)) return text;
  if (/^[2-5]\d\d$/.test(text)) return Number(text);
  throw new UsageError(`--answer takes a status or one of ${KINDS.join(', ')}, not "${text}".`);
}
