import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { locked } from "../database/dialect.ts";
import { defineList } from "../lists/list.ts";
import { hashToken } from "../tokens/tokens.ts";
import { type InvitationTable, invitationColumns, toInvitation } from "./invitation.table.ts";

const invitations = (db: Db) =>
  db
    .selectFrom("invitations")
    .leftJoin("messages", (join) =>
      join.on("messages.seq", "=", (eb) =>
        eb
          .selectFrom("messages as sent")
          .select((latest) => latest.fn.max("sent.seq").as("seq"))
          .whereRef("sent.subject_id", "=", "invitations.id"),
      ),
    )
    .select(invitationColumns);

export const invitationList = defineList({
  procedure: "fetchInvitedUsers",
  table: "invitations",
  rows: invitations,
  toRecord: (row, now) => toInvitation(now)(row),
  filters: {
    // An expired invitation may still be stored as pending.
    status: {
      pending: (now) => sql`invitations.status = 'pending' and invitations.expires_at > ${now}`,
      expired: (now) =>
        sql`(invitations.status = 'expired' or invitations.status = 'pending' and invitations.expires_at <= ${now})`,
      accepted: () => sql`invitations.status = 'accepted'`,
      revoked: () => sql`invitations.status = 'revoked'`,
    },
  },
  defaults: { status: "pending" },
  order: "desc",
});

export async function findInvitation(db: Db, id: string, now: string) {
  const row = await invitations(db).where("invitations.id", "=", id).executeTakeFirst();
  return row && toInvitation(now)(row);
}

/** Marks an expired invitation as such, so that the unique index allows a new one. */
export const expireInvitations = (tx: Tx, email: string, now: string) =>
  tx
    .updateTable("invitations")
    .set({ status: "expired" })
    .where("email", "=", email)
    .where("status", "=", sql.lit("pending"))
    .where("expires_at", "<=", now)
    .execute();

export async function insertInvitation(tx: Tx, row: Insertable<InvitationTable>) {
  await tx.insertInto("invitations").values(row).execute();
}

/** Locks an invitation, and answers it. */
export const lockInvitation = (tx: Tx, id: string) =>
  locked(tx, tx.selectFrom("invitations").selectAll().where("id", "=", id)).executeTakeFirst();

/** The open invitation of a link's token, and the name of its organization. */
export const findInvitationByToken = (db: Db, token: string, now: string) =>
  db
    .selectFrom("tokens")
    .innerJoin("invitations", "invitations.id", "tokens.invitation_id")
    .leftJoin("organizations", "organizations.id", "invitations.organization_id")
    .selectAll("invitations")
    .select("organizations.name as organization_name")
    .where("tokens.hash", "=", hashToken(token))
    .where("tokens.purpose", "=", "invitation")
    .where("invitations.status", "=", sql.lit("pending"))
    .where("invitations.expires_at", ">", now)
    .executeTakeFirst();

/** An open invitation, and the name of its organization. */
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

/** Renews the lifetime of an invitation. */
export const renewInvitation = (tx: Tx, id: string, expiresAt: string) =>
  tx
    .updateTable("invitations")
    .set({ status: "pending", expires_at: expiresAt })
    .where("id", "=", id)
    .where("status", "in", ["pending", "expired"])
    .execute();

/** Revokes a pending or expired invitation. Answers whether it was one. */
export async function revokeRow(tx: Tx, id: string, now: string) {
  const { numUpdatedRows } = await tx
    .updateTable("invitations")
    .set({ status: "revoked", revoked_at: now })
    .where("id", "=", id)
    .where("status", "in", ["pending", "expired"])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Marks an invitation as accepted. Answers whether it was still open, so that only one call accepts it. */
export async function acceptRow(tx: Tx, id: string, userId: string, now: string) {
  const { numUpdatedRows } = await tx
    .updateTable("invitations")
    .set({ status: "accepted", accepted_at: now, accepted_user_id: userId })
    .where("id", "=", id)
    .where("status", "=", "pending")
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
