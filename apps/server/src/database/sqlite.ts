import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { type DatabaseConnection, type Driver, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver } from "kysely";
import type { Database, Failure } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";

/** What Kysely's driver needs of a connection, and what ours needs. */
interface Handle {
  prepare: Sqlite.Database["prepare"];
  close(): void;
  isInTransaction(): boolean;
  /** Begins a transaction that may write. While another process is at it, answers false or, at last, throws. */
  begin(isLastTry: boolean): boolean;
}

const LOCK_MILLISECONDS = 5000;
const LONGEST_NAP = 50;

/** Takes the write lock when a transaction begins, so that no later statement in it finds another writer there. */
class ImmediateDriver extends SqliteDriver {
  #database: Handle;
  /** Since when this process has found another one writing, without a turn of its own in between. */
  #lockedSince: number | undefined;
  constructor(database: Handle) {
    super({ database });
    this.#database = database;
  }

  /** Waits for other processes without blocking this one, as SQLite's own waiting would: reads go on meanwhile. */
  override async beginTransaction() {
    for (let nap = 1; ; nap = Math.min(nap * 2, LONGEST_NAP)) {
      this.#lockedSince ??= performance.now();
      const isLast = performance.now() - this.#lockedSince >= LOCK_MILLISECONDS;
      // Those in the queue behind have waited as long: they are told in the same turn of the event loop.
      if (isLast) setImmediate(() => this.#unlock());
      if (this.#database.begin(isLast)) return this.#unlock();
      await sleep(nap * (0.5 + Math.random()));
    }
  }

  #unlock() {
    this.#lockedSince = undefined;
  }

  /** When the disk is full SQLite rolls back by itself; a second time would hide what happened. */
  override async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#database.isInTransaction()) await super.rollbackTransaction(connection);
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  #database: Handle;
  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = withPreparedStatements(database);
  }
  override createDriver(): Driver {
    return new ImmediateDriver(this.#database);
  }
  override createAdapter() {
    return new TransactionalAdapter();
  }
}

const MAX_STATEMENTS = 1000;

/** Kysely prepares a statement at every execution; this keeps each one that was prepared. */
function withPreparedStatements(database: Sqlite.Database): Handle {
  const statements = new Map<string, Sqlite.Statement>();
  const prepare = (text: string) => {
    const known = statements.get(text);
    if (known) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    prepare: prepare as Sqlite.Database["prepare"],
    close: () => void database.close(),
    isInTransaction: () => database.inTransaction,
    begin: (isLastTry) => {
      database.pragma("busy_timeout = 0");
      try {
        prepare("begin immediate").run();
        return true;
      } catch (error) {
        if (isLastTry || !isBusy(error)) throw error;
        return false;
      } finally {
        database.pragma(`busy_timeout = ${LOCK_MILLISECONDS}`);
      }
    },
  };
}

function connect(path: string, options: Sqlite.Options) {
  const database = new Sqlite(path, { timeout: LOCK_MILLISECONDS, ...options });
  database.pragma("foreign_keys = on");
  database.pragma("synchronous = full");
  return database;
}

function openConnections(path: string) {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const writer = connect(path, {});
    useWriteAheadLog(writer);
    return { writer, reader: connect(path, { readonly: true }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database ${path} cannot be opened: ${reason}`, { cause: error });
  }
}

/** SQLite does not wait for the lock that this takes; another process that starts on the same new file may have it. */
function useWriteAheadLog(database: Sqlite.Database) {
  const end = performance.now() + LOCK_MILLISECONDS;
  for (;;) {
    try {
      return database.pragma("journal_mode = wal");
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** A SQLite file with one connection that writes and one that only reads. */
export function openSqlite(path: string): Database {
  const { writer, reader } = openConnections(path);
  const write = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(writer) });
  const read = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(reader) });
  return {
    read,
    transaction: (work) => write.transaction().execute(work),
    failure,
    migrate: () => migrate(write),
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
}

const isBusy = (error: unknown) => error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY");

const unavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/;

function failure(error: unknown): Failure | undefined {
  if (!(error instanceof Sqlite.SqliteError)) return undefined;
  if (error.code === "SQLITE_CONSTRAINT_UNIQUE") {
    const constraint = error.message.replace(/^UNIQUE constraint failed: /, "").replace(/^index '(.*)'$/, "$1");
    return { kind: "unique", constraint };
  }
  return unavailable.test(error.code) ? { kind: "unavailable" } : undefined;
}
