import { describe, expect, test } from '@jest/globals';
import { readListenArguments } from '../../../../../players/webstore/listen/arguments.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const quiet = {
  kind: 204,
  share: 1,
  slowMs: 0,
  retryAfterMs: undefined,
  first: Number.POSITIVE_INFINITY,
  seed: 1,
};

const read = (...words: string[]) => readListenArguments(['listen', '--seed', '1', ...words], {});

describe('the arguments of `webstore listen`', () => {
  test('default to a free port and to answering every message with success', () => {
    expect(read()).toEqual({ port: 0, secrets: [], json: false, misbehavior: quiet });
  });

  test('take secrets from the command line, or else from the environment', () => {
    const env = { WEBHOOK_SECRET: `${secret} ${other}` };
    expect(readListenArguments(['listen'], env)?.secrets).toEqual([secret, other]);
    expect(readListenArguments(['listen', '--secret', other], env)?.secrets).toEqual([other]);
  });

  test.each([
    [['--fail', '30%'], { kind: 500, share: 0.3 }],
    [['--slow'], { kind: 'slow', slowMs: 20_000 }],
    [['--slow', '--json'], { kind: 'slow', slowMs: 20_000 }],
    [['--slow', '500ms'], { kind: 'slow', slowMs: 500 }],
    [['--gone'], { kind: 410 }],
    [['--answer', '503', '--retry-after', '2m'], { kind: 503, retryAfterMs: 120_000 }],
    [['--answer', 'reset', '--first', '2'], { kind: 'reset', first: 2 }],
    [['--gone', '--fail', '0.5'], { kind: 410, share: 0.5 }],
  ])('%j', (words, misbehavior) => {
    expect(read(...words)?.misbehavior).toEqual({ ...quiet, ...misbehavior });
  });

  test.each([
    [['--port', '70000'], '--port takes a number up to 65535, not "70000".'],
    [['--gone', '--slow'], 'Only one of --slow, --gone and --answer at a time.'],
    [
      ['--answer', 'teapot'],
      '--answer takes a status or one of slow, never, reset, redirect, trickle, short, flood, not "teapot".',
    ],
    [['--first', '0'], '--first takes a whole number from 1, not "0".'],
    [['twice'], 'There is no command "listen twice".'],
  ])('%j is refused', (words, message) => {
    expect(() => read(...words)).toThrow(message);
  });

  test('a secret that is none is refused without being repeated', () => {
    const message = 'A secret looks like whsec_ and some 44 letters and digits.';
    for (const wrong of ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_MfKQ9r8GKYqr', 'whsec_a b'])
      expect(() => read('--secret', wrong)).toThrow(message);
  });

  test('are not read when help is asked for', () => {
    expect(readListenArguments(['--help'], {})).toBeUndefined();
  });
});
