import { createServer, type Server } from 'node:http';
import { STORES } from './stores.ts';

/** The webstores that are told, on this machine. */
export interface Receivers {
  urlOf: (storeId: string) => string;
  close: () => void;
}

/** Usual, so that a demonstration looks like the one before it. */
const PORT = 4010;

/** Starts them. Each answers as its store says: well, or with an error during its bad hours before `end`. */
export async function startReceivers(end: number): Promise<Receivers> {
  const server = createServer((request, response) => {
    const store = STORES.find(({ id }) => request.url === `/${id}/hooks`);
    const before = end - Date.now();
    const isFailing = before > 0 && store?.told?.failing.some(([from, to]) => before <= from && before >= to);
    request.resume();
    if (isFailing)
      response
        .writeHead(500, { 'content-type': 'text/plain' })
        .end('Error establishing a database connection');
    else response.writeHead(store ? 204 : 404).end();
  });
  const port = await listen(server, PORT).catch(() => listen(server, 0));
  return {
    urlOf: (storeId) => `http://127.0.0.1:${port}/${storeId}/hooks`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
