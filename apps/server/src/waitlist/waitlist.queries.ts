import type { WaitlistUser } from "@roster/contract";
import { type Expression, type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { insertIf } from "../database/insert-if.ts";
import { isOneOf, locked, lockRows } from "../database/locks.ts";
import { byIds, defineList } from "../lists/list.ts";
import { toWaitlistUser, type WaitlistTable } from "./waitlist.table.ts";

export const waitlistInOrder = defineList({
  procedure: "fetchWaitlist",
  table: "waitlist",
  rows: (db) => db.selectFrom("waitlist").selectAll(),
  toRecord: toWaitlistUser,
  filters: {
    ...byIds("waitlist"),
    status: {
      all: () => sql`true`,
      pending: () => sql`waitlist.status = 'pending'`,
      approved: () => sql`waitlist.status = 'approved'`,
      rejected: () => sql`waitlist.status = 'rejected'`,
    },
  },
  defaults: { status: "pending" },
  order: "asc",
  complete: withPositions,
});

/** Adds their positions in the queue to pending entries. */
export async function withPositions(db: Db, listed: WaitlistUser[]) {
  const pending = listed.filter((entry) => entry.status === "pending").map((entry) => entry.id);
  if (pending.length === 0) return listed;
  const ids = sql.join(pending);
  const first = sql`(select min(seq) from waitlist where id in (${ids}))`;
  const last = sql`(select max(seq) from waitlist where id in (${ids}))`;
  // Counting the entries before the first listed one is much cheaper than numbering them.
  const before = sql`(select count(*) from waitlist where status = 'pending' and seq < ${first})`;
  const queue = sql`(select id, row_number() over (order by seq) + ${before} as position
    from waitlist where status = 'pending' and seq between ${first} and ${last})`;
  const { rows } = await sql<{ id: string; position: number }>`
    select id, position from ${queue} as queue where id in (${ids})`.execute(db);
  const positions = new Map(rows.map((row) => [row.id, row.position]));
  return listed.map((entry) => ({ ...entry, position: positions.get(entry.id) ?? null }));
}

export async function statusOfWaitlistUser(tx: Tx, id: string) {
  const row = await tx.selectFrom("waitlist").select("status").where("id", "=", id).executeTakeFirst();
  return row?.status;
}

/** Locks entries, in the order of the queue. Answers them; none on SQLite. */
export function lockWaitlistUsers(tx: Tx, ids: readonly string[]) {
  const entries = tx.selectFrom("waitlist").where(isOneOf(tx, "id", ids));
  return lockRows(tx, entries.select("email").orderBy("seq"));
}

/** An address, if a user has verified it. */
const owned = (db: Db, email: Expression<string>) =>
  db.selectFrom("user_emails").select("id").where("identifier", "=", email).where("is_verified", "=", sql.lit(1));

/** Locks the next pending entries, oldest first, without addresses that have a user by now. */
export function lockNextWaitlistUsers(tx: Tx, most: number) {
  const entries = tx
    .selectFrom("waitlist")
    .where("status", "=", sql.lit("pending"))
    .where(({ not, exists }) => not(exists(owned(tx, sql.ref("waitlist.email")))));
  return locked(tx, entries.select(["id", "email"]).orderBy("seq").limit(sql.lit(most))).execute();
}

/** Adds an entry, unless its address has an undecided or rejected one, or is a user's now. Answers whether it was added. */
export async function insertWaitlistUser(tx: Tx, row: Insertable<WaitlistTable>) {
  const unowned = tx.selectNoFrom([]).where(({ not, exists }) => not(exists(owned(tx, sql.val(row.email)))));
  const added = await insertIf(tx, "waitlist", row, unowned)
    .onConflict((conflict) => conflict.doNothing())
    .returning("seq")
    .executeTakeFirst();
  return added !== undefined;
}

type Decision = Pick<WaitlistUser, "status" | "decided_at" | "decided_by" | "decision_reason">;

/** Decides or reopens an entry that has the status `from`. Answers it, or undefined, so that of two calls only one succeeds. */
export async function decide(tx: Tx, id: string, from: WaitlistUser["status"], decision: Decision) {
  const row = await tx
    .updateTable("waitlist")
    .set(decision)
    .where("id", "=", id)
    .where("status", "=", from)
    .returningAll()
    .executeTakeFirst();
  return row && toWaitlistUser(row);
}

export const setWaitlistUserId = (tx: Tx, id: string, userId: string) =>
  tx.updateTable("waitlist").set({ user_id: userId }).where("id", "=", id).execute();
