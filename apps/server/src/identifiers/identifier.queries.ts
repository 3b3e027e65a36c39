import { sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { type LockedUser, updateUserRow } from "../user-rows/user-row.queries.ts";
import { type IdentifierKind, type IdentifierRow, identifierColumns } from "./identifier.table.ts";

export const insertIdentifier = compiled((tx, row: IdentifierRow, kind: IdentifierKind) =>
  tx.insertInto(`user_${kind}s`).values(row),
);

const insertFree = compiled((_, row: Omit<IdentifierRow, "is_verified" | "verified_at">, kind: IdentifierKind) => {
  const table = sql.table(`user_${kind}s`);
  return sql`
    insert into ${table} (id, user_id, identifier, is_verified, verified_at, created_at, updated_at)
    select ${row.id}, ${row.user_id}, ${row.identifier}, 0, null, ${row.created_at}, ${row.updated_at}
    where not exists (select 1 from ${table} where identifier = ${row.identifier} and is_verified = 1)`;
});

/** Adds an unverified identifier, unless a user has verified it. Answers whether it was added. Its name must be locked. */
export const insertUnverified = async (tx: Tx, row: IdentifierRow, kind: IdentifierKind) =>
  (await insertFree(tx, row, kind)).numAffectedRows === 1n;

const one = compiled((db, { userId, id }: { userId: string; id: string }, kind: IdentifierKind) =>
  db.selectFrom(`user_${kind}s`).select(identifierColumns).where("id", "=", id).where("user_id", "=", userId),
);

export const findIdentifier = async (db: Db, kind: IdentifierKind, userId: string, id: string) =>
  (await one(db, { userId, id }, kind)).rows[0];

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

export const updateIdentifierRow = compiled(
  (tx, { id, is_verified, verified_at, updated_at }: States, kind: IdentifierKind) =>
    tx.updateTable(`user_${kind}s`).set({ is_verified, verified_at, updated_at }).where("id", "=", id),
);

type Touched = Pick<IdentifierRow, "user_id" | "identifier" | "updated_at">;

/** Sets `updated_at` of an identifier that was the primary one. */
export const touchIdentifier = compiled((tx, { user_id, identifier, updated_at }: Touched, kind: IdentifierKind) =>
  tx
    .updateTable(`user_${kind}s`)
    .set({ updated_at })
    .where("user_id", "=", user_id)
    .where("identifier", "=", identifier),
);

/** Invalidates the code that was sent to an identifier. */
export const endVerification = compiled((tx, { id }: { id: string }, kind: IdentifierKind) =>
  tx.deleteFrom("verifications").where(`${kind}_id`, "=", id),
);

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

export const setPrimary = (tx: Tx, kind: IdentifierKind, user: LockedUser, identifier: string | null, now: string) =>
  updateUserRow(tx, user, kind === "email" ? { email: identifier } : { phone_number: identifier }, now);

export const deleteIdentifierRow = compiled((tx, { id }: { id: string }, kind: IdentifierKind) =>
  tx.deleteFrom(`user_${kind}s`).where("id", "=", id),
);

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
