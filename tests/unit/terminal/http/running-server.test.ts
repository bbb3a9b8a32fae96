import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  forgetServer,
  portOnThisMachine,
  serverOnThisMachine,
  tellServer,
} from '../../../../terminal/http/running-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'server-'));
const server = createServer();
let port = 0;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('the server that runs on the folder is found', async () => {
  tellServer(folder, `http://localhost:${port}`);
  expect(await serverOnThisMachine({ DATA_DIR: folder })).toBe(`http://localhost:${port}`);
  expect(await portOnThisMachine({ DATA_DIR: folder })).toBe(String(port));
});

test('PORT goes before the folder', async () => {
  tellServer(folder, `http://localhost:${port}`);
  expect(await serverOnThisMachine({ DATA_DIR: folder, PORT: '3100' })).toBe('http://localhost:3100');
  expect(await portOnThisMachine({ PORT: '80' })).toBe('80');
});

test.each(['http://localhost:1', 'https://example.com', 'nonsense', ''])(
  'a file that says %j, left by a server that is gone or by nobody, is skipped',
  async (text) => {
    writeFileSync(join(folder, 'server.txt'), text);
    expect(await serverOnThisMachine({ DATA_DIR: folder })).toBe('http://localhost:3000');
  },
);

test('without a file it is the usual port', async () => {
  forgetServer(folder);
  forgetServer(folder);
  expect(await serverOnThisMachine({ DATA_DIR: folder, PORT: '' })).toBe('http://localhost:3000');
});
