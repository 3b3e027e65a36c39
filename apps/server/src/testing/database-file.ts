import Sqlite from "better-sqlite3";
import type { TestRoster } from "./roster.ts";

/** Works on the database file itself, past all the server's rules: what is left are the database's own. */
export function onFile<T>({ databaseUrl }: TestRoster, work: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(databaseUrl.slice("file:".length));
  database.pragma("foreign_keys = on");
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Runs one statement behind the server's back: what an operator, a disk or a thief may do. */
export const behindTheServer = (directory: TestRoster, statement: string, ...values: string[]) =>
  onFile(directory, (file) => void file.prepare(statement).run(...values));
