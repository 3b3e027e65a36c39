import type { UserInvitation } from "@roster/contract";
import { type Insertable, sql, type Updateable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { isAmong, isOneOf, locked, lockNames, lockRows } from "../database/locks.ts";
import { byIds, defineList, equalTo } from "../lists/list.ts";
import { hashToken } from "../tokens/tokens.ts";
import { type InvitationTable, invitationColumns, toInvitation } from "./invitation.table.ts";

const latestMessage = sql<number>`(select max(sent.seq) from messages as sent where sent.subject_id = invitations.id)`;

const invitations = (db: Db) =>
  db
    .selectFrom("invitations")
    .leftJoin("messages", (join) => join.on("messages.seq", "=", latestMessage))
    .select(invitationColumns);

export const invitationList = defineList({
  procedure: "fetchInvitedUsers",
  table: "invitations",
  rows: invitations,
  toRecord: toInvitation,
  filters: {
    ...byIds("invitations"),
    // An expired invitation may still be stored as pending.
    status: {
      all: () => sql`true`,
      pending: (now) => [sql`invitations.status = 'pending'`, sql`invitations.expires_at > ${now}`],
      expired: (now) =>
        sql`(invitations.status = 'expired' or invitations.status = 'pending' and invitations.expires_at <= ${now})`,
      accepted: () => sql`invitations.status = 'accepted'`,
      revoked: () => sql`invitations.status = 'revoked'`,
    },
    organization_id: equalTo("invitations", "organization_id"),
    invited_by: equalTo("invitations", "invited_by"),
  },
  defaults: { status: "pending" },
  order: "created_at_desc",
  orders: { created_at: undefined, expires_at: "expires_at" },
});

export async function findInvitation(db: Db, id: string, now: string) {
  const row = await invitations(db).where("invitations.id", "=", id).executeTakeFirst();
  return row && toInvitation(row, now);
}

/** The newest invitations that a user accepted, or of some addresses, with their metadata. */
export const findInvitationsOf = (db: Db, userId: string, emails: readonly string[], most: number) =>
  invitations(db)
    .select("invitations.public_metadata")
    .where((eb) => eb.or([eb("invitations.accepted_user_id", "=", userId), eb("invitations.email", "in", emails)]))
    .orderBy("invitations.seq", "desc")
    .limit(most)
    .execute();

/** Marks an expired invitation as such, so that the unique index allows a new one. */
export const expireInvitations = (tx: Tx, email: string, now: string) =>
  tx
    .updateTable("invitations")
    .set({ status: "expired" })
    .where("email", "=", email)
    .where("status", "=", sql.lit("pending"))
    .where("expires_at", "<=", now)
    .execute();

export const insertInvitation = compiled((tx, row: Insertable<InvitationTable>) =>
  tx.insertInto("invitations").values(row),
);

export const lockInvitation = (tx: Tx, id: string) =>
  locked(tx, tx.selectFrom("invitations").selectAll().where("id", "=", id)).executeTakeFirst();

/** Locks invitations in the order of their ids, and before them what they are for. */
export async function lockInvitations(tx: Tx, ids: readonly string[]) {
  const theirs = tx.selectFrom("invitations").where(isOneOf(tx, "id", ids));
  await lockNames(tx, "email", async () => (await theirs.select("email").execute()).map(({ email }) => email));
  const organizations = tx.selectFrom("organizations").select("id").orderBy("id");
  await lockRows(tx, organizations.where(isAmong(tx, "id", theirs.select("organization_id"))), "key share");
  await lockRows(tx, theirs.select("id").orderBy("id"));
}

/** What an invitation is for, which never changes. */
export interface Goal {
  email: string;
  organization_id: string | null;
}

export const findGoal = (tx: Tx, id: string): Promise<Goal | undefined> =>
  tx.selectFrom("invitations").select(["email", "organization_id"]).where("id", "=", id).executeTakeFirst();

const invited = compiled((db, { email, organization_id }: { email: string; organization_id: string | null }) =>
  db
    .selectFrom("user_emails")
    .innerJoin("users", "users.id", "user_emails.user_id")
    .leftJoin("organization_memberships as member", (join) =>
      join.onRef("member.user_id", "=", "user_emails.user_id").on("member.organization_id", "=", organization_id),
    )
    .select(["users.is_active", "member.id as membership_id"])
    .where("identifier", "=", email)
    .where("is_verified", "=", sql.lit(1)),
);

/** Whether the user who owns an invited address is active, and the user's membership in the organization. */
export const findInvited = async (tx: Tx, { email, organization_id }: Goal) =>
  (await invited(tx, { email, organization_id })).rows[0];

const namedInvitations = (db: Db) =>
  db
    .selectFrom("invitations")
    .selectAll("invitations")
    .select(sql<string | null>`(select name from organizations where id = organization_id)`.as("organization_name"));

const openInvitations = (db: Db, now: string) =>
  namedInvitations(db).where("invitations.status", "=", sql.lit("pending")).where("invitations.expires_at", ">", now);

/** The open invitation of a link's token. */
export const findInvitationByToken = (db: Db, token: string, now: string) =>
  openInvitations(db, now)
    .innerJoin("tokens", "tokens.invitation_id", "invitations.id")
    .where("tokens.hash", "=", hashToken(token))
    .where("tokens.purpose", "=", "invitation")
    .executeTakeFirst();

export const lockInvitationToSend = (tx: Tx, id: string | null, now: string) =>
  locked(tx, openInvitations(tx, now).where("invitations.id", "=", id)).executeTakeFirst();

export const findInvitationToShow = (db: Db, id: string | null) =>
  namedInvitations(db).where("invitations.id", "=", id).executeTakeFirst();

/** Changes an invitation that has one of these statuses. Answers its id, or undefined, so that of two calls only one succeeds. */
export const changeInvitation = (
  tx: Tx,
  id: string,
  from: UserInvitation["status"][],
  fields: Updateable<InvitationTable>,
) =>
  tx
    .updateTable("invitations")
    .set(fields)
    .where("id", "=", id)
    .where("status", "in", from)
    .returning("id")
    .executeTakeFirst();
