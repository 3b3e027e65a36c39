import type { Kysely, Transaction } from "kysely";
import { openSqlite } from "./sqlite.ts";
import type { Tables } from "./tables.ts";

/** What queries run on: a reader of committed data, or the transaction of a change. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** What a failed statement means, in no database's own words. */
export type Failure = { kind: "unique"; constraint: string } | { kind: "unavailable" };

export interface Database {
  /** Sees what is committed; cannot write. */
  read: Db;
  /** The one way to write: all of `work` is committed before this resolves, or nothing is. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  failure(error: unknown): Failure | undefined;
  migrate(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database that `DATABASE_URL` names: `file:<path>`. */
export function openDatabase(url: string): Database {
  if (url.startsWith("file:")) return openSqlite(url.slice("file:".length));
  throw new Error(`DATABASE_URL must start with file: (it is ${JSON.stringify(url)})`);
}
