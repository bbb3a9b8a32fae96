import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import './atomic-writes.ts';

/** A DynamoDB in this process. */
export interface EmbeddedDynamodb {
  /** For `AWS_ENDPOINT_URL_DYNAMODB`; on loopback only. */
  endpoint: string;
  /** Ends once what was written is in the folder. */
  close: () => Promise<void>;
}

/**
 * Starts it on a free port. With a folder it keeps its data there, otherwise in memory.
 * Throws a sentence if the folder cannot be used.
 */
export async function startEmbeddedDynamodb(folder?: string): Promise<EmbeddedDynamodb> {
  if (folder !== undefined) await checkFolder(folder);
  const server = dynalite({ createTableMs: 0, ...(folder !== undefined && { path: folder }) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

/** dynalite crashes at its first request if its database does not open, so that is tried here first. */
async function checkFolder(folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
    const database = new ClassicLevel(folder);
    await database.open();
    await database.close();
  } catch (error) {
    const { cause = error } = error as { cause?: unknown };
    const { code, message } = cause as { code?: string; message: string };
    const reason = code === 'LEVEL_LOCKED' ? 'another process is using it' : message;
    throw new Error(`The folder ${folder} cannot be used: ${reason}.`, { cause: error });
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
  await closed;
}
