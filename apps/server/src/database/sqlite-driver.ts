import { setTimeout as sleep } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";

/** How long to wait for another process's write lock. */
export const LOCK_MILLISECONDS = 5000;
const LONGEST_NAP = 50;

/** Takes the write lock when a transaction begins, so that no later statement can fail on it. */
class WriterDriver extends SqliteDriver {
  #database: Sqlite.Database;
  #statements: PreparedStatements;
  constructor(database: Sqlite.Database, statements: PreparedStatements) {
    super({ database: statements });
    this.#database = database;
    this.#statements = statements;
  }

  /** Waits for other processes asynchronously. SQLite's own wait would block the reads of this process. */
  override async beginTransaction() {
    const end = performance.now() + LOCK_MILLISECONDS;
    for (let nap = 1; !begin(this.#database, performance.now() >= end); nap = Math.min(nap * 2, LONGEST_NAP)) {
      await sleep(nap * (0.5 + Math.random()));
    }
    this.#statements.belongToTransaction = true;
  }

  override async commitTransaction(connection: DatabaseConnection) {
    this.#statements.belongToTransaction = false;
    await super.commitTransaction(connection);
  }

  /** When the disk is full SQLite rolls back by itself. A second rollback would fail and hide the first error. */
  override async rollbackTransaction(connection: DatabaseConnection) {
    this.#statements.belongToTransaction = false;
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** For connections whose queries need no lock: single statements are synchronous, and transactions of the writer take turns. */
class UnlockedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
  override get supportsTransactionalDdl() {
    return true;
  }
}

const unlocked = (driver: Driver): Dialect => ({
  createDriver: () => driver,
  createAdapter: () => new UnlockedAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});

/** For the connection that runs single reads. */
export const singleReads = (statements: SqliteDatabase) => unlocked(new SqliteDriver({ database: statements }));

/** For the connection that writes. */
export const writes = (database: Sqlite.Database, statements: PreparedStatements) =>
  unlocked(new WriterDriver(database, statements));

/** Begins a write transaction. While another process holds the lock it answers false, or throws on the last try. */
function begin(database: Sqlite.Database, isLastTry: boolean) {
  try {
    database.exec(`pragma busy_timeout = 0; begin immediate; pragma busy_timeout = ${LOCK_MILLISECONDS}`);
    return true;
  } catch (error) {
    database.exec(`pragma busy_timeout = ${LOCK_MILLISECONDS}`);
    if (isLastTry || !isBusy(error)) throw error;
    return false;
  }
}

export const isBusy = (error: unknown) => error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY");

/** Runs a statement as Kysely's own driver does, synchronously. */
export function runOn(
  database: SqliteDatabase,
  { sql, parameters }: Pick<CompiledQuery, "sql" | "parameters">,
): QueryResult<unknown> {
  const statement = database.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
}

const MAX_STATEMENTS = 1000;

/** A connection for Kysely that caches prepared statements: Kysely prepares at every execution. */
export interface PreparedStatements extends SqliteDatabase {
  /** When a full disk has ended the transaction, a statement that belongs to it must not run: it would be committed alone. */
  belongToTransaction: boolean;
}

export function withPreparedStatements(database: Sqlite.Database): PreparedStatements {
  const statements = new Map<string, Sqlite.Statement>();
  return {
    belongToTransaction: false,
    close: () => void database.close(),
    prepare(text) {
      if (this.belongToTransaction && !database.inTransaction) throw new Error("SQLite has ended the transaction");
      const known = statements.get(text);
      if (known) return known;
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      const statement = database.prepare(text);
      statements.set(text, statement);
      return statement;
    },
  };
}
