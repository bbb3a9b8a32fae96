import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

// Only one process can open the database of a folder. While `npm start` has it, a file there tells the operators'
// commands where it listens.

/** LevelDB passes over what is not named as its own files are. */
const fileIn = (folder: string) => join(folder, 'endpoint.txt');

export function tellEndpoint(folder: string, endpoint: string): void {
  writeFileSync(fileIn(folder), endpoint);
}

export function forgetEndpoint(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

/** Where the database of a folder listens; `undefined` if nobody has it open. A killed process leaves its file. */
export async function runningEndpoint(folder: string): Promise<string | undefined> {
  try {
    const endpoint = readFileSync(fileIn(folder), 'utf8');
    return (await answers(endpoint)) ? endpoint : undefined;
  } catch {
    return undefined;
  }
}

function answers(endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    request(endpoint, (answer) => {
      answer.resume();
      resolve(String(answer.headers['x-amzn-requestid'] ?? '') !== '');
    })
      .on('error', () => resolve(false))
      .end();
  });
}
