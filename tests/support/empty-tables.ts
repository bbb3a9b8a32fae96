import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';

/** The key of each table, by the name of its setting. */
export const KEYS = {
  ORDERS_TABLE: ['store', 'orderId'],
  ACTIVITY_TABLE: ['store'],
  ATTEMPTS_TABLE: ['store', 'address'],
  STORES_TABLE: ['store'],
  INBOX_TABLE: ['store', 'key'],
  AUDIT_TABLE: ['store', 'at'],
  MESSAGES_TABLE: ['store', 'message'],
};

/** Empties tables, of every store. */
export async function emptyTables(names: (keyof typeof KEYS)[]): Promise<void> {
  const { documents } = await import('../../lib/database/client.ts');
  for (const name of names) {
    const TableName = process.env[name];
    const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
    for (const item of Items) {
      const Key = Object.fromEntries(KEYS[name].map((key) => [key, item[key]]));
      await documents.send(new DeleteCommand({ TableName, Key }));
    }
  }
}
