import { existsSync, linkSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { isFile, openDatabase, pathOf } from "../database/open.ts";
import { filesOf, inspectFile, reading } from "../database/sqlite-file.ts";
import { copyFile, headOf, syncFile } from "./backup.ts";

/**
 * Puts a backup in the place of the database, which is set aside. Answers its new name, if it was there, and what happened since the
 * backup, if it can tell.
 */
export async function restore(databaseUrl: string, backup: string) {
  if (!isFile(databaseUrl)) throw new Error("The database is on PostgreSQL. Use its own tools: pg_restore");
  const path = pathOf(databaseUrl);
  if (!existsSync(backup)) throw new Error(`There is no backup at ${backup}.`);
  inspectFile(backup);
  const opened = await openDatabase(`file:${backup}`, 1, { access: "read" });
  await opened.migrate().finally(() => opened.close()); // refuses a backup of a newer Roster
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeLog(path);
  const since = tellSince(path, backup);
  const restored = await copyFile(backup, path);
  closeLog(path); // a server may have started meanwhile
  const aside = setAside(path);
  renameSync(restored, path);
  syncFile(dirname(path));
  return { aside, since };
}

/** Folds the log into the file, which SQLite does only while no other process has it open. Leaves a file that is damaged. */
function closeLog(path: string) {
  if (!existsSync(path)) return;
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { timeout: 0, fileMustExist: true });
    database.pragma("journal_mode = delete");
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new Error(`A server is running on ${path}: stop it first.`, { cause: error });
    }
  } finally {
    database?.close();
  }
}

/** The log of a damaged file goes first, so that it is never beside the restored one. */
function setAside(path: string) {
  const aside = `${path}.before-${new Date().toISOString().replaceAll(":", "-")}`;
  const [file, ...others] = filesOf(path);
  for (const other of others) if (existsSync(other)) renameSync(other, other.replace(path, aside));
  if (!existsSync(file)) return undefined;
  linkSync(file, aside); // the path names a whole file at any moment
  return aside;
}

/** What happened after a backup was made, by the log of events. */
function tellSince(path: string, backup: string) {
  const { sequence = 0, hash } = headOf(backup) ?? {};
  try {
    return reading(path, (database) => {
      const known = database.prepare("select hash from audit_entries where sequence = ?").pluck().get(sequence);
      if (known !== hash) return undefined; // the backup of another directory
      const all = <Row>(query: string) => database.prepare<[number], Row>(query).all(sequence);
      const ids = (query: string) => all<{ id: string }>(query).map(({ id }) => id);
      const targets = "select target_id as id from audit_entries where sequence > ?";
      return {
        endedKeys: all<{ id: string; name: string }>(
          `select id, name from api_keys where id in (${targets} and event in ('api_key.revoked', 'api_key.rotated'))`,
        ),
        deletedUsers: ids(`${targets} and event = 'user.deleted'`),
        deactivatedUsers: ids(
          `select id from users where is_active = 0 and id in (${targets} and event = 'user.deactivated')`,
        ),
        events: all<{ event: string; count: number }>(
          "select event, count(*) as count from audit_entries where sequence > ? group by event order by event",
        ),
      };
    });
  } catch {
    return undefined; // missing, damaged, or another application's
  }
}

/** Lines for the operator: changes since the backup, keys and users to remove again. */
export function describeRestored({ aside, since }: Awaited<ReturnType<typeof restore>>): string[] {
  const before = aside ? [`The file that was there is ${aside} now.`] : [];
  if (!since)
    return [...before, "What happened after the backup cannot be told: no earlier file of this directory is there."];
  if (since.events.length === 0) return [...before, "Nothing had changed since the backup."];
  return [
    ...before,
    "The backup does not know what happened after it:",
    ...since.events.map(({ event, count }) => `  ${count} × ${event}`),
    ...listed(
      "These keys were revoked or rotated, and work again. Revoke them, with `roster keys revoke <id>`:",
      since.endedKeys.map(({ id, name }) => `${id} (${name})`),
    ),
    ...listed("These users were deleted and are back:", since.deletedUsers),
    ...listed("These users were deactivated and are active again:", since.deactivatedUsers),
  ];
}

const listed = (title: string, lines: readonly string[]) =>
  lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : [];
