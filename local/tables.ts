import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';

/** The resources of `serverless.yml`, as resolved by the framework. */
export interface Resources {
  [logicalId: string]: { Type: string; Properties?: Record<string, unknown> };
}

/** The properties that CloudFormation and DynamoDB share and the embedded one supports. */
const PROPERTIES = [
  'TableName',
  'BillingMode',
  'AttributeDefinitions',
  'KeySchema',
  'LocalSecondaryIndexes',
  'GlobalSecondaryIndexes',
] as const;

/** Creates the tables that are not there yet. Throws a sentence if one is there with other keys or indexes. */
export async function createTables(endpoint: string, resources: Resources): Promise<void> {
  for (const { Type, Properties = {} } of Object.values(resources)) {
    if (Type === 'AWS::DynamoDB::Table') await createTable(endpoint, Properties);
  }
}

async function createTable(endpoint: string, properties: Record<string, unknown>): Promise<void> {
  const { TableName } = properties;
  const { Table } = await call(endpoint, 'DescribeTable', { TableName });
  if (Table === undefined) {
    const input = Object.fromEntries(PROPERTIES.map((name) => [name, properties[name]]));
    const { TableDescription, message } = await call(endpoint, 'CreateTable', input);
    if (TableDescription === undefined)
      throw new Error(`The table ${String(TableName)} cannot be created: ${String(message)}`);
  } else if (!isDeepStrictEqual(shapeOf(Table), shapeOf(properties))) {
    throw new Error(
      `The table ${String(TableName)} was made by another version of this project: remove its folder, or name another.`,
    );
  }
}

/** What queries depend on. Both sides list indexes in their own order, and the embedded one adds properties. */
function shapeOf({
  KeySchema,
  LocalSecondaryIndexes = [],
  GlobalSecondaryIndexes = [],
}: Record<string, unknown>): unknown {
  const indexes = [LocalSecondaryIndexes, GlobalSecondaryIndexes].flat() as {
    IndexName: string;
    KeySchema: unknown;
    Projection: unknown;
  }[];
  return {
    KeySchema,
    indexes: Object.fromEntries(
      indexes.map(({ IndexName, KeySchema, Projection }) => [IndexName, { KeySchema, Projection }]),
    ),
  };
}

interface Answer {
  Table?: Record<string, unknown>;
  TableDescription?: Record<string, unknown>;
  Item?: Record<string, unknown>;
  message?: string;
}

/** Without the AWS SDK, which would cost `npm start` a tenth of a second and 25 MB. Any signature will do. */
export async function call(endpoint: string, operation: string, input: object): Promise<Answer> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
  };
  const sent = request(endpoint, { method: 'POST', headers });
  sent.end(JSON.stringify(input));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return json(answer) as Promise<Answer>;
}
