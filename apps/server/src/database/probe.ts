import type { Db } from "./database.ts";

/** Reads a table, so that the query reads the file. Throws when the database cannot answer. */
export const probe = (db: Db) => db.selectFrom("users").select("id").limit(1).execute();
