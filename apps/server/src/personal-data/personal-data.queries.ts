import { limits, PersonalData } from "@roster/contract";
import { sql } from "kysely";
import type * as z from "zod";
import { findEntriesAbout } from "../audit/audit.queries.ts";
import { columnsOf } from "../database/columns.ts";
import type { Db } from "../database/database.ts";
import { findFailedSignIns } from "../failures/failure.queries.ts";
import { findInvitationsOf } from "../invitations/invitation.queries.ts";
import { toInvitation } from "../invitations/invitation.table.ts";
import { findOwnedEmails } from "../offers/offer.queries.ts";
import { type StoredTable, tables } from "../tables.ts";
import { findUserDetails } from "../users/user.queries.ts";
import { withPositions } from "../waitlist/waitlist.queries.ts";
import { toWaitlistUser } from "../waitlist/waitlist.table.ts";

/** One more than is shown tells that a list is incomplete. */
const most = limits.personalRows + 1;
const lists = PersonalData.shape.incomplete.element.options;

/** Everything that is held on a user, in each list the newest records up to a limit. */
export async function findPersonalData(db: Db, userId: string, now: string): Promise<PersonalData | undefined> {
  const details = await findUserDetails(db, userId);
  if (!details) return undefined;
  const owned = [...(await findOwnedEmails(db, [userId])), ""]; // no address is empty, and no list may be
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
  const newest = await findNewest(db, userId, owned);
  const targets = [userId, ...invitations.map(({ id }) => id), ...waitlist.map(({ id }) => id)];
  const document = {
    ...details,
    ...newest,
    invitations: invitations.map(({ public_metadata, ...row }) => ({
      ...toInvitation(row, now),
      public_metadata: JSON.parse(public_metadata),
    })),
    waitlist: await withPositions(db, waitlist.map(toWaitlistUser)),
    audit_entries: await findEntriesAbout(db, targets, most),
    failed_sign_ins: await findFailedSignIns(db, userId, most),
  };
  const incomplete = lists.filter((name) => document[name].length === most);
  for (const name of incomplete) document[name].pop();
  return { ...document, incomplete };
}

type Newest = Extract<(typeof tables)[StoredTable], { newest: unknown }>["newest"];

/** The lists that are rows of one table. */
async function findNewest(db: Db, userId: string, owned: readonly string[]) {
  const found: Partial<Record<Newest, unknown[]>> = {};
  for (const table of Object.keys(tables) as StoredTable[]) {
    const shown = tables[table];
    if (!("newest" in shown)) continue;
    const record: z.ZodObject = PersonalData.shape[shown.newest].element;
    const columns = columnsOf(record).map((name) => sql.ref(name));
    const isTheirs = "address" in shown ? sql`or ${sql.ref(shown.address)} in (${sql.join(owned)})` : sql``;
    const query = sql`select ${sql.join(columns)} from ${sql.table(table)} where user_id = ${userId} ${isTheirs}
      order by ${sql.ref(shown.key)} desc limit ${most}`;
    found[shown.newest] = (await query.execute(db)).rows;
  }
  return found as Pick<PersonalData, Newest>; // `tables` only takes tables whose rows are the list's records
}
