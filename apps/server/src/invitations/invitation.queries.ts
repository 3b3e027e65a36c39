import type { ParsedInput } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { type Order, paginate } from "../database/page.ts";
import { indexForSearch, parseSearch } from "../database/search.ts";
import { type InvitationTable, invitationColumns, toInvitation } from "./invitation.table.ts";

const newestFirst: Order = { name: "invitations", direction: "desc", seq: sql.ref("invitations.seq") };

const invitations = (db: Db) =>
  db
    .selectFrom("invitations")
    .leftJoin("messages", "messages.invitation_id", "invitations.id")
    .select(invitationColumns);

export function listInvitations(db: Db, input: ParsedInput<"fetchInvitedUsers">, now: string) {
  const status = input.status ?? "pending";
  const search = parseSearch("invitations", input.search);
  let found = invitations(db);
  if (status === "pending") found = found.where("status", "=", "pending").where("expires_at", ">", now);
  else if (status === "expired") {
    found = found.where((eb) =>
      eb.or([eb("status", "=", "expired"), eb.and([eb("status", "=", "pending"), eb("expires_at", "<=", now)])]),
    );
  } else found = found.where("status", "=", status);
  if (search) {
    found = found.where(search.found);
  }
  return paginate(found, newestFirst, input, toInvitation(now));
}

export async function findInvitation(db: Db, id: string, now: string) {
  const row = await invitations(db).where("invitations.id", "=", id).executeTakeFirst();
  return row && toInvitation(now)(row);
}

/** One whose time has run out must not stand in the way of a new one. */
export const expireInvitations = (tx: Tx, email: string, now: string) =>
  tx
    .updateTable("invitations")
    .set({ status: "expired" })
    .where("email", "=", email)
    .where("status", "=", sql.lit("pending"))
    .where("expires_at", "<=", now)
    .execute();

export async function insertInvitation(tx: Tx, row: Insertable<InvitationTable>) {
  const { seq } = await tx.insertInto("invitations").values(row).returning("seq").executeTakeFirstOrThrow();
  await indexForSearch(tx, "invitations", seq, row.id, row.search_text);
}
