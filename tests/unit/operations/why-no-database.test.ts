import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { DynamoDBClient, type DynamoDBClientConfig, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Meant, whyNoDatabase } from '../../../operations/why-no-database.ts';

// The errors are the AWS SDK's own: it is given no credentials, or an answer as DynamoDB gives it.

const meant: Meant = {
  stage: 'dev',
  region: 'us-east-1',
  tables: [
    'lightspeed-web-orders-dev-orders',
    'lightspeed-web-orders-dev-activity',
    'lightspeed-web-orders-dev-stores',
  ],
};
const WHERE = 'It looked at stage dev: region us-east-1, tables lightspeed-web-orders-dev-*.';

async function sdkError(config: DynamoDBClientConfig): Promise<Error> {
  const client = new DynamoDBClient({ region: 'us-east-1', maxAttempts: 1, ...config });
  try {
    await client.send(new ScanCommand({ TableName: 'x' }));
  } catch (error) {
    return error as Error;
  } finally {
    client.destroy();
  }
  throw new Error('It was answered.');
}

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };

/** What the SDK throws when DynamoDB refuses a call. */
async function refusedWith(type: string, message: string): Promise<Error> {
  const server = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: type, message }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  try {
    return await sdkError({ endpoint: `http://127.0.0.1:${port}`, credentials });
  } finally {
    server.close();
  }
}

test.each<[string, string, string]>([
  [
    'com.amazon.coral.service#ExpiredTokenException',
    'The security token included in the request is expired',
    'The AWS credentials have expired: sign in again with aws sso login, or set new ones.',
  ],
  [
    'com.amazon.coral.service#UnrecognizedClientException',
    'The security token included in the request is invalid.',
    'AWS does not know these credentials: get new ones (aws sso login, or fresh AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), or name another profile in AWS_PROFILE.',
  ],
  [
    'com.amazon.coral.service#InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
    'AWS does not know these credentials: get new ones (aws sso login, or fresh AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), or name another profile in AWS_PROFILE.',
  ],
  [
    'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    'Requested resource not found',
    'The stage is not deployed there: set AWS_REGION and AWS_PROFILE to where it is, or deploy it with npx serverless deploy --stage dev.',
  ],
])('%s', async (type, message, sentence) => {
  expect(whyNoDatabase(await refusedWith(type, message), meant)).toBe(`${sentence} ${WHERE}`);
});

test('a refusal names the account of whoever was refused', async () => {
  const error = await refusedWith(
    'com.amazon.coral.service#AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/dana is not authorized to perform: dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:123456789012:table/x',
  );
  expect(whyNoDatabase(error, meant)).toBe(
    'These AWS credentials may not read the tables: name another profile in AWS_PROFILE, or have its rights extended. It looked at stage dev: account 123456789012, region us-east-1, tables lightspeed-web-orders-dev-*.',
  );
  expect(whyNoDatabase(error, { ...meant, account: '999999999999' })).toContain('account 999999999999, ');
});

test('a region that there is not', async () => {
  const error = await sdkError({ region: 'us east', credentials });
  expect(whyNoDatabase(error, { ...meant, region: 'us east' })).toBe(
    'There is no DynamoDB in a region "us east", or this machine does not reach it: set AWS_REGION, as in us-east-1, and look whether the internet is reached. It looked at stage dev: region us east, tables lightspeed-web-orders-dev-*.',
  );
  const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND dynamodb.us-oast-1.amazonaws.com'), {
    code: 'ENOTFOUND',
  });
  expect(whyNoDatabase(notFound, { ...meant, region: 'us-oast-1' })).toContain('in a region "us-oast-1"');
});

test('nobody answers', async () => {
  const error = await sdkError({ endpoint: 'http://127.0.0.1:1', credentials });
  expect(whyNoDatabase(error, meant)).toBe(
    `AWS did not answer: look whether this machine reaches the internet, and try again. ${WHERE}`,
  );
});

test.each<[string, string | undefined, string]>([
  [
    'Could not load credentials from any providers',
    undefined,
    'There are no AWS credentials: name a profile (AWS_PROFILE=…), or sign in with aws sso login.',
  ],
  [
    'Could not resolve credentials using profile: [dealers] in configuration/credentials file(s).',
    'dealers',
    'The AWS profile dealers has no credentials: sign in with aws sso login --profile dealers, or name another one in AWS_PROFILE.',
  ],
  [
    'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    'dealers',
    'The AWS credentials have expired: sign in again with aws sso login --profile dealers, or set new ones.',
  ],
])('the SDK finds no credentials: %s', (message, profile, sentence) => {
  const error = Object.assign(new Error(message), { name: 'CredentialsProviderError' });
  expect(whyNoDatabase(error, { ...meant, profile })).toBe(`${sentence} ${WHERE}`);
});

test('anything else is told as it was said', () => {
  expect(whyNoDatabase(new Error('Something new.'), { ...meant, tables: ['one'] })).toBe(
    'The database did not answer: Something new. It looked at stage dev: region us-east-1, tables one.',
  );
});
