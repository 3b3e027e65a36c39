import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import { isPostgres } from "./dialect.ts";

/** Reads a table, so that the query reads the file. Throws when the database cannot answer. */
export const probe = (db: Db) => db.selectFrom("users").select("id").limit(1).execute();

/**
 * Writes a row in place of the one before, which is swept later. On SQLite it is as large as a large change, and of random bytes, as
 * SQLite writes only pages that differ: a disk that is full for changes must be full for this too.
 */
export const probeWrite = (tx: Tx, now: Date) =>
  sql`insert into rate_limits (key, points, expires_at)
    values ('readiness', 0, ${now.toISOString()} || ${isPostgres(tx) ? sql.lit("") : sql`hex(randomblob(32768))`})
    on conflict (key) do update set expires_at = excluded.expires_at`.execute(tx);
