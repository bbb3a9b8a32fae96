import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/*
 * While `npm start` serves, a file in its folder holds its address, such as http://localhost:3100, so that the commands
 * find it. A killed process leaves its file behind.
 */

const DEFAULT_PORT = '3000';
const fileIn = (folder: string): string => join(folder, 'server.txt');

export function tellServer(folder: string, origin: string): void {
  writeFileSync(fileIn(folder), origin);
}

export function forgetServer(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

/** The server on this machine: on `PORT` if set, else where the one on `DATA_DIR` says, else on 3000. */
export async function serverOnThisMachine(env: Record<string, string | undefined>): Promise<string> {
  if (env['PORT']) return `http://localhost:${env['PORT']}`;
  const told = toldIn(env['DATA_DIR'] || '.data');
  return told !== undefined && (await listens(told)) ? told.origin : `http://localhost:${DEFAULT_PORT}`;
}

export async function portOnThisMachine(env: Record<string, string | undefined>): Promise<string> {
  return new URL(await serverOnThisMachine(env)).port || '80';
}

function toldIn(folder: string): URL | undefined {
  try {
    const url = new URL(readFileSync(fileIn(folder), 'utf8'));
    return url.protocol === 'http:' && url.hostname === 'localhost' ? url : undefined;
  } catch {
    return undefined;
  }
}

function listens({ port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port || '80'), timeout: 1000 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
