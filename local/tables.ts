import { isDeepStrictEqual } from 'node:util';
import { request } from 'node:http';

/** The resources of `serverless.yml`, as the framework has resolved them. */
export interface Resources {
  [logicalId: string]: { Type: string; Properties?: Record<string, unknown> };
}

/** What CloudFormation and DynamoDB both call by these names, and what the embedded one can do. */
const PROPERTIES = ['TableName', 'BillingMode', 'AttributeDefinitions', 'KeySchema', 'LocalSecondaryIndexes'] as const;

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
    if (TableDescription === undefined) throw new Error(`The table ${TableName} cannot be created: ${message}`);
  } else if (!isDeepStrictEqual(shapeOf(Table), shapeOf(properties))) {
    throw new Error(
      `The table ${TableName} was made by another version of this project: remove its folder, or name another.`,
    );
  }
}
