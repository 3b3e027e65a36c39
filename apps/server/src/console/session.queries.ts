import type { Db, Tx } from "../database/database.ts";
import { sweepOf } from "../database/sweep.ts";
import { latestNow } from "../times.ts";
import type { ConsoleSessionTable } from "./session.table.ts";

export const insertSession = (tx: Tx, row: ConsoleSessionTable) =>
  tx.insertInto("console_sessions").values(row).execute();

/** Makes a session of a link that works. Of several calls one succeeds. */
export const openLink = (
  tx: Tx,
  { link, now, ...opened }: { link: string; now: string; hash: string; expires_at: string },
) =>
  tx
    .updateTable("console_sessions")
    .set({ ...opened, created_at: now, last_used_at: now })
    .where("hash", "=", link)
    .where("last_used_at", "is", null)
    .where("expires_at", ">", now)
    .where("created_at", "<=", latestNow(now))
    .returning("hash")
    .executeTakeFirst();

export const findSession = (db: Db, { hash, now, idle }: { hash: string; now: string; idle: string }) =>
  db
    .selectFrom("console_sessions")
    .select(["api_key_id", "expires_at", "last_used_at"])
    .where("hash", "=", hash)
    .where("expires_at", ">", now)
    .where("created_at", "<=", latestNow(now))
    .where("last_used_at", ">", idle)
    .executeTakeFirst();

/** Moves the time of the last use on. Other servers stamp the same session. */
export const stampSession = (tx: Tx, hash: string, now: string) =>
  tx
    .updateTable("console_sessions")
    .set({ last_used_at: now })
    .where("hash", "=", hash)
    .where("last_used_at", "<", now)
    .execute();

export const deleteSession = (tx: Tx, hash: string) =>
  tx.deleteFrom("console_sessions").where("hash", "=", hash).execute();

/** Ends all sessions and links of a key, or those of the operator. */
export const deleteSessionsOf = (tx: Tx, keyId: string | null) =>
  tx.deleteFrom("console_sessions").where("api_key_id", "is not distinct from", keyId).execute();

export const sweepSessions = sweepOf("console_sessions", { column: "expires_at" });
