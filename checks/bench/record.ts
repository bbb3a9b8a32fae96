import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Exchange } from './exchanges.ts';

/** Milliseconds without a call after which no more is expected. */
const QUIET = 500;

/** A proxy in front of a database that keeps what passes. */
export interface Recorder {
  endpoint: string;
  /** What passed since the last time, in the order of its beginning. */
  take: () => Exchange[];
  close: () => Promise<void>;
}

/**
 * It answers only once no more calls come: any call after an answer has waited for it.
 * @param countUnits whether the database is also asked what capacity each call consumes
 */
export async function startRecorder(
  database: string,
  { countUnits = false }: { countUnits?: boolean } = {},
): Promise<Recorder> {
  let exchanges: Exchange[] = [];
  let roundTrip = 1;
  let held: (() => void)[] = [];
  let quiet: NodeJS.Timeout | undefined;
  const release = () => {
    roundTrip += 1;
    for (const answer of held.splice(0)) answer();
  };
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const sent = await text(incoming);
    const { headers } = incoming;
    const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
    const input = JSON.parse(sent);
    const asked = countUnits ? JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }) : sent;
    const { status, body } = await forward(database, { headers, sent: asked });
    exchanges.push({ operation, input, status, answer: body, roundTrip });
    held.push(() => {
      outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    });
    clearTimeout(quiet);
    quiet = setTimeout(release, QUIET);
  };
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = exchanges;
      exchanges = [];
      roundTrip = 1;
      held = [];
      return taken;
    },
    close: async () => {
      clearTimeout(quiet);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward(
  database: string,
  { headers, sent }: { headers: IncomingMessage['headers']; sent: string },
): Promise<{ status: number; body: string }> {
  const length = Buffer.byteLength(sent);
  const call = request(database, { method: 'POST', headers: { ...headers, 'content-length': length } });
  call.end(sent);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}
