import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * Times that keep the worst case, with its repetitions, well within a function's own: a database that hangs is
 * answered with a retryable error, not with a timeout of the function.
 */
export const dynamodb = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** What the AWS SDK tells of itself, to AWS and to its debug log: a twentieth of the processor's time of a poll. */
for (const telling of ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'])
  dynamodb.middlewareStack.remove(telling);

export const documents = DynamoDBDocumentClient.from(dynamodb, {
  marshallOptions: { removeUndefinedValues: true },
});
