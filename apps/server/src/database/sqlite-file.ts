import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import type { OpenFile } from "./database.ts";
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
      expectWhole(database, log && log.size > 0 && file.ctimeMs > log.ctimeMs);
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

/**
 * Reads every page: two to four seconds for a gigabyte. A file that was changed after its log may have been replaced by an older copy,
 * which together with the log can be whole but for its indexes: comparing these takes three times as long.
 */
function expectWhole(database: Sqlite.Database, mayBeReplaced = false) {
  const found = database.pragma(mayBeReplaced ? "integrity_check(1)" : "quick_check(1)", { simple: true });
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
export function expectFile(path: string, { identity }: OpenFile) {
  if (identityOf(lookAt(path)) !== identity) throw new FileGone(`${path} was replaced or removed while it was open`);
}

export const openFile = (path: string): OpenFile => ({
  identity: identityOf(lookAt(path)),
  index: openSync(filesOf(path)[2], "r"),
});

/**
 * Watches the files that connections have open. SQLite does not notice when another file takes the place of one: it would write on into
 * the file that is gone, and others would apply the log of that one to the new one.
 */
export function watchFiles(path: string, { identity, index }: OpenFile) {
  const files = filesOf(path);
  const opened = [identity, ...files.slice(1).map((file) => identityOf(lookAt(file)))];
  let seen = look();
  let lost: string | undefined;

  /** Three looks at the folder and two at the index: some 15 µs. */
  function look() {
    const before = checkpointsIn(index);
    const [file, ...logs] = files.map(lookAt);
    return { file, identities: [file, ...logs].map(identityOf), before, after: checkpointsIn(index) };
  }

  /** Only checkpoints write to the file. They say so in the index before they begin, and as they end. */
  function isWrittenByOthers(now: typeof seen) {
    const isExplained = seen.before.areUnderWay || now.after.areUnderWay || seen.before.progress !== now.after.progress;
    return seen.file?.mtimeMs !== now.file?.mtimeMs && !isExplained;
  }

  function takeALook() {
    const now = look();
    if (!now.file || lost) return now;
    if (now.identities[0] !== identity) lose("was replaced");
    else if (isWrittenByOthers(now)) lose("was overwritten", now.file.size === seen.file?.size && isWhole(path));
    seen = now;
    return now;
  }

  /** The log belongs to the content that is gone. It stays where it fits, as when somebody has only touched the file. */
  function lose(how: string, fits = false) {
    lost = how;
    for (const [at, file] of files.entries()) {
      const isOurs = at > 0 && opened[at] !== undefined && identityOf(lookAt(file)) === opened[at];
      if (isOurs && !fits) renameSync(file, `${file}.replaced-${Date.now()}`);
    }
  }

  return {
    /** A commit may have begun the log anew, or written it to the file. */
    noteCommit() {
      if (checkpointsIn(index).progress !== seen.after.progress) takeALook();
    },
    /** Throws `FileGone`. */
    expectInPlace() {
      const { identities } = takeALook();
      if (!lost && identities.every((one, at) => one === opened[at])) return;
      throw new FileGone(`${path}, its -wal or its -shm ${lost ?? "was removed"} while it was open`);
    },
    /** Closing folds the log into the file, and removes it by its name: both may be another's by now. */
    mayClose() {
      const { identities } = takeALook();
      return !lost && [1, 2].every((at) => [undefined, opened[at]].includes(identities[at]));
    },
    /** Ends the locks of this process on the index, so it comes after all connections are closed. */
    release: () => closeSync(index),
  };
}

const header = Buffer.alloc(132);

/** How far checkpoints have come: the log's salts, and the frames that are in the file, or may be (https://sqlite.org/walformat.html). */
function checkpointsIn(index: number) {
  readSync(index, header, 0, header.length, 0);
  const part = (start: number, end: number) => header.toString("latin1", start, end);
  const [done, tried] = [part(96, 100), part(128, 132)];
  return { progress: part(32, 40) + done + tried, areUnderWay: done !== tried };
}

function isWhole(path: string) {
  try {
    inspectFile(path);
    return true;
  } catch {
    return false;
  }
}
