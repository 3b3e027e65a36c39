import { limits } from "@roster/contract";
import { sql } from "kysely";
import type { Change } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { tooMany } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Template } from "./message.table.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

interface NewMessage {
  template: Template;
  recipient: string;
  invitation_id?: string;
  user_id?: string;
  verification_id?: string;
  redirect_url?: string | null;
  /** When it is of no more use; a day from now unless told otherwise. */
  give_up_at?: string;
}

/** Puts a message into the queue. It goes out after the transaction is committed, or not at all. */
export async function queueMessage({ tx, now }: Change, message: NewMessage) {
  const waiting = await untilNextMessage(tx, message.template, message.recipient, now);
  if (waiting > 0) throw tooMany(waiting, "Too many messages of this kind to this address.");
  const give_up_at = new Date(Date.parse(now) + DAY).toISOString();
  await tx
    .insertInto("messages")
    .values({ id: newId("message"), created_at: now, due_at: now, give_up_at, ...message })
    .execute();
}

/** Milliseconds until a recipient may be sent another message of a kind; 0 for now. One kind does not keep off another. */
export async function untilNextMessage(tx: Tx, template: Template, recipient: string, now: string) {
  const hourAgo = new Date(Date.parse(now) - HOUR).toISOString();
  const oldest = await tx
    .selectFrom("messages")
    .select("created_at")
    .where("recipient", "=", recipient)
    .where("template", "=", template)
    .where("created_at", ">", hourAgo)
    .orderBy("created_at", "desc")
    .limit(sql.lit(1))
    .offset(sql.lit(limits.messagesPerHour - 1))
    .executeTakeFirst();
  return oldest ? Date.parse(oldest.created_at) + HOUR - Date.parse(now) : 0;
}

/** Takes back what waits in the queue for a subject. */
export const cancelMessages = (
  tx: Tx,
  template: Template,
  subject: { invitation_id: string } | { user_id: string },
  reason: string,
) =>
  tx
    .updateTable("messages")
    .set({ state: "cancelled", last_error: reason })
    .where("template", "=", template)
    .where("state", "=", "queued")
    .where((eb) => eb.and(subject))
    .execute();
