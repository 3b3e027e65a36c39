import type { Kysely, Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** The handles that queries run on: a reader of committed data, or the transaction of a change. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** A failed statement, independent of the database. */
export type Failure =
  | { kind: "unique"; constraint: string }
  | { kind: "unavailable" /** Others keep a lock. */; isBusy?: boolean };

export type Finish<T> = (tx: Tx, results: readonly T[]) => Promise<unknown>;

export interface Database {
  /** Reads committed data; cannot write. */
  read: Db;
  /** A read of one statement. */
  single<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Reads that must agree: all see the data committed when the first one began. With `isPatient` they may take minutes. */
  snapshot<T>(work: (db: Db) => Promise<T>, options?: { isPatient?: boolean }): Promise<T>;
  /**
   * The only way to write. It resolves when all of `work` is committed; otherwise nothing is. `work` may run more than once.
   * `finish` makes the last statements, which are sent together with the commit: at once for all changes that share a commit.
   * Callers take turns.
   * A change of many rows, which `isLong`, leaves a connection to others.
   */
  transaction<T>(
    work: (tx: Tx) => Promise<T>,
    finish?: Finish<T>,
    caller?: { name: string; isLong: boolean },
  ): Promise<T>;
  /** A transaction that changes very many rows and may take minutes. Other writes are refused meanwhile. */
  bulk<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Does the work that changes have deferred, until none is left or `isEnough`. For a background loop. */
  tend(isEnough?: () => boolean): Promise<void>;
  failure(error: unknown): Failure | undefined;
  /** Brings the schema up to date, and answers whether it was empty. Tests pass another folder of migrations. */
  migrate(folder?: string): Promise<boolean>;
  /** Warnings about settings that weaken durability. */
  warnings(): Promise<string[]>;
  /** On SQLite the open file, for the writer thread. */
  file?: OpenFile | undefined;
  /** Throws when the files are not those that were opened. */
  expectInPlace?: (() => void) | undefined;
  close(): Promise<void>;
}

/** A file that this process has open, and a descriptor of its log's index. A thread gets both from the one that opened them. */
export interface OpenFile {
  identity: string | undefined;
  index: number;
}

export interface Opening {
  /** `read` changes nothing. `change` refuses a missing file and an empty database. `create` is the default. */
  access?: "read" | "change" | "create";
  /** The file that another thread of this process has opened and inspected. */
  file?: OpenFile | undefined;
}
