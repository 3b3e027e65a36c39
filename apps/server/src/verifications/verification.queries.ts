import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { sweepOf } from "../database/sweep.ts";
import type { IdentifierKind } from "../identifiers/identifier.table.ts";
import { HOUR } from "../times.ts";
import type { VerificationTable } from "./verification.table.ts";

const ofIdentifier = compiled((db, { id }: { id: string }, kind: IdentifierKind) =>
  db.selectFrom("verifications").selectAll().where(`${kind}_id`, "=", id),
);

export const findVerification = async (db: Db, kind: IdentifierKind, id: string) =>
  (await ofIdentifier(db, { id }, kind)).rows[0];

export const insertVerification = compiled((tx, row: VerificationTable) => tx.insertInto("verifications").values(row));

const used = compiled((tx, { id, hash }: { id: string; hash: string }) =>
  tx.deleteFrom("verifications").where("id", "=", id).where("code_hash", "=", hash),
);

/** Uses up a code. Answers whether it was still there, so that only one call succeeds. */
export const useCode = async (tx: Tx, id: string, hash: string) =>
  (await used(tx, { id, hash })).numAffectedRows === 1n;

/** A code that is still needed, of an active user. */
export const findVerificationToSend = (tx: Tx, id: string | null, recipient: string, now: string) =>
  tx
    .selectFrom("verifications")
    .leftJoin("user_emails", "user_emails.id", "email_id")
    .leftJoin("user_phones", "user_phones.id", "phone_id")
    .innerJoin("users", (join) =>
      join.on((eb) => eb("users.id", "=", eb.fn.coalesce("user_emails.user_id", "user_phones.user_id"))),
    )
    .select(["verifications.id", "first_name"])
    .where("verifications.id", "=", id)
    .where("expires_at", ">", now)
    .where("is_active", "=", 1)
    .where((eb) => eb(eb.fn.coalesce("user_emails.identifier", "user_phones.identifier"), "=", recipient))
    .executeTakeFirst();

/** Stores a code. Answers its id, or undefined if it is no longer waited for. */
export const setCodeHash = (tx: Tx, id: string, code_hash: string) =>
  tx.updateTable("verifications").set({ code_hash }).where("id", "=", id).returning("id").executeTakeFirst();

/** Deletes codes an hour after their expiry. Until then a call answers `code_expired`. */
export const sweepVerifications = sweepOf("verifications", { column: "expires_at", keptFor: HOUR });
