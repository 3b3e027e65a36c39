import { existsSync } from "node:fs";
import type { Database } from "./database.ts";
import { openSqlite } from "./sqlite.ts";

/** The file that `DATABASE_URL` names as `file:<path>`. */
export function pathOf(url: string) {
  if (url.startsWith("file:")) return url.slice("file:".length);
  throw new Error(`DATABASE_URL must start with file: (it is ${JSON.stringify(url)})`);
}

export const databaseExists = (url: string) => existsSync(pathOf(url));

/** Opens the database that `DATABASE_URL` names, which is made if need be. */
export const openDatabase = (url: string): Database => openSqlite(pathOf(url));
