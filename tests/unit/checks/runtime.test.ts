import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { trials } from '../../../checks/runtime/events.ts';
import type { Packaged } from '../../../checks/runtime/lambda.ts';
import { unzip } from '../../../checks/runtime/unzip.ts';
import { faultsOfAnswer, faultsOfSilence, faultsOfStart } from '../../../checks/runtime/verdicts.ts';

const folder = mkdtempSync(join(tmpdir(), 'runtime-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ship: Packaged = {
  name: 'ship',
  folder: '/nowhere',
  handler: 'ship.handler',
  timeout: 20,
  memorySize: 512,
  environment: {},
};
const trial = { event: {}, status: 200, holds: 'Recorded' };
const scheduled = { event: {} };
const ran = (answer: unknown, milliseconds = 100) => ({ answer, milliseconds, output: '' });

test('every function of serverless.yml has a real event that it is called with, and no other has', () => {
  const { functions } = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '');
  expect(Object.keys(trials).toSorted()).toEqual(Object.keys(functions).toSorted());
});

describe('a function that was called with a real event', () => {
  test.each<[string, unknown, string[]]>([
    ['is well', { statusCode: 200, body: '<Result>Recorded</Result>' }, []],
    ['answers another status', { statusCode: 500, body: '' }, ['ship answered 500, not 200.']],
    ['answers something else', { statusCode: 200, body: '<Error/>' }, ['ship answered without Recorded']],
    ['throws', { errorType: 'Error', errorMessage: 'x' }, ['ship threw: x']],
    [
      'is ended by Lambda',
      'Task timed out after 20.00 seconds',
      ['ship: Task timed out after 20.00 seconds'],
    ],
    ['answers nothing', null, ['ship answered undefined, not 200.']],
  ])('%s', (_, answer, faults) => {
    expect(faultsOfAnswer(ship, trial, ran(answer))).toEqual(faults);
  });

  test('is too slow', () => {
    const answer = { statusCode: 200, body: 'Recorded' };
    expect(faultsOfAnswer(ship, trial, ran(answer, 20_001))).toEqual([
      'ship was not done within its 20 seconds.',
    ]);
  });

  test('answers nothing to a schedule', () => {
    expect(faultsOfAnswer(ship, scheduled, ran(null))).toEqual([]);
    expect(faultsOfAnswer(ship, scheduled, ran({}))).toEqual([
      'ship answered its event, which nobody reads.',
    ]);
  });
});

describe('a function whose database is silent', () => {
  const late = ['ship did not end within its 20 seconds while its database was silent.'];

  test.each<[string, unknown, number, string[]]>([
    ['answers 503 in time', { statusCode: 503 }, 9000, []],
    [
      'answers something else',
      { statusCode: 200 },
      9000,
      ['ship answered 200 while its database was silent, not 503.'],
    ],
    ['throws', { errorMessage: 'x' }, 9000, ['ship answered x while its database was silent, not 503.']],
    ['is ended by Lambda', 'Task timed out after 20.00 seconds', 19_999, late],
    ['takes all its time', { statusCode: 503 }, 20_000, late],
  ])('%s', (_, answer, milliseconds, faults) => {
    expect(faultsOfSilence(ship, trial, ran(answer, milliseconds))).toEqual(faults);
  });

  test('may throw, if nobody waits for its answer', () => {
    expect(faultsOfSilence(ship, scheduled, ran({ errorMessage: 'x' }, 9000))).toEqual([]);
  });
});

test('a function without a setting says in one sentence which', () => {
  expect(faultsOfStart(ship, 'STAGE', ran({ errorMessage: 'The setting STAGE is missing.' }))).toEqual([]);
  expect(faultsOfStart(ship, 'STAGE', ran({ statusCode: 200 }))).toEqual([
    'ship without STAGE said {"statusCode":200}, not "The setting STAGE is missing."',
  ]);
});

describe('a zip file', () => {
  test('is unpacked with its folders, whether or not its files are packed', () => {
    writeFileSync(join(folder, 'a.zip'), zipOf({ 'functions/a.cjs': 'x'.repeat(999), 'b.cjs': 'y' }));
    unzip(join(folder, 'a.zip'), join(folder, 'a'));
    expect(readFileSync(join(folder, 'a/functions/a.cjs'), 'utf8')).toBe('x'.repeat(999));
    expect(readFileSync(join(folder, 'a/b.cjs'), 'utf8')).toBe('y');
  });

  test('writes nothing outside the folder', () => {
    writeFileSync(join(folder, 'b.zip'), zipOf({ '../b.cjs': 'x' }));
    expect(() => unzip(join(folder, 'b.zip'), join(folder, 'b'))).toThrow('holds ../b.cjs');
    writeFileSync(join(folder, 'c.zip'), 'no zip file, but long enough');
    expect(() => unzip(join(folder, 'c.zip'), join(folder, 'c'))).toThrow('is no zip file');
  });
});

/** Files of one letter are stored as they are. */
function zipOf(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  for (const [name, content] of Object.entries(files)) {
    const packed = content.length === 1 ? Buffer.from(content) : deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt16LE(content.length === 1 ? 0 : 8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(Buffer.concat(locals).length, 42);
    entries.push(entry, Buffer.from(name));
    locals.push(local, Buffer.from(name), packed);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(locals).length, 16);
  return Buffer.concat([...locals, ...entries, end]);
}
