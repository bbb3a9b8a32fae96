import { once } from 'node:events';
import type { Server } from 'node:http';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import './embedded-indexes.ts';
import { isDiskFull, makeFolder, whyNoFolder } from './folder.ts';

/** A DynamoDB in this process. */
export interface EmbeddedDynamodb {
  /** For `AWS_ENDPOINT_URL_DYNAMODB`; on loopback only. */
  endpoint: string;
  /** Ends once everything written is in the folder. */
  close: () => Promise<void>;
}

/**
 * Starts it on a free port. With a folder it keeps its data there, otherwise in memory.
 * Throws a sentence if the folder cannot be used.
 */
export async function startEmbeddedDynamodb(folder?: string): Promise<EmbeddedDynamodb> {
  if (folder !== undefined) {
    await checkFolder(folder);
    endWhenFull(folder);
  }
  const server = dynalite({ createTableMs: 0, ...(folder !== undefined && { path: folder }) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

/** dynalite crashes at its first request if its database does not open, so this tries first. */
async function checkFolder(folder: string): Promise<void> {
  makeFolder(folder);
  try {
    const database = new ClassicLevel(folder);
    await database.open();
    await database.close();
  } catch (error) {
    const { cause = error } = error as { cause?: unknown };
    throw new Error(whyNoFolder(folder, cause), { cause: error });
  }
}

/**
 * dynalite throws what it cannot write. After that nothing more may be written: LevelDB could not read it back. So the
 * process ends with a sentence; what was answered is in the folder.
 */
function endWhenFull(folder: string): void {
  process.prependListener('uncaughtException', (error) => {
    if (!isDiskFull(error)) return;
    process.stderr.write(`${whyNoFolder(folder, error)}. What was answered is kept.\n`);
    process.exit(1);
  });
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
