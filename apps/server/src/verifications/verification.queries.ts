import type { Insertable } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import type { IdentifierKind } from "../identifiers/identifier.table.ts";
import type { Sweep } from "../sweep.ts";
import type { VerificationTable } from "./verification.table.ts";

export const findVerification = (db: Db, kind: IdentifierKind, identifierId: string) =>
  db.selectFrom("verifications").selectAll().where(`${kind}_id`, "=", identifierId).executeTakeFirst();

export const insertVerification = (tx: Tx, row: Insertable<VerificationTable>) =>
  tx.insertInto("verifications").values(row).execute();

/** Uses up a code. Answers whether it was still there, so that only one call succeeds. */
export async function useCode(tx: Tx, id: string, hash: string) {
  const { numDeletedRows } = await tx
    .deleteFrom("verifications")
    .where("id", "=", id)
    .where("code_hash", "=", hash)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** A code that is still needed, of an active user. */
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

const HOUR = 60 * 60 * 1000;

/** Deletes codes an hour after their expiry. Until then a call answers `code_expired`. */
export const sweepVerifications: Sweep = (tx, now, batch) => {
  const hourAgo = new Date(now.getTime() - HOUR).toISOString();
  const old = tx.selectFrom("verifications").select("id").where("expires_at", "<=", hourAgo).limit(batch);
  return tx.deleteFrom("verifications").where("id", "in", old).executeTakeFirst();
};
