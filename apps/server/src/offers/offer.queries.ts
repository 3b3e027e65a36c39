import { sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { isAmong, isOneOf, lockRows } from "../database/locks.ts";

const ownedEmails = (db: Db) => db.selectFrom("user_emails").select("identifier").where("is_verified", "=", sql.lit(1));

/** The addresses that a user owns. */
const owned = (db: Db, userId: string) => ownedEmails(db).where("user_id", "=", userId);

/** The addresses that users own. */
const ownedByAny = (db: Db, userIds: readonly string[]) => ownedEmails(db).where(isOneOf(db, "user_id", userIds));

/** Deletes all invitations of a user and of the addresses that the user owns, and the messages about them or to these addresses. */
export async function deleteTraces(tx: Tx, userId: string) {
  for (const theirs of [
    tx.selectFrom("invitations").select("id").where("accepted_user_id", "=", userId),
    tx.selectFrom("invitations").select("id").where("email", "in", owned(tx, userId)),
  ]) {
    await tx.deleteFrom("messages").where("subject_id", "in", theirs).execute();
    await tx.deleteFrom("invitations").where("id", "in", theirs).execute();
  }
  await tx.deleteFrom("messages").where("recipient", "in", owned(tx, userId)).execute();
}

/** Deletes a user's entries of the waitlist, and those of the addresses that the user owns. Comes before all other locks. */
export async function deleteWaitlistEntries(tx: Tx, userId: string) {
  await tx.deleteFrom("waitlist").where("user_id", "=", userId).execute();
  const undecided = tx.deleteFrom("waitlist").where("status", "<>", sql.lit("approved"));
  await undecided.where("email", "in", owned(tx, userId)).execute();
}

/** Locks the entries of the waitlist that deletions of users delete, in the order of the queue. */
export function lockWaitlistEntries(tx: Tx, userIds: readonly string[]) {
  const entries = tx.selectFrom("waitlist").select("id");
  const undecided = entries.where("status", "<>", sql.lit("approved"));
  const theirs = entries
    .where(isOneOf(tx, "user_id", userIds))
    .unionAll(undecided.where("email", "in", ownedByAny(tx, userIds)));
  return lockRows(tx, entries.where(isAmong(tx, "id", theirs)).orderBy("seq"), "update");
}

/** Keeps the groups that users belong to, or are invited to, until the transaction ends: a deletion of a group takes its rows along. */
export async function keepGroupsOf(tx: Tx, userIds: readonly string[]) {
  const invited = tx.selectFrom("invitations").select("organization_id");
  const joined = tx.selectFrom("organization_memberships").where(isOneOf(tx, "user_id", userIds));
  const theirs = invited
    .where("email", "in", ownedByAny(tx, userIds))
    .unionAll(invited.where(isOneOf(tx, "accepted_user_id", userIds)))
    .unionAll(joined.select((eb) => eb.ref("organization_id").$castTo<string | null>().as("organization_id")));
  const organizations = tx.selectFrom("organizations").where(isAmong(tx, "id", theirs));
  await lockRows(tx, organizations.select("id").orderBy("id"), "key share");
  const inWorkspaces = tx.selectFrom("workspace_memberships").where(isOneOf(tx, "user_id", userIds));
  const workspaces = tx.selectFrom("workspaces").where(isAmong(tx, "id", inWorkspaces.select("workspace_id")));
  await lockRows(tx, workspaces.select("id").orderBy("id"), "key share");
}

/** The addresses that users own. */
export async function findOwnedEmails(db: Db, userIds: readonly string[]) {
  const rows = await ownedByAny(db, userIds).execute();
  return rows.map(({ identifier }) => identifier);
}

interface Owner {
  userId: string;
  now: string;
}

const open = (db: Db, { userId, now }: Owner) =>
  db
    .selectFrom("invitations")
    .select("id")
    .where("email", "in", owned(db, userId))
    .where("status", "=", sql.lit("pending"))
    .where("expires_at", ">", now);

const queries = {
  all: compiled(open),
  reached: compiled((db, owner: Owner) => {
    const joined = db
      .selectFrom("organization_memberships")
      .select("organization_id")
      .where("user_id", "=", owner.userId);
    return open(db, owner).where((eb) =>
      eb.or([eb("organization_id", "is", null), eb("organization_id", "in", joined)]),
    );
  }),
};

export type Which = keyof typeof queries;

/** The open invitations of all addresses that a user owns, or those of them whose goal the user has reached. */
export const findOffers = async (db: Db, owner: Owner, which: Which) =>
  (await queries[which](db, owner)).rows.map(({ id }) => id).toSorted();

const revoke = compiled((tx, { id, now }: { id: string; now: string }) =>
  tx
    .updateTable("invitations")
    .set({ status: "revoked", revoked_at: now })
    .where("id", "=", id)
    .where("status", "=", sql.lit("pending")),
);

/** Answers whether the invitation was still open. */
export const revokeOffer = async (tx: Tx, id: string, now: string) =>
  (await revoke(tx, { id, now })).numAffectedRows === 1n;
