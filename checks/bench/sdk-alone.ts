import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/*
 * What our functions are compared with: the AWS SDK, configured as in lib/database/client.ts and bundled like our
 * functions, making the same calls with the same values, and nothing else.
 */

const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

const commands = {
  BatchGetItem: BatchGetCommand,
  GetItem: GetCommand,
  PutItem: PutCommand,
  Query: QueryCommand,
  UpdateItem: UpdateCommand,
};

export interface Request {
  operation: string;
  /** In plain values, as a program has them. */
  input: unknown;
}

/** Makes the calls of each step in parallel, and the steps one after the other. */
export async function callInSteps(steps: Request[][]): Promise<void> {
  for (const step of steps) {
    await Promise.all(
      step.map(({ operation, input }) => {
        const Command = commands[operation as keyof typeof commands];
        return documents.send(new Command(input as never) as never);
      }),
    );
  }
}

export type CallInSteps = typeof callInSteps;
