import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import type { Database, Failure } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";

/** Takes the write lock when a transaction begins, so that no later statement in it finds another writer there. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  #database: { prepare: Sqlite.Database["prepare"]; close(): void };
  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = withPreparedStatements(database);
  }
  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }
  override createAdapter() {
    return new TransactionalAdapter();
  }
}

const MAX_STATEMENTS = 1000;

/** Kysely prepares a statement at every execution; this keeps each one that was prepared. */
function withPreparedStatements(database: Sqlite.Database) {
  const statements = new Map<string, Sqlite.Statement>();
  const prepare = (text: string) => {
    const known = statements.get(text);
    if (known) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return { prepare: prepare as Sqlite.Database["prepare"], close: () => void database.close() };
}

function connect(path: string, options: Sqlite.Options) {
  const database = new Sqlite(path, { timeout: 5000, ...options });
  database.pragma("foreign_keys = on");
  database.pragma("synchronous = full");
  return database;
}

/** A SQLite file with one connection that writes and one that only reads. */
export function openSqlite(path: string): Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const writer = connect(path, {});
  writer.pragma("journal_mode = wal");
  const reader = connect(path, { readonly: true });
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

const unavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/;

function failure(error: unknown): Failure | undefined {
  if (!(error instanceof Sqlite.SqliteError)) return undefined;
  if (error.code === "SQLITE_CONSTRAINT_UNIQUE") {
    const constraint = error.message.replace(/^UNIQUE constraint failed: /, "").replace(/^index '(.*)'$/, "$1");
    return { kind: "unique", constraint };
  }
  return unavailable.test(error.code) ? { kind: "unavailable" } : undefined;
}
