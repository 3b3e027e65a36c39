import { existsSync, realpathSync, statSync } from "node:fs";
import type { Database, Opening } from "./database.ts";
import { shownAddress } from "./postgres-address.ts";

/** In place of a `DATABASE_URL`, which cannot be it: a database in memory, for tests. */
export const MEMORY = ":memory:";

export const isFile = (url: string) => /^(file|sqlite):/.test(url);

/** The file that `DATABASE_URL` names as `file:<path>`, or `sqlite:<path>`. Behind a symbolic link SQLite keeps its log beside the target. */
export function pathOf(url: string) {
  const path = url.slice(url.indexOf(":") + 1);
  return existsSync(path) ? realpathSync(path) : path;
}

/** Whether a database file exists. For a database on a server only a connection can tell. */
export const databaseExists = (url: string) => !isFile(url) || existsSync(pathOf(url));

/** `DATABASE_URL` without the password, for messages. */
export const shownUrl = (url: string) => (isFile(url) || url === MEMORY ? url : `postgres://${shownAddress(url)}`);

/** Opens the database of `DATABASE_URL`. Loads only the driver that it needs. */
export async function openDatabase(url: string, poolSize = 10, opening: Opening = {}): Promise<Database> {
  if (isFile(url)) {
    const { access = "create" } = opening;
    if (access !== "create" && !statSync(pathOf(url), { throwIfNoEntry: false })?.size) throw new NoDatabase(url);
    const { openSqlite } = await import("./sqlite.ts");
    return openSqlite(pathOf(url), opening);
  }
  if (url === MEMORY) return (await import("./sqlite.ts")).openMemory();
  const { openPostgres } = await import("./postgres.ts");
  return openPostgres(url, poolSize, opening);
}

export class NoDatabase extends Error {
  constructor(url: string) {
    super(`There is no database at ${shownUrl(url)}. Check DATABASE_URL, or start the server once.`);
  }
}
