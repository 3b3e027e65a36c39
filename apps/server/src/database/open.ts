import type { Database } from "./database.ts";
import { openSqlite } from "./sqlite.ts";

/** Opens the database that `DATABASE_URL` names: `file:<path>`. */
export function openDatabase(url: string): Database {
  if (url.startsWith("file:")) return openSqlite(url.slice("file:".length));
  throw new Error(`DATABASE_URL must start with file: (it is ${JSON.stringify(url)})`);
}
