declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the database; without it, it is in memory. */
    path?: string;
    /** For how long a table is `CREATING`, in milliseconds. */
    createTableMs?: number;
  }

  /** An HTTP server that answers as DynamoDB. Closing it closes the database too. */
  export default function dynalite(options?: Options): Server;
}

/** What local/embedded-indexes.ts knows of its inside, as of 4.0. */
declare module 'dynalite/db/index.js' {
  export type Item = Record<string, unknown>;
  export type Callback = (error: unknown) => void;
  export type Operation = { type: 'put'; key: string; value: Item } | { type: 'del'; key: string };

  interface SubDatabase {
    put: (key: string, value: Item, done: Callback) => void;
    del: (key: string, done: Callback) => void;
  }

  export interface Store {
    db: { batch: (operations: Operation[], done: Callback) => void };
    getItemDb: (tableName: string) => SubDatabase;
    getIndexDb: (type: 'Local' | 'Global', tableName: string, index: string) => SubDatabase;
  }

  export type Table = { readonly table: unique symbol };

  interface Database {
    create: (options?: unknown) => Store;
    createKey: (item: Item, table: Table) => string;
    createIndexKey: (item: Item, table: Table, schema: unknown) => string;
    // oxlint-disable-next-line max-params -- its own signature
    updateIndexes: (
      store: Store,
      table: Table,
      before: Item | undefined,
      item: Item | undefined,
      done: Callback,
    ) => void;
  }

  const database: Database;
  export default database;
}
