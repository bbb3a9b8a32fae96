import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * Timeouts whose worst case, with repetitions, is well within a function's own: if the database hangs, the caller gets
 * a retryable error, not a timeout of the function.
 */
export const dynamodb = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** The AWS SDK's reports about itself, to AWS and to its debug log: a twentieth of a poll's processor time. */
for (const telling of ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'])
  dynamodb.middlewareStack.remove(telling);

export const documents = DynamoDBDocumentClient.from(dynamodb, {
  marshallOptions: { removeUndefinedValues: true },
});
