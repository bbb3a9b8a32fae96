import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { shapes } from './shapes.ts';

interface Cost {
  name: string;
  ms: number;
  answerBytes: number;
  codes: string[];
}

/** A function has 512 MiB, a part of one processor, and 20 seconds. With more in use than this the script dies. */
const HEAP_MIB = 200;
const MOST_MS = 4000;
const MOST_ANSWER_BYTES = 6_000_000;

const costs = new Map<string, Cost>();

beforeAll(async () => {
  const script = fileURLToPath(new URL('large-bodies.ts', import.meta.url));
  const flags = [`--max-old-space-size=${HEAP_MIB}`, '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, String(1024 * 1024)]);
  for (const line of stdout.trim().split('\n')) {
    const cost: Cost = JSON.parse(line);
    costs.set(cost.name, cost);
  }
}, 240_000);

test.each(Object.keys(shapes))('1 MiB of %s is read in a bounded time and memory', (name) => {
  const cost = costs.get(name);
  expect(cost?.ms).toBeLessThan(MOST_MS);
  expect(cost?.answerBytes).toBeLessThan(MOST_ANSWER_BYTES);
  expect(['MalformedXml', 'InvalidRequest']).toEqual(expect.arrayContaining(cost?.codes ?? ['nothing']));
});
