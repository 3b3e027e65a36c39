import { setTimeout as sleep } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from "kysely";

/** How long to wait for another process that writes. */
export const LOCK_MILLISECONDS = 5000;
const LONGEST_NAP = 50;

/** Takes the write lock when a transaction begins, so that no later statement in it finds another writer there. */
class WriterDriver extends SqliteDriver {
  #database: Sqlite.Database;
  constructor(database: Sqlite.Database, statements: SqliteDatabase) {
    super({ database: statements });
    this.#database = database;
  }

  /** Waits for other processes without blocking this one, as SQLite's own waiting would: reads go on meanwhile. */
  override async beginTransaction() {
    const end = performance.now() + LOCK_MILLISECONDS;
    for (let nap = 1; !begin(this.#database, performance.now() >= end); nap = Math.min(nap * 2, LONGEST_NAP)) {
      await sleep(nap * (0.5 + Math.random()));
    }
  }

  /** When the disk is full SQLite rolls back by itself; a second time would hide what happened. */
  override async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** Statements of better-sqlite3 are done when they return: single ones need not wait for each other. */
class UnlockedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
}

/** For a connection that reads, each statement on its own. */
export class SingleReadsDialect extends SqliteDialect {
  override createAdapter() {
    return new UnlockedAdapter();
  }
}

/** For the one connection that writes. */
export class WriterDialect extends SqliteDialect {
  #open: [Sqlite.Database, SqliteDatabase];
  constructor(database: Sqlite.Database, statements: SqliteDatabase) {
    super({ database: statements });
    this.#open = [database, statements];
  }
  override createDriver(): Driver {
    return new WriterDriver(...this.#open);
  }
  override createAdapter() {
    return new TransactionalAdapter();
  }
}

/** Begins a transaction that may write. While another process is at it, answers false or, at last, throws. */
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

/** Runs a statement as Kysely's own driver does, at once. */
export function runOn(database: SqliteDatabase, { sql, parameters }: CompiledQuery): QueryResult<unknown> {
  const statement = database.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
}

const MAX_STATEMENTS = 1000;

/** What Kysely needs of a connection. It prepares a statement at every execution; this keeps each one that was. */
export function withPreparedStatements(database: Sqlite.Database): SqliteDatabase {
  const statements = new Map<string, Sqlite.Statement>();
  return {
    close: () => void database.close(),
    prepare: (text) => {
      const known = statements.get(text);
      if (known) return known;
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      const statement = database.prepare(text);
      statements.set(text, statement);
      return statement;
    },
  };
}
