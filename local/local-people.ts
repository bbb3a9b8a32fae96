import { randomUUID } from 'node:crypto';
import { toInstant } from '../lib/domain/instant.ts';
import { call } from './tables.ts';

/** A person to choose after `npm start`, from `serverless.yml`. */
export interface LocalPerson {
  email: string;
  role: 'operator' | 'dealer';
  stores: string[];
}

/** Adds those who are missing; changes and removals in the console stay. */
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
