import type { Insertable } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { sweepOf } from "../database/sweep.ts";
import type { FailureKind, FailureTable } from "./failure.table.ts";

/** Adds to a count. Answers its key, or undefined if there is none. */
export const addToFailures = (tx: Tx, { key, times, last_at }: Pick<FailureTable, "key" | "times" | "last_at">) =>
  tx
    .updateTable("failures")
    .set((eb) => ({ times: eb("times", "+", times), last_at }))
    .where("key", "=", key)
    .returning("key")
    .executeTakeFirst();

/** Stores a count, or adds to one that is there by now. */
export const upsertFailures = (tx: Tx, row: Insertable<FailureTable>) =>
  tx
    .insertInto("failures")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet((eb) => ({ times: eb("failures.times", "+", row.times), last_at: row.last_at })),
    )
    .execute();

/** How often anybody failed on each day since one. Days without a failure have no row. */
export const findFailuresByDay = (db: Db, kind: FailureKind, since: string) =>
  db
    .selectFrom("failures")
    .select(["day", "times"])
    .where("who", "=", "all")
    .where("kind", "=", kind)
    .where("day", ">=", since)
    .execute();

export async function countFailureRows(db: Db, kind: FailureKind, day: string) {
  const { rows } = await db
    .selectFrom("failures")
    .select((eb) => eb.fn.countAll<number>().as("rows"))
    .where("kind", "=", kind)
    .where("day", "=", day)
    .executeTakeFirstOrThrow();
  return rows;
}

/** The counts since a day, the greatest first. */
export const findFailures = (db: Db, since: string) =>
  db
    .selectFrom("failures")
    .selectAll()
    .where("day", ">=", since)
    .orderBy("day", "desc")
    .orderBy("kind")
    .orderBy("times", "desc")
    .orderBy("key")
    .execute();

/** A user's failed sign-ins, the newest days first. */
export const findFailedSignIns = (db: Db, userId: string, most: number) =>
  db
    .selectFrom("failures")
    .select(["day", "place", "times", "last_at"])
    .where("who", "=", userId)
    .where("kind", "=", "sign_in")
    .orderBy("day", "desc")
    .orderBy("key")
    .limit(most)
    .execute();

/** Deletes what is stored of a user's failures, with the places. */
export const forgetFailures = (tx: Tx, userId: string) => tx.deleteFrom("failures").where("who", "=", userId).execute();

export const sweepFailures = sweepOf("failures", { column: "kept_until" });
