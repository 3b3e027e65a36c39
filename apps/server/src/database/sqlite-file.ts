import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { expectOurs } from "./ownership.ts";

/** The files of a database. SQLite keeps a write-ahead log, and the index of that log, beside it. */
export const filesOf = (path: string) => [path, `${path}-wal`, `${path}-shm`] as const;

const lookAt = (file: string): Stats | undefined => statSync(file, { throwIfNoEntry: false });

/** Refuses a file that is damaged or another application's, without a change to it. */
export function inspectFile(path: string) {
  const [file, log] = filesOf(path).map(lookAt);
  if (file?.isDirectory()) throw new Error(`The database ${path} cannot be opened: it is a folder`);
  if (!file?.size) {
    if (!log?.size) return;
    const missing = `The database ${path} is ${file ? "empty" : "missing"}, and its log ${path}-wal is still there.`;
    throw new Error(`${missing} Put the file back, or move its log away.`);
  }
  try {
    reading(path, (database) => {
      expectOurs(tablesOf(database), `The database ${path}`);
      expectWhole(database);
    });
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    if (!error.code.startsWith("SQLITE_CORRUPT")) throw cannotOpen(path, error);
    const doubt = existsSync(`${path}-wal`)
      ? " If the file was replaced, its log (-wal) belongs to the one before."
      : "";
    const advice = `Nothing was changed in it.${doubt} Restore a backup with \`roster restore\`.`;
    throw new Error(`The database ${path} is damaged: ${error.message}. ${advice}`, { cause: error });
  }
}

export function cannotOpen(path: string, cause: unknown) {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The database ${path} cannot be opened: ${reason}`, { cause });
}

/**
 * Options of a connection that only reads. One that cannot write leaves a log behind where there was none, and one that can write folds
 * an existing log into the file: this does neither.
 */
export const readingOptions = (path: string) => ({
  readonly: [`${path}-wal`, `${path}-journal`].some((file) => existsSync(file)),
  fileMustExist: true,
});

/** Reads a file that may be another application's. */
export function reading<T>(path: string, work: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(path, readingOptions(path));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const tablesOf = (database: Sqlite.Database) =>
  database
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    )
    .pluck()
    .all();

/** Reads every page: some two seconds for a gigabyte. */
function expectWhole(database: Sqlite.Database) {
  const found = database.pragma("quick_check(1)", { simple: true });
  if (found !== "ok") throw new Sqlite.SqliteError(String(found).replace(/\s+/g, " "), "SQLITE_CORRUPT");
}

/**
 * Creates a missing file. Only its owner can read it, nor the files beside it: SQLite gives them the mode of the first. It opens no file
 * that is there, because closing it would end the locks of this process's other connections.
 */
export function prepareFile(path: string) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  accessSync(path, constants.W_OK);
  for (const file of filesOf(path)) if ((lookAt(file)?.mode ?? 0) & 0o077) chmodSync(file, 0o600);
}

/** The path names other files than those that are open, or their content is another's. */
export class FileGone extends Error {}

const identityOf = (found: Stats | undefined) => found && `${found.dev}:${found.ino}`;

/** Expects that the path still names the file that another thread has opened. */
export function expectFile(path: string, identity: string) {
  if (identityOf(lookAt(path)) !== identity) throw new FileGone(`${path} was replaced or removed while it was open`);
}

/**
 * Watches the files that a connection has open. SQLite does not notice when another file takes the place of one: it would write on into
 * the file that is gone, and others would apply the log of that one to the new one.
 */
export function watchFiles(path: string, connection: Sqlite.Database, openedBefore = identityOf(lookAt(path))) {
  const files = filesOf(path);
  const opened = [openedBefore, ...files.slice(1).map((file) => identityOf(lookAt(file)))];
  let size = lookAt(path)?.size ?? 0;
  let lost: string | undefined;

  /** Throws `FileGone`. Three looks at the folder: some 10 µs for each commit. */
  function expectInPlace() {
    const found = files.map(lookAt);
    const identities = found.map(identityOf);
    if (identities[0] !== undefined && identities[0] !== opened[0]) lost = "was replaced";
    else if (found[0] && !isOurSize(found[0].size)) lost = "was overwritten or cut short";
    if (lost) setLogAside(identities);
    else if (identities.every((identity, index) => identity === opened[index])) return;
    throw new FileGone(`${path}, its -wal or its -shm ${lost ?? "was removed"} while it was open`);
  }

  /** Checkpoints let the file grow or shrink towards the size of the database, never beyond it. */
  function isOurSize(now: number) {
    if (now === size) return true;
    const whole = pragma(connection, "page_count") * pragma(connection, "page_size");
    if (now < size ? now < whole : now > whole) return false;
    size = now;
    return true;
  }

  /** The log belongs to the content that is gone. */
  function setLogAside(identities: readonly (string | undefined)[]) {
    for (const [index, file] of files.entries()) {
      const isOurs = index > 0 && identities[index] !== undefined && identities[index] === opened[index];
      if (isOurs) renameSync(file, `${file}.replaced-${Date.now()}`);
    }
  }

  return {
    expectInPlace,
    identity: openedBefore,
    /** Closing folds the log into the file, and removes it by its name: both may be another's by now. */
    mayClose: () =>
      !lost && [1, 2].every((index) => [undefined, opened[index]].includes(identityOf(lookAt(files[index] ?? path)))),
  };
}

const pragma = (connection: Sqlite.Database, name: string) => Number(connection.pragma(name, { simple: true }));
