import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeBuildRemains } from '../../../local/build-remains.ts';

test('only what this process left for its functions is removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'remains-'));
  const ours = ['getOrder-77-1795686205666-0db201cc', 'get-order-77-1-00000000'];
  const others = [
    'getOrder-78-1795686205666-0db201cc',
    'getOrder-77-1795686205666-0db201cc-mine',
    'other-77-1795686205666-0db201cc',
    'getOrder',
  ];
  for (const name of [...ours, ...others]) {
    mkdirSync(join(folder, name, 'functions'), { recursive: true });
    writeFileSync(join(folder, name, 'functions', 'x.cjs'), '');
  }
  removeBuildRemains(folder, ['getOrder', 'get-order'], 77);
  expect(readdirSync(folder).toSorted()).toEqual(others.toSorted());
  rmSync(folder, { recursive: true });
});
