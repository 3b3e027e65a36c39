import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { locks } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { type Dialect, Kysely, SqliteDialect } from "kysely";
import type { Tables } from "../tables.ts";
import { sendingAtOnce } from "./at-once.ts";
import { runDirectly } from "./compiled.ts";
import type { Database, Failure, Opening } from "./database.ts";
import { groupCommits } from "./group-commit.ts";
import { migrate } from "./migrate.ts";
import { indexPending, MANY, tendSearchIndex } from "./search-index.ts";
import {
  isBusy,
  LOCK_MILLISECONDS,
  type PreparedStatements,
  runOn,
  singleReads,
  withPreparedStatements,
  writes,
} from "./sqlite-driver.ts";
import {
  cannotOpen,
  expectFile,
  FileGone,
  inspectFile,
  openFile,
  prepareFile,
  readingOptions,
  watchFiles,
} from "./sqlite-file.ts";

function connect(path: string, options: Sqlite.Options = {}) {
  const database = new Sqlite(path, { timeout: LOCK_MILLISECONDS, ...options });
  database.pragma("foreign_keys = on");
  database.pragma("synchronous = full");
  database.pragma("secure_delete = on"); // what is deleted is overwritten, so that no freed page keeps a person's data
  database.pragma("temp_store = memory"); // otherwise the statement journal of a statement with triggers is a file
  return database;
}

