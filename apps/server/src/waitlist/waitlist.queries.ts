import type { WaitlistUser } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { defineList } from "../lists/list.ts";
import { toWaitlistUser, type WaitlistTable } from "./waitlist.table.ts";

const entries = (db: Db) =>
  db
    .selectFrom("waitlist")
    .select([
      "id",
      "email",
      "first_name",
      "last_name",
      "status",
      "metadata",
      "created_at",
      "decided_at",
      "decided_by",
      "decision_reason",
      "user_id",
    ]);

export const waitlistInOrder = defineList({
  procedure: "fetchWaitlist",
  table: "waitlist",
  rows: entries,
  toRecord: toWaitlistUser,
  filters: {
    status: {
      pending: () => sql`waitlist.status = 'pending'`,
      approved: () => sql`waitlist.status = 'approved'`,
      rejected: () => sql`waitlist.status = 'rejected'`,
    },
  },
  defaults: { status: "pending" },
  order: "asc",
  async complete(db, listed, { search }) {
    const positions = search ? await positionsOf(db, listed) : await positionsFrom(db, listed);
    return listed.map((entry) => ({ ...entry, position: positions.get(entry.id) ?? null }));
  },
});

/** Positions of pending entries that are consecutive in the queue. */
async function positionsFrom(db: Db, listed: WaitlistUser[]) {
  const [first] = listed;
  if (first?.status !== "pending") return new Map<string, number>();
  const { before } = await db
    .selectFrom("waitlist")
    .select((eb) => eb.fn.countAll<number>().as("before"))
    .where("status", "=", sql.lit("pending"))
    .where("seq", "<", (eb) => eb.selectFrom("waitlist").select("seq").where("id", "=", first.id))
    .executeTakeFirstOrThrow();
  return new Map(listed.map((entry, index) => [entry.id, before + index + 1]));
}

/** Positions of pending entries anywhere in the queue. */
async function positionsOf(db: Db, listed: WaitlistUser[]) {
  const pending = listed.filter((entry) => entry.status === "pending").map((entry) => entry.id);
  if (pending.length === 0) return new Map<string, number>();
  const rows = await db
    .selectFrom(
      db
        .selectFrom("waitlist")
        .select(["id", sql<number>`row_number() over (order by seq)`.as("position")])
        .where("status", "=", sql.lit("pending"))
        .where("seq", "<=", (eb) =>
          eb
            .selectFrom("waitlist")
            .select((last) => last.fn.max("seq").as("seq"))
            .where("id", "in", pending),
        )
        .as("queue"),
    )
    .select(["id", "position"])
    .where("id", "in", pending)
    .execute();
  return new Map(rows.map((row) => [row.id, row.position]));
}

export async function findWaitlistUser(db: Db, id: string) {
  const row = await entries(db).where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const entry = toWaitlistUser(row);
  const positions = await positionsFrom(db, [entry]);
  return { ...entry, position: positions.get(id) ?? null };
}

/** The ids of the next pending entries, oldest first, without addresses that have a user by now. */
export async function nextWaitlistUserIds(tx: Tx, most: number) {
  const rows = await tx
    .selectFrom("waitlist")
    .select("id")
    .where("status", "=", sql.lit("pending"))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("user_emails")
            .select("user_emails.id")
            .whereRef("user_emails.identifier", "=", "waitlist.email")
            .where("is_verified", "=", sql.lit(1)),
        ),
      ),
    )
    .orderBy("seq")
    .limit(sql.lit(most))
    .execute();
  return rows.map((row) => row.id);
}

/** Adds an entry, unless its address has one that blocks it. Answers whether it was added. */
export async function insertWaitlistUser(tx: Tx, row: Insertable<WaitlistTable>) {
  const added = await tx
    .insertInto("waitlist")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("seq")
    .executeTakeFirst();
  return added !== undefined;
}

export type Decision = Pick<WaitlistTable, "decided_at" | "decided_by" | "decision_reason"> & {
  status: "approved" | "rejected";
};

/** Decides a pending entry. Answers whether it was still pending, so that only one call decides it. */
export async function decide(tx: Tx, id: string, decision: Decision) {
  const { numUpdatedRows } = await tx
    .updateTable("waitlist")
    .set(decision)
    .where("id", "=", id)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export const setWaitlistUserId = (tx: Tx, id: string, userId: string) =>
  tx.updateTable("waitlist").set({ user_id: userId }).where("id", "=", id).execute();

/** Makes a rejected entry pending again. Answers whether it was rejected. */
export async function reopen(tx: Tx, id: string) {
  const { numUpdatedRows } = await tx
    .updateTable("waitlist")
    .set({ status: "pending", decided_at: null, decided_by: null, decision_reason: null })
    .where("id", "=", id)
    .where("status", "=", "rejected")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
