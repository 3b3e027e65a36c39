import { type Insertable, type SqlBool, sql, type Updateable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { insertIf } from "../database/insert-if.ts";
import { lockFree } from "../database/locks.ts";
import { sweepOf } from "../database/sweep.ts";
import { byIds, defineList, equalTo } from "../lists/list.ts";
import { type MessageRow, type MessageTable, messageColumns } from "./message.table.ts";

/** A queue of its own: the messages of a kind, or of some of its templates. */
export interface Lane {
  kind: string;
  name: string;
  /** The templates that this server knows; absent where a kind has none. */
  templates?: readonly string[];
}

/** When a message is due: at a time, or if it was put off further than that by a clock that was ahead. */
export type Due = { until: string } | { after: string };

const isDue = (due: Due) =>
  "until" in due ? sql<SqlBool>`due_at <= ${due.until}` : sql<SqlBool>`due_at > ${due.after}`;

function inLane(db: Db, { kind, name, templates }: Lane, due: Due) {
  const inKind = db
    .selectFrom("messages")
    .select("seq")
    .where("state", "=", sql.lit("queued"))
    .where("kind", "=", kind)
    .where("lane", "=", name)
    .where(isDue(due))
    .orderBy("due_at")
    .limit(sql.lit(1));
  return templates ? inKind.where("template", "in", templates) : inKind;
}

export const isMessageDue = async (db: Db, lane: Lane, due: Due) =>
  (await inLane(db, lane, due).executeTakeFirst()) !== undefined;

/** Claims the lane's oldest due message: until the lease ends it belongs to this attempt. */
export const claimMessage = (tx: Tx, lane: Lane, due: Due, leaseEnd: string): Promise<MessageRow | undefined> =>
  tx
    .updateTable("messages")
    .set((eb) => ({ due_at: leaseEnd, attempts: eb("attempts", "+", 1) }))
    .where("seq", "=", lockFree(tx, inLane(tx, lane, due)))
    .where("state", "=", sql.lit("queued"))
    .where(isDue(due))
    .returningAll()
    .executeTakeFirst();

/**
 * Stores the outcome of an attempt, unless another attempt has begun meanwhile. A message that was sent is `sent`, even if it was
 * cancelled on its way. Otherwise a cancelled message stays as it is.
 */
export async function endAttempt(tx: Tx, { id, attempts }: MessageRow, end: Updateable<MessageTable>) {
  let update = tx.updateTable("messages").set(end).where("id", "=", id).where("attempts", "=", attempts);
  if (end.state !== "sent") update = update.where("state", "=", sql.lit("queued"));
  const { numUpdatedRows } = await update.executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Whether a claimed message still belongs to this attempt, and was not cancelled. */
export const isStillQueued = async (tx: Tx, { id, attempts }: MessageRow) =>
  (await tx
    .selectFrom("messages")
    .select("id")
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .where("state", "=", sql.lit("queued"))
    .executeTakeFirst()) !== undefined;

type NewMessage = Insertable<MessageTable>;

export const insertMessage = (tx: Tx, row: NewMessage) => tx.insertInto("messages").values(row).execute();

/** How often a recipient may get messages of a type. */
interface Limit {
  since: string;
  until: string;
  count: number;
}

/** The `count`th last message of a type to a recipient, if it was queued between two times. */
const counted = (
  db: Db,
  { kind, template, recipient }: Pick<NewMessage, "kind" | "template" | "recipient">,
  { since, until, count }: Limit,
) =>
  db
    .selectFrom("messages")
    .select("created_at")
    .where("recipient", "=", recipient)
    .where("kind", "=", kind)
    .where("template", "is not distinct from", template ?? null)
    .where("created_at", ">", since)
    .where("created_at", "<=", until)
    .orderBy("created_at", "desc")
    .limit(sql.lit(1))
    .offset(sql.lit(count - 1));

export const findCountedMessage = (tx: Tx, type: Parameters<typeof counted>[1], limit: Limit) =>
  counted(tx, type, limit).executeTakeFirstOrThrow();

const insertCounted = compiled(
  (tx, { since, until, ...row }: NewMessage & Omit<Limit, "count">, count: `${number}`) => {
    const full = counted(tx, row, { since, until, count: Number(count) });
    const isFree = tx.selectNoFrom([]).where(({ not, exists }) => not(exists(full)));
    return insertIf(tx, "messages", row, isFree);
  },
);

/** Inserts a message within a limit, for which the mailbox must be locked. Answers whether it did. */
export const insertCountedMessage = async (tx: Tx, row: NewMessage, { count, ...times }: Limit) =>
  (await insertCounted(tx, { ...row, ...times }, `${count}`)).numAffectedRows === 1n;

/** In `facts` of a message that had failed when its subject ended: a retry must not send it. */
const ENDED = '{"ended":true}';

export const isEnded = ({ facts }: Pick<MessageRow, "facts">) => facts === ENDED;

/** Cancels the queued messages about a subject, or those of a type about a user, and ends the failed ones. */
export const cancelMessages = (
  tx: Tx,
  about: { subject_id: string } | { user_id: string; template: string },
  reason: string,
) =>
  tx
    .updateTable("messages")
    .set({
      state: sql`case state when 'queued' then 'cancelled' else state end`,
      last_error: sql`case state when 'queued' then ${reason} else last_error end`,
      facts: ENDED,
    })
    .where("state", "in", ["queued", "failed"])
    .where((eb) => eb.and(about))
    .execute();

export const messageList = defineList({
  procedure: "fetchMessages",
  table: "messages",
  rows: (db) => db.selectFrom("messages").select(messageColumns),
  toRecord: (row) => row,
  filters: {
    ...byIds("messages"),
    state: equalTo("messages", "state"),
    kind: equalTo("messages", "kind"),
    template: equalTo("messages", "template"),
    recipient: equalTo("messages", "recipient"),
    user_id: equalTo("messages", "user_id"),
  },
  order: "desc",
});

export const findMessage = (db: Db, id: string): Promise<MessageRow | undefined> =>
  db.selectFrom("messages").selectAll().where("id", "=", id).executeTakeFirst();

/** Changes a message in this state. Answers it, or undefined if it is not in that state. */
export const changeMessage = (tx: Tx, id: string, from: MessageRow["state"], fields: Updateable<MessageTable>) =>
  tx
    .updateTable("messages")
    .set(fields)
    .where("id", "=", id)
    .where("state", "=", from)
    .returning(messageColumns)
    .executeTakeFirst();

export const sweepMessages = sweepOf("messages", { column: "kept_until", only: sql`state <> 'queued'` });
