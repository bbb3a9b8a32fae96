import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws a sentence unless a server can listen on this port of 127.0.0.1. */
export async function checkPort(text: string): Promise<void> {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`PORT must be a number from 1 to 65535, not "${text}".`);
  }
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken' : 'cannot be used';
    throw new Error(`Port ${port} ${reason}: choose another one, as in PORT=3100 npm start.`, {
      cause: error,
    });
  }
  server.close();
  await once(server, 'close');
}