function openConnections(path: string, isReadOnly: boolean) {
  try {
    if (!isReadOnly) prepareFile(path);
    const options = isReadOnly ? readingOptions(path) : {};
    const writer = connect(path, options);
    if (isReadOnly) writer.pragma("query_only = on");
    else useWriteAheadLog(writer);
    writer.pragma("wal_autocheckpoint = 4000"); // pages (docs/decisions/0013-commits-are-shared.md)
    writer.prepare("select 1 from sqlite_schema").get(); // opens the log
    if (!isReadOnly) endCheckpoint(writer);
    return { writer, reader: connect(path, { readonly: true }), singles: connect(path, { readonly: true }) };
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** Switches to WAL. SQLite does not wait for this lock, and another process that starts on the same new file may hold it. */
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

/** After a crash the log's index tells of a checkpoint under way, until there is one. A full disk has no room for it. */
function endCheckpoint(database: Sqlite.Database) {
  try {
    database.pragma("wal_checkpoint(passive)");
  } catch (error) {
    if (failure(error)?.kind !== "unavailable") throw error;
  }
}

const SLOW_MILLISECONDS = 10;

/** Runs reads at once. After a slow read it runs one read per turn of the event loop, so that other work gets its turn. */
function yieldAfterSlow() {
  let wasSlow = false;
  let turn = Promise.resolve();
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (wasSlow) await (turn = turn.then(() => nextTurn()));
    const started = performance.now();
    try {
      return await work();
    } finally {
      wasSlow = performance.now() - started > SLOW_MILLISECONDS;
    }
  };
}

function open(connection: Sqlite.Database, dialectOf: (statements: PreparedStatements) => Dialect) {
  const statements = withPreparedStatements(connection);
  const dialect = dialectOf(statements);
  const db = new Kysely<Tables>({ dialect });
  runDirectly(db, (query) => runOn(statements, query));
  return { db, atOnce: sendingAtOnce(dialect) };
}

/** A SQLite file with three connections: for writes, for reads of one statement, and for snapshots. */
export function openSqlite(path: string, { access = "create", file }: Opening): Database {
  if (file === undefined) inspectFile(path);
  else expectFile(path, file);
  const { writer, reader, singles } = openConnections(path, access === "read");
  const place = realpathSync(path); // a new file may be made through a link
  const opened = access === "read" ? undefined : (file ?? openFile(place));
  const files = opened && watchFiles(place, opened);
  const yielding = yieldAfterSlow();
  const { db: write, atOnce } = open(writer, (database) => writes(writer, database));
  const { db: read } = open(singles, singleReads);
  const { db: snapshots } = open(reader, (database) => new SqliteDialect({ database }));
  const { settled, ...changes } = changing(writer, write, {
    turn: (work) =>
      locks.request(`roster ${resolve(path)}`, { signal: AbortSignal.timeout(LOCK_MILLISECONDS) }, async () => {
        await work();
        files?.noteCommit();
      }),
    atOnce,
    expectInPlace: () => files?.expectInPlace(),
  });
  return {
    read,
    single: (work) => yielding(() => work(read)),
    snapshot: (work) => snapshots.transaction().execute((db) => yielding(() => work(db))),
    ...changes,
    failure,
    migrate: (folder) => migrate(write, async (_, script) => writer.exec(script), { access, place: path, folder }),
    warnings: async () => [],
    file: opened,
    expectInPlace: files?.expectInPlace,
    close: async () => {
      await settled();
      if (!writer.open || files?.mayClose() === false) return;
      // The last connection to close checkpoints the log, so it must be the writer.
      for (const connection of [singles, reader, writer]) connection.close();
      for (const db of [read, snapshots, write]) await db.destroy();
      if (file === undefined) files?.release();
    },
  };
}

/**
 * A database in memory, for tests. Nothing else can see it, so it has one connection: reads wait for the change that is under way, where
 * those of a file go on.
 */
export function openMemory(): Database {
  const connection = connect(":memory:");
  const dialect = new SqliteDialect({ database: withPreparedStatements(connection) });
  const db = new Kysely<Tables>({ dialect });
  const { settled, ...changes } = changing(connection, db, { turn: (work) => work(), atOnce: sendingAtOnce(dialect) });
  return {
    read: db,
    single: (work) => work(db),
    snapshot: (work) => db.transaction().execute(work),
    ...changes,
    failure,
    migrate: (folder) => migrate(db, async (_, script) => connection.exec(script), { place: ":memory:", folder }),
    warnings: async () => [],
    close: async () => {
      await settled();
      await db.destroy();
    },
  };
}

interface Changing extends Pick<Parameters<typeof groupCommits>[2], "turn" | "atOnce"> {
  expectInPlace?: () => void;
}

/** The ways to change a database: transactions that share commits, and the upkeep of the search index. */
function changing(writer: Sqlite.Database, write: Kysely<Tables>, { turn, atOnce, expectInPlace }: Changing) {
  const { transaction, settled } = groupCommits(writer, write, {
    turn,
    atOnce,
    async beforeCommit(tx, members) {
      await tendSearchIndex(tx, members);
      expectInPlace?.();
    },
  });
  const bulk: Database["bulk"] = (work) =>
    transaction(async (tx) => {
      const result = await work(tx);
      while ((await indexPending(tx, MANY)) > 0);
      return result;
    });
  const tend: Database["tend"] = async (isEnough = () => false) => {
    while ((await transaction((tx) => indexPending(tx))) > 0 && !isEnough());
  };
  return { transaction, settled, bulk, tend };
}

const unavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/;

function failure(error: unknown): Failure | undefined {
  // The wait for the process's writer lock.
  if (error instanceof DOMException && error.name === "TimeoutError") return { kind: "unavailable", isBusy: true };
  if (error instanceof FileGone) return { kind: "unavailable" };
  if (!(error instanceof Sqlite.SqliteError)) return undefined;
  if (error.code === "SQLITE_CONSTRAINT_UNIQUE") {
    // SQLite names the columns, such as `users.username`. PostgreSQL's name of their constraint is made of them.
    const [, index, columns = ""] = /: (?:index '(.*)'|(.*))$/.exec(error.message) ?? [];
    return { kind: "unique", constraint: index ?? `${columns.replace(/, \w+\./g, "_").replace(".", "_")}_key` };
  }
  return unavailable.test(error.code) ? { kind: "unavailable", isBusy: isBusy(error) } : undefined;
}
