import { type Selectable, sql, type Updateable } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { lockFree } from "../database/dialect.ts";
import type { MessageTable, Template } from "./message.table.ts";

/** A message that one attempt has to itself, for as long as its lease lasts. */
export type ClaimedMessage = Selectable<MessageTable>;

const due = (db: Db, templates: readonly Template[], now: string) =>
  db
    .selectFrom("messages")
    .select("seq")
    .where("state", "=", sql.lit("queued"))
    .where("due_at", "<=", now)
    .where("template", "in", templates)
    .orderBy("due_at")
    .limit(sql.lit(1));

export const isMessageDue = async (db: Db, templates: readonly Template[], now: string) =>
  (await due(db, templates, now).executeTakeFirst()) !== undefined;

/** Takes the message of these templates that has been due for longest, until the lease ends. */
export const claimMessage = (
  tx: Tx,
  templates: readonly Template[],
  now: string,
  leaseEnd: string,
): Promise<ClaimedMessage | undefined> =>
  tx
    .updateTable("messages")
    .set((eb) => ({ due_at: leaseEnd, attempts: eb("attempts", "+", 1) }))
    .where("seq", "=", lockFree(tx, due(tx, templates, now)))
    .where("state", "=", sql.lit("queued"))
    .where("due_at", "<=", now)
    .returningAll()
    .executeTakeFirst();

/**
 * Notes how an attempt ended, unless another one has begun meanwhile. What was sent was sent, even if it was taken back on
 * its way; nothing else of a message that was taken back changes.
 */
export async function endAttempt(tx: Tx, { id, attempts }: ClaimedMessage, end: Updateable<MessageTable>) {
  let update = tx.updateTable("messages").set(end).where("id", "=", id).where("attempts", "=", attempts);
  if (end.state !== "sent") update = update.where("state", "=", sql.lit("queued"));
  const { numUpdatedRows } = await update.executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Whether a claimed message is still this attempt's, and wanted. */
export const isStillQueued = async (tx: Tx, { id, attempts }: ClaimedMessage) =>
  (await tx
    .selectFrom("messages")
    .select("id")
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .where("state", "=", sql.lit("queued"))
    .executeTakeFirst()) !== undefined;

export const findInvitationToSend = (tx: Tx, id: string | null, now: string) =>
  tx
    .selectFrom("invitations")
    .leftJoin("organizations", "organizations.id", "invitations.organization_id")
    .select([
      "invitations.id",
      "invitations.first_name",
      "invitations.redirect_url",
      "invitations.expires_at",
      "organizations.name as organization_name",
    ])
    .where("invitations.id", "=", id)
    .where("status", "=", "pending")
    .where("expires_at", ">", now)
    .executeTakeFirst();

/** A user in use, who owns the address. */
export const findOwner = (tx: Tx, userId: string | null, email: string) =>
  tx
    .selectFrom("users")
    .innerJoin("user_emails", "user_emails.user_id", "users.id")
    .select(["users.id", "first_name"])
    .where("users.id", "=", userId)
    .where("is_active", "=", 1)
    .where("user_emails.identifier", "=", email)
    .where("is_verified", "=", 1)
    .executeTakeFirst();

/** A code that is still waited for, by a user in use. */
export const findVerificationToSend = (
  tx: Tx,
  id: string | null,
  recipient: string,
  now: string,
): Promise<{ id: string; expires_at: string; first_name: string | null } | undefined> =>
  tx
    .selectFrom("verifications")
    .leftJoin("user_emails", "user_emails.id", "email_id")
    .leftJoin("user_phones", "user_phones.id", "phone_id")
    .innerJoin("users", (join) =>
      join.on((eb) => eb("users.id", "=", eb.fn.coalesce("user_emails.user_id", "user_phones.user_id"))),
    )
    .select(["verifications.id", "expires_at", "first_name"])
    .where("verifications.id", "=", id)
    .where("expires_at", ">", now)
    .where("is_active", "=", 1)
    .where((eb) => eb(eb.fn.coalesce("user_emails.identifier", "user_phones.identifier"), "=", recipient))
    .executeTakeFirst();

export const setCodeHash = (tx: Tx, id: string, code_hash: string) =>
  tx.updateTable("verifications").set({ code_hash }).where("id", "=", id).execute();
