import { limits, type PersonalData } from "@roster/contract";
import { sql } from "kysely";
import { findEntriesAbout } from "../audit/audit.queries.ts";
import type { Db } from "../database/database.ts";
import { findFailedSignIns } from "../failures/failure.queries.ts";
import { findInvitationsOf } from "../invitations/invitation.queries.ts";
import { toInvitation } from "../invitations/invitation.table.ts";
import { findOwnedEmails } from "../offers/offer.queries.ts";
import { messageColumns } from "../outbox/message.table.ts";
import { findUserDetails } from "../users/user.queries.ts";
import { withPositions } from "../waitlist/waitlist.queries.ts";
import { toWaitlistUser } from "../waitlist/waitlist.table.ts";

/** Everything that is held on a user, in each list the newest records up to a limit. */
export async function findPersonalData(db: Db, userId: string, now: string): Promise<PersonalData | undefined> {
  const details = await findUserDetails(db, userId);
  if (!details) return undefined;
  const owned = [...(await findOwnedEmails(db, [userId])), ""]; // no address is empty, and no list may be
  const most = limits.personalRows + 1;
  const invitations = await findInvitationsOf(db, userId, owned, most);
  const waitlist = await db
    .selectFrom("waitlist")
    .selectAll()
    .where((eb) =>
      eb.or([eb("user_id", "=", userId), eb.and([eb("email", "in", owned), eb("status", "<>", sql.lit("approved"))])]),
    )
    .orderBy("seq", "desc")
    .limit(most)
    .execute();
  const messages = await db
    .selectFrom("messages")
    .select(messageColumns)
    .where((eb) => eb.or([eb("user_id", "=", userId), eb("recipient", "in", owned)]))
    .orderBy("seq", "desc")
    .limit(most)
    .execute();
  const targets = [userId, ...invitations.map(({ id }) => id), ...waitlist.map(({ id }) => id)];
  const audit_entries = await findEntriesAbout(db, targets, most);
  const failed_sign_ins = await findFailedSignIns(db, userId, most);
  const all = { invitations, waitlist, messages, audit_entries, failed_sign_ins };
  const names = ["invitations", "waitlist", "messages", "audit_entries", "failed_sign_ins"] as const;
  return {
    ...details,
    invitations: kept(invitations).map(({ public_metadata, ...row }) => ({
      ...toInvitation(row, now),
      public_metadata: JSON.parse(public_metadata),
    })),
    waitlist: await withPositions(db, kept(waitlist).map(toWaitlistUser)),
    messages: kept(messages),
    audit_entries: kept(audit_entries),
    failed_sign_ins: kept(failed_sign_ins),
    incomplete: names.filter((name) => all[name].length > limits.personalRows),
  };
}

const kept = <T>(rows: readonly T[]) => rows.slice(0, limits.personalRows);
