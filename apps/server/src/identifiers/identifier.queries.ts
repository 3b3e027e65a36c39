import { sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { type LockedUser, updateUserRow } from "../user-rows/user-row.queries.ts";
import { type IdentifierKind, type IdentifierRow, identifierColumns } from "./identifier.table.ts";

type Table = `user_${IdentifierKind}s`;

const insert = compiled((tx, row: IdentifierRow, table: Table) => tx.insertInto(table).values(row));

export const insertIdentifier = (tx: Tx, kind: IdentifierKind, row: IdentifierRow) => insert(tx, row, `user_${kind}s`);

const insertFree = compiled((_, row: Omit<IdentifierRow, "is_verified" | "verified_at">, name: Table) => {
  const table = sql.table(name);
  return sql`
    insert into ${table} (id, user_id, identifier, is_verified, verified_at, created_at, updated_at)
    select ${row.id}, ${row.user_id}, ${row.identifier}, 0, null, ${row.created_at}, ${row.updated_at}
    where not exists (select 1 from ${table} where identifier = ${row.identifier} and is_verified = 1)`;
});

/** Adds an unverified identifier, unless a user has verified it. Answers whether it was added. Its name must be locked. */
export async function insertUnverified(tx: Tx, kind: IdentifierKind, row: IdentifierRow) {
  const { numAffectedRows } = await insertFree(tx, row, `user_${kind}s`);
  return numAffectedRows === 1n;
}

const one = compiled((db, { userId, id }: { userId: string; id: string }, table: Table) =>
  db.selectFrom(table).select(identifierColumns).where("id", "=", id).where("user_id", "=", userId),
);

export const findIdentifier = async (db: Db, kind: IdentifierKind, userId: string, id: string) =>
  (await one(db, { userId, id }, `user_${kind}s`)).rows[0];

const all = compiled((db, { userId }: { userId: string }) => {
  const of = (kind: IdentifierKind) =>
    db
      .selectFrom(`user_${kind}s`)
      .select(identifierColumns)
      .select(sql<IdentifierKind | "account">`${sql.lit(kind)}`.as("kind"))
      .where("user_id", "=", userId);
  const ofAccounts = (column: "provider_user_id" | "email") =>
    db
      .selectFrom("social_connections")
      .select(["id", sql<string>`${sql.ref(column)}`.as("identifier"), sql.lit(0).as("is_verified")])
      .select([sql<null>`cast(null as text)`.as("verified_at"), "created_at", "updated_at"])
      .select(sql<"account">`'account'`.as("kind"))
      .where("user_id", "=", userId)
      .where(column, "is not", null);
  // In no order: with one SQLite would plan the statement anew for each user.
  return of("email").unionAll(of("phone")).unionAll(ofAccounts("provider_user_id")).unionAll(ofAccounts("email"));
});

/** The emails and phones of a user, and the ids and addresses of the accounts at providers, in no order. */
export async function findIdentifiers(db: Db, userId: string) {
  const { rows } = await all(db, { userId });
  const of = (kind: IdentifierKind | "account") => rows.filter((row) => row.kind === kind);
  return { email: of("email"), phone: of("phone"), account: of("account") };
}

type States = Pick<IdentifierRow, "id" | "is_verified" | "verified_at" | "updated_at">;

const update = compiled((tx, { id, is_verified, verified_at, updated_at }: States, table: Table) =>
  tx.updateTable(table).set({ is_verified, verified_at, updated_at }).where("id", "=", id),
);

export const updateIdentifierRow = (tx: Tx, kind: IdentifierKind, row: States) => update(tx, row, `user_${kind}s`);

const touch = compiled(
  (tx, { userId, identifier, now }: { userId: string; identifier: string; now: string }, table: Table) =>
    tx.updateTable(table).set({ updated_at: now }).where("user_id", "=", userId).where("identifier", "=", identifier),
);

/** Sets `updated_at` of an identifier that was the primary one. */
export const touchIdentifier = (tx: Tx, kind: IdentifierKind, userId: string, identifier: string, now: string) =>
  touch(tx, { userId, identifier, now }, `user_${kind}s`);

const endCode = compiled((tx, { id }: { id: string }, kind: IdentifierKind) =>
  tx.deleteFrom("verifications").where(`${kind}_id`, "=", id),
);

/** Invalidates the code that was sent to an identifier. */
export const endVerification = (tx: Tx, kind: IdentifierKind, id: string) => endCode(tx, { id }, kind);

/** Deletes the unverified copies of an identifier. Answers the ids of their users. */
export async function deleteCopies(tx: Tx, kind: IdentifierKind, identifier: string) {
  const rows = await tx
    .deleteFrom(`user_${kind}s`)
    .where("identifier", "=", identifier)
    .where("is_verified", "=", sql.lit(0))
    .returning("user_id")
    .execute();
  return rows.map((row) => row.user_id);
}

/** Sets a user's primary identifier of a kind, or none. */
export const setPrimary = (tx: Tx, kind: IdentifierKind, user: LockedUser, identifier: string | null, now: string) =>
  updateUserRow(tx, user, kind === "email" ? { email: identifier } : { phone_number: identifier }, now);

const remove = compiled((tx, { id }: { id: string }, table: Table) => tx.deleteFrom(table).where("id", "=", id));

export const deleteIdentifierRow = (tx: Tx, kind: IdentifierKind, id: string) => remove(tx, { id }, `user_${kind}s`);

const identifiers = compiled((tx, { userId }: { userId: string }) =>
  tx
    .selectFrom("users")
    .where("id", "=", userId)
    .select(
      sql<number>`case when username is null then 0 else 1 end
        + (select count(*) from user_emails where user_id = users.id)
        + (select count(*) from user_phones where user_id = users.id)
        + (select count(*) from social_connections where user_id = users.id)`.as("count"),
    ),
);

/** Counts all identifiers of a user: emails, phones, social connections and the username. */
export const countIdentifiers = async (tx: Tx, userId: string) =>
  (await identifiers(tx, { userId })).rows[0]?.count ?? 0;
