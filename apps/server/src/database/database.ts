import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** What queries run on: a reader of committed data, or the transaction of a change. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** What a failed statement means, in no database's own words. */
export type Failure = { kind: "unique"; constraint: string } | { kind: "unavailable" };

export interface Database {
  /** Sees what is committed; cannot write. */
  read: Db;
  /** A read of one statement. */
  single<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Reads that must agree with each other: all of them see what was committed when the first one began. Patient ones may take minutes. */
  snapshot<T>(work: (db: Db) => Promise<T>, options?: { isPatient?: boolean }): Promise<T>;
  /** The one way to write: all of `work` is committed before this resolves, or nothing is. It may be done more than once. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction that may take minutes: it changes a great many rows. Others who write are refused meanwhile. */
  bulk<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Does what changes have put off, until nothing is left or it is enough for now. For whoever has nothing better to do. */
  tend(isEnough?: () => boolean): Promise<void>;
  failure(error: unknown): Failure | undefined;
  /** Brings the schema up to date; with the migrations of another folder in a test. */
  migrate(folder?: string): Promise<void>;
  /** How its settings are weaker than they should be, and what may come of it. */
  warnings(): Promise<string[]>;
  close(): Promise<void>;
}
