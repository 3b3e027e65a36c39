import { sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { sweepOf } from "../database/sweep.ts";
import type { RateLimitTable } from "./rate-limit.table.ts";

/** The present, and the latest time at which a window can end. */
interface Times {
  now: string;
  latest: string;
}

export const findRateLimit = (db: Db, key: string, { now, latest }: Times) =>
  db
    .selectFrom("rate_limits")
    .select(["points", "expires_at"])
    .where("key", "=", key)
    .where("expires_at", ">", now)
    .where("expires_at", "<=", latest)
    .executeTakeFirst();

/** Adds points to a count, or starts a new window if the last one is over. */
export function addPoints(tx: Tx, row: RateLimitTable, { now, latest }: Times) {
  const isOver = sql`rate_limits.expires_at <= ${now} or rate_limits.expires_at > ${latest}`;
  const counted = {
    points: sql<number>`excluded.points + case when ${isOver} then 0 else rate_limits.points end`,
    expires_at: sql<string>`case when ${isOver} then excluded.expires_at else rate_limits.expires_at end`,
  };
  return tx
    .insertInto("rate_limits")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doUpdateSet(counted))
    .returning(["points", "expires_at"])
    .executeTakeFirstOrThrow();
}

export const takePointBack = (tx: Tx, key: string) =>
  tx
    .updateTable("rate_limits")
    .set((eb) => ({ points: eb("points", "-", 1) }))
    .where("key", "=", key)
    .where("points", ">", 0)
    .execute();

export const deleteRateLimit = (tx: Tx, key: string) => tx.deleteFrom("rate_limits").where("key", "=", key).execute();

export const sweepRateLimits = sweepOf("rate_limits", { column: "expires_at" });
