// Queries of a user's own row for all slices, and its only writer. Besides its fields a row holds the User as JSON (the card), and
// the columns that lists search and order by.

import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { type JsonKind, jsonObject, jsonRows, outerUser, parseRows } from "../database/json.ts";
import { locked } from "../database/locks.ts";
import { searchText } from "../lists/search-text.ts";
import { toUser, type UserRow, type UserTable, userColumns } from "./user-row.table.ts";

const one = (db: Db) => db.selectFrom("users").select(userColumns);

const userOf = ({ rows: [row] }: { rows: UserRow[] }) => row && toUser(row);

const byId = compiled((db, { id }: { id: string }) => one(db).where("id", "=", id));

export const findUser = async (db: Db, id: string) => userOf(await byId(db, { id }));

const byExternalId = compiled((db, { externalId }: { externalId: string }) =>
  one(db).where("external_id", "=", externalId),
);

export const findUserByExternalId = async (db: Db, externalId: string) =>
  userOf(await byExternalId(db, { externalId }));

const byEmail = compiled((db, { email }: { email: string }) =>
  one(db)
    .innerJoin("user_emails", "user_emails.user_id", "users.id")
    .where("user_emails.identifier", "=", email)
    .where("user_emails.is_verified", "=", sql.lit(1)),
);

/** The user who owns a verified address. */
export const findUserByEmail = async (db: Db, email: string) => userOf(await byEmail(db, { email }));

/** The active user who owns an address: the recipient of mails about the account. */
export const findOwner = (tx: Tx, userId: string | null, email: string) =>
  tx
    .selectFrom("users")
    .innerJoin("user_emails", "user_emails.user_id", "users.id")
    .select(["users.id", "first_name"])
    .where("users.id", "=", userId)
    .where("is_active", "=", 1)
    .where("user_emails.identifier", "=", email)
    .where("is_verified", "=", 1)
    .executeTakeFirst();

const own = compiled((db, { id }: { id: string }) =>
  locked(
    db,
    one(db).select(["private_metadata", "deactivated_at", "deactivation_reason", "password_hash"]).where("id", "=", id),
  ),
);

/**
 * Locks a user's row, and answers it. Changes of a user's row, identifiers, password or memberships take this lock before they lock rows
 * of other tables: one order of locks.
 */
export const lockUser = async (tx: Tx, id: string) => (await own(tx, { id })).rows[0];

type Column = keyof UserRow;
type Searched = Pick<Selectable<UserTable>, "search_text" | "search_digits" | "name_key">;
type Fields = Omit<Updateable<UserTable>, keyof Searched | "card">;

const kinds: Partial<Record<Column, JsonKind>> = { is_active: "flag", public_metadata: "json", version: "number" };
// `userColumns` have the form `users.column`, which `slice` cannot express in types.
const columns = userColumns.map((column) => column.slice("users.".length) as Column); // the names without their table

/** The User as JSON, built from the values that a statement writes. */
const card = (db: Db, valueOf: (column: Column) => unknown) =>
  jsonObject(
    db,
    columns.map((name) => ({ name, kind: kinds[name] ?? "text", value: valueOf(name) })),
  );

type NewRow = Omit<Insertable<UserTable>, "card">;

const insert = compiled((tx, row: NewRow) => {
  const values: Partial<Record<Column, unknown>> = {
    ...row,
    is_active: sql.lit(1),
    version: sql.lit(1),
    last_sign_in_at: null,
  };
  return tx
    .insertInto("users")
    .values({ ...row, card: card(tx, (column) => values[column]) })
    .returning(userColumns)
    .returning("seq");
});

type NewUser = Omit<NewRow, keyof Searched | "is_active" | "version" | "last_sign_in_at"> & Named;

/** Inserts a user, who has no other identifiers than the primary ones. */
export async function insertUser(tx: Tx, user: NewUser & Pick<UserRow, "email" | "phone_number">) {
  const { email, phone_number } = user;
  const searched = searchedOf(user, email ? [email] : [], phone_number ? [phone_number] : []);
  const [row] = (await insert(tx, { ...user, ...searched })).rows;
  if (!row) throw new Error("an insert answers its row");
  return row;
}

interface Condition {
  changed: string;
  /** Condition of the update: the user is active and still has this password hash. */
  expected?: string | null | undefined;
}

const nextVersion = sql<number>`version + 1`;

const update = compiled((tx, { changed, expected, ...fields }: Fields & Partial<Searched> & Condition) => {
  const values: Partial<Record<Column, unknown>> = { ...fields, version: nextVersion };
  return tx
    .updateTable("users")
    .set({
      ...fields,
      version: nextVersion,
      card: card(tx, (column) => (values[column] === undefined ? sql.ref(column) : values[column])),
    })
    .where("id", "=", changed)
    .$if(expected !== undefined, (q) =>
      q.where("password_hash", "is not distinct from", expected ?? null).where("is_active", "=", sql.lit(1)),
    )
    .returning(userColumns);
});

/**
 * Changes a user's own row and increments its version. With an expected password hash, only if the user is active and still has
 * it. Answers the row, or undefined if it was not changed.
 */
export async function updateUserRow(tx: Tx, id: string, fields: Fields, now: string, expected?: string | null) {
  const isRenamed = names.some((name) => fields[name] !== undefined);
  const searched = isRenamed ? await searchedOfUser(tx, id, fields) : undefined;
  const { rows } = await update(tx, { ...fields, ...searched, updated_at: now, changed: id, expected });
  return rows[0];
}

/** Deletes a user with all dependent rows. Answers whether the user existed. */
export async function deleteUserRow(tx: Tx, id: string) {
  const { numDeletedRows } = await tx.deleteFrom("users").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

const names = ["first_name", "last_name", "username", "external_id"] as const;
type Named = Pick<Selectable<UserTable>, (typeof names)[number]>;

/** The columns that lists search and order by. */
function searchedOf(user: Named, emails: string[], phones: string[]): Searched {
  const { first_name, last_name, username, external_id } = user;
  const digits = phones.map((phone) => phone.slice(1)).join(" ");
  return {
    search_text: searchText(first_name, last_name, username, external_id, ...emails, digits),
    search_digits: digits,
    name_key: searchText(first_name, last_name),
  };
}

const identifiersOf = (tx: Db, table: "user_emails" | "user_phones") =>
  jsonRows(tx, tx.selectFrom(table).select("identifier").where("user_id", "=", outerUser).orderBy("identifier"));

const indexed = compiled((tx, { id }: { id: string }) =>
  tx
    .selectFrom("users")
    .select(names)
    .select([identifiersOf(tx, "user_emails").as("emails"), identifiersOf(tx, "user_phones").as("phones")])
    .where("id", "=", id),
);

/** The search and order columns of a user, from the stored identifiers and names, except for the names given here. */
async function searchedOfUser(tx: Tx, id: string, renamed: Partial<Named> = {}) {
  const [user] = (await indexed(tx, { id })).rows;
  if (!user) throw new Error("there is no such user to index");
  const [emails, phones] = [user.emails, user.phones].map((rows) => parseRows(rows).map((row) => row.identifier));
  return searchedOf({ ...user, ...renamed }, emails ?? [], phones ?? []);
}

const setSearched = compiled((tx, { id, ...fields }: Searched & { id: string }) =>
  tx.updateTable("users").set(fields).where("id", "=", id),
);

/** Updates the search columns after a change of identifiers. The card does not contain them. */
export async function reindexUser(tx: Tx, id: string) {
  await setSearched(tx, { id, ...(await searchedOfUser(tx, id)) });
}
