import { sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { type LockedUser, updateUserRow } from "../user-rows/user-row.queries.ts";
import type { IdentifierKind, IdentifierRow } from "./identifier.table.ts";

type Table = `user_${IdentifierKind}s`;

const insert = compiled((tx, row: IdentifierRow, table: Table) => tx.insertInto(table).values(row));

export const insertIdentifier = (tx: Tx, kind: IdentifierKind, row: IdentifierRow) => insert(tx, row, `user_${kind}s`);

/** Adds an unverified identifier, unless a user has verified it. Answers whether it was added. */
export async function insertUnverified(tx: Tx, kind: IdentifierKind, row: IdentifierRow) {
  const table = sql.table(`user_${kind}s`);
  const { numAffectedRows } = await sql`
    insert into ${table} (id, user_id, identifier, is_verified, verified_at, created_at, updated_at)
    select ${row.id}, ${row.user_id}, ${row.identifier}, 0, null, ${row.created_at}, ${row.updated_at}
    where not exists (select 1 from ${table} where identifier = ${row.identifier} and is_verified = 1)`.execute(tx);
  return numAffectedRows === 1n;
}

export const findIdentifier = (tx: Db, kind: IdentifierKind, userId: string, id: string) =>
  tx.selectFrom(`user_${kind}s`).selectAll().where("id", "=", id).where("user_id", "=", userId).executeTakeFirst();

export const setVerified = (tx: Tx, kind: IdentifierKind, id: string, isVerified: boolean, now: string) =>
  tx
    .updateTable(`user_${kind}s`)
    .set({ is_verified: isVerified ? 1 : 0, verified_at: isVerified ? now : null, updated_at: now })
    .where("id", "=", id)
    .execute();

/** Invalidates the code that was sent to an identifier. */
export const endVerification = (tx: Tx, kind: IdentifierKind, id: string) =>
  tx.deleteFrom("verifications").where(`${kind}_id`, "=", id).execute();

const copies = compiled((db, { identifier }: { identifier: string }, table: Table) =>
  db
    .selectFrom(table)
    .select(["id", "user_id"])
    .where("identifier", "=", identifier)
    .where("is_verified", "=", sql.lit(0)),
);

/** The unverified copies of an identifier, of all users. */
export async function findUnverifiedCopies(db: Db, kind: IdentifierKind, identifier: string) {
  const { rows } = await copies(db, { identifier }, `user_${kind}s`);
  return rows;
}

/** Deletes an unverified identifier. Answers whether it was still there. */
export async function deleteUnverified(tx: Tx, kind: IdentifierKind, id: string) {
  const { numDeletedRows } = await tx
    .deleteFrom(`user_${kind}s`)
    .where("id", "=", id)
    .where("is_verified", "=", 0)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Sets a user's primary identifier of a kind, or none. */
export const setPrimary = (tx: Tx, kind: IdentifierKind, user: LockedUser, identifier: string | null, now: string) =>
  updateUserRow(tx, user, kind === "email" ? { email: identifier } : { phone_number: identifier }, now);

/** Sets `updated_at` of the new and the previous primary identifier. */
export const touchIdentifiers = (tx: Tx, kind: IdentifierKind, userId: string, identifiers: string[], now: string) =>
  tx
    .updateTable(`user_${kind}s`)
    .set({ updated_at: now })
    .where("user_id", "=", userId)
    .where("identifier", "in", identifiers)
    .execute();

export const deleteIdentifierRow = (tx: Tx, kind: IdentifierKind, id: string) =>
  tx.deleteFrom(`user_${kind}s`).where("id", "=", id).execute();

export const oldestVerified = (tx: Tx, kind: IdentifierKind, userId: string) =>
  tx
    .selectFrom(`user_${kind}s`)
    .select("identifier")
    .where("user_id", "=", userId)
    .where("is_verified", "=", 1)
    .orderBy("created_at")
    .orderBy("id")
    .limit(sql.lit(1))
    .executeTakeFirst();

/** Counts a user's emails, phones or social connections. */
export async function countOfKind(tx: Tx, table: Table | "social_connections", userId: string) {
  const { count } = await tx
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("user_id", "=", userId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Counts all identifiers of a user: emails, phones, social connections and the username. */
export async function countIdentifiers(tx: Tx, userId: string) {
  const { identifiers } = await tx
    .selectFrom("users")
    .where("id", "=", userId)
    .select(
      sql<number>`case when username is null then 0 else 1 end
        + (select count(*) from user_emails where user_id = users.id)
        + (select count(*) from user_phones where user_id = users.id)
        + (select count(*) from social_connections where user_id = users.id)`.as("identifiers"),
    )
    .executeTakeFirstOrThrow();
  return identifiers;
}
