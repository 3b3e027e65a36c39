import Sqlite from "better-sqlite3";
import type { TestRoster } from "./roster.ts";

/** Changes the database behind the server's back: what an operator, a disk or a thief may do. */
export function behindTheServer({ databaseUrl }: TestRoster, statement: string, ...values: string[]) {
  const database = new Sqlite(databaseUrl.slice("file:".length));
  try {
    database.prepare(statement).run(...values);
  } finally {
    database.close();
  }
}
