import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import { MIGRATIONS } from "./ownership.ts";

/** Reads a table, so that the query reads the file. Throws when the database cannot answer. */
export const probe = (db: Db) => db.selectFrom("users").select("id").limit(1).execute();

/** Writes a row as it is: the smallest change that reaches the disk. */
export const probeWrite = (tx: Tx) =>
  sql`update ${sql.table(`${MIGRATIONS}_lock`)} set is_locked = is_locked`.execute(tx);
