import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyBytes } from './arbitraries.ts';
import { budget } from './budget.ts';
import { examine } from './examine.ts';

const corpus = new URL('../fixtures/hostile/', import.meta.url);

function filesOf(folder: string): [string, Buffer][] {
  const files = new URL(`${folder}/`, corpus);
  return readdirSync(files)
    .toSorted()
    .map((name) => [name, readFileSync(new URL(name, files))]);
}

describe('the corpus', () => {
  test.each(filesOf('read'))('%s is read', (_name, bytes) => {
    expect(examine(bytes)).toBe('read');
  });

  test.each(filesOf('malformed'))('%s is malformed', (_name, bytes) => {
    expect(examine(bytes)).toBe('malformed');
  });

  test.each([...filesOf('read'), ...filesOf('malformed')])(
    '%s, cut off anywhere, is read or malformed',
    (_name, bytes) => {
      for (let length = 0; length < bytes.length; length += 1) examine(bytes.subarray(0, length));
      expect(examine(bytes)).toBeDefined();
    },
  );
});

test('any bytes are read, blank or malformed, as libxml2 says, and the answers to them are valid', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      seen.add(examine(bytes));
    }),
    { numRuns: budget(3000, 300_000) },
  );
  expect(seen).toEqual(new Set(['read', 'blank', 'malformed']));
});
