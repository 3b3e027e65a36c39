import type { Insertable } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import type { IdentifierKind } from "../identifiers/identifier.kinds.ts";
import type { VerificationTable } from "./verification.table.ts";

export const findVerification = (db: Db, kind: IdentifierKind, identifierId: string) =>
  db.selectFrom("verifications").selectAll().where(kind.verified, "=", identifierId).executeTakeFirst();

export const insertVerification = (tx: Tx, row: Insertable<VerificationTable>) =>
  tx.insertInto("verifications").values(row).execute();

/** Uses a code up. Answers whether it was still there: whoever comes second has none. */
export async function useCode(tx: Tx, id: string, hash: string) {
  const { numDeletedRows } = await tx
    .deleteFrom("verifications")
    .where("id", "=", id)
    .where("code_hash", "=", hash)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
