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
