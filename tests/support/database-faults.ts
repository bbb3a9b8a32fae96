import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One request on its way to the database. */
export interface DatabaseCall {
  /** `PutItemCommand`, … */
  command: string;
  /** What is asked of it: the table, the key. */
  input: Record<string, unknown>;
  /** Counted from 1 since the fault was put in; a repetition by the client itself counts as well. */
  number: number;
  /** Sends it, and gives the raw answer. */
  send: () => Promise<{ output: object }>;
}

/** The fate of each database request while `run` runs: an answer, or a thrown error. */
export type Fault = (call: DatabaseCall) => Promise<{ output: object }>;

/**
 * Puts a fault between the product's client and the database, as close to the wire as possible: inside the client's own
 * retries. Returns what `run` does, and how many requests there were.
 */
export async function withFault<T>(
  dynamodb: DynamoDBClient,
  { fault, run }: { fault: Fault; run: () => Promise<T> },
): Promise<{ result: T; calls: number }> {
  let calls = 0;
  const name = 'faultOfTheTest';
  dynamodb.middlewareStack.add(
    (next, context) => async (args) => {
      calls += 1;
      const command = String(context['commandName']);
      const answer = await fault({
        command,
        input: args.input as Record<string, unknown>,
        number: calls,
        send: async () => {
          const { output, response } = await next(args);
          return { output, response };
        },
      });
      return { response: undefined, ...answer } as Awaited<ReturnType<typeof next>>;
    },
    { step: 'finalizeRequest', priority: 'low', name, override: true },
  );
  try {
    return { result: await run(), calls };
  } finally {
    dynamodb.middlewareStack.remove(name);
  }
}

/** An error as the client throws it when the database answers so. */
export function databaseError(name: string, httpStatusCode = 400): Error {
  const error = new Error('What the database said.');
  return Object.assign(error, { name, $fault: 'client', $metadata: { httpStatusCode } });
}
