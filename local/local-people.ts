import { randomUUID } from 'node:crypto';
import { toInstant } from '../lib/domain/instant.ts';
import { call } from './tables.ts';

/** Somebody to choose from after `npm start`, as `serverless.yml` has it. */
export interface LocalPerson {
  email: string;
  role: 'operator' | 'dealer';
  stores: string[];
}

/** Adds those who are not there yet; whoever was changed or removed in the console stays so. */
export async function addLocalPeople(endpoint: string, table: string, people: LocalPerson[]): Promise<void> {
  const now = toInstant(new Date());
  for (const { email, role, stores } of people) {
    const details = {
      email: { S: email },
      role: { S: role },
      stores: { L: stores.map((store) => ({ S: store })) },
      invitedAt: { S: now },
      invitedBy: { S: 'npm start' },
    };
    await call(endpoint, 'PutItem', {
      TableName: table,
      Item: { person: { S: email }, revision: { S: randomUUID() }, details: { M: details } },
      ConditionExpression: 'attribute_not_exists(person)',
    });
  }
}
