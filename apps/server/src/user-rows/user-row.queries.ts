// Queries of a user's own row for all slices, and its only writer. Besides its fields a row holds the User as JSON (the card), and
// the columns that lists search and order by.

import type { User } from "@roster/contract";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { jsonRows, outerUser, parseRows } from "../database/json.ts";
import { locked } from "../database/locks.ts";
import { searchText } from "../lists/search-text.ts";
import { toUser, type UserRow, type UserTable, userColumns } from "./user-row.table.ts";

const one = (db: Db) => db.selectFrom("users").select(userColumns);

const userOf = ({ rows: [row] }: { rows: UserRow[] }) => row && toUser(row);

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

/** Locks an active user who still has the password hash that was read before. */
export async function lockUserOfHash(tx: Tx, id: string, hash: string | null) {
  const user = await lockUser(tx, id);
  return user?.is_active && user.password_hash === hash ? user : undefined;
}

export type LockedUser = NonNullable<Awaited<ReturnType<typeof lockUser>>>;

type Searched = Pick<Selectable<UserTable>, "search_text" | "search_digits" | "name_key">;
type NewUser = Omit<Insertable<UserTable>, keyof Searched | "card" | "is_active" | "version" | "last_sign_in_at"> &
  Pick<UserRow, keyof Named | "email" | "phone_number" | "profile_picture_url">;

const insert = compiled((tx, row: Insertable<UserTable>) => tx.insertInto("users").values(row));

/** Inserts a user, who has no other identifiers than the primary ones. */
export async function insertUser(tx: Tx, fields: NewUser): Promise<User> {
  const row = { ...fields, is_active: 1, version: 1, last_sign_in_at: null };
  const { email, phone_number } = row;
  const user = toUser(row);
  const searched = searchedOf(row, email ? [email] : [], phone_number ? [phone_number] : []);
  await insert(tx, { ...row, ...searched, card: JSON.stringify(user) });
  return user;
}

/** The fields that changes set. */
export type UserFields = Partial<Omit<LockedUser, "id" | "version" | "created_at" | "updated_at">>;

const update = compiled((tx, { id, ...fields }: Updateable<UserTable> & { id: string }) =>
  tx.updateTable("users").set(fields).where("id", "=", id),
);

/** Changes fields of a locked user's own row, and increments its version. */
export async function updateUserRow(tx: Tx, before: LockedUser, fields: UserFields, now: string): Promise<User> {
  const { id } = before;
  const written = { ...fields, version: before.version + 1, updated_at: now };
  const after = { ...before, ...written };
  const user = toUser(after);
  const isRenamed = names.some((name) => fields[name] !== undefined);
  const searched = isRenamed ? await searchedOfUser(tx, after) : undefined;
  await update(tx, { id, ...written, ...searched, card: JSON.stringify(user) });
  return user;
}

/** Deletes a user with all dependent rows. Answers whether the user existed. */
export async function deleteUserRow(tx: Tx, id: string) {
  const { numDeletedRows } = await tx.deleteFrom("users").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

const names = ["first_name", "last_name", "username", "external_id"] as const;
type Named = Pick<UserRow, (typeof names)[number]>;

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

const identifiers = compiled((tx, { id }: { id: string }) =>
  tx
    .selectFrom("users")
    .select([identifiersOf(tx, "user_emails").as("emails"), identifiersOf(tx, "user_phones").as("phones")])
    .where("id", "=", id),
);

/** The search and order columns of a user, from these names and the stored identifiers. */
async function searchedOfUser(tx: Tx, user: Named & { id: string }) {
  const [row] = (await identifiers(tx, { id: user.id })).rows;
  if (!row) throw new Error("there is no such user to index");
  const [emails = [], phones = []] = [row.emails, row.phones].map((rows) =>
    parseRows(rows).map(({ identifier }) => identifier),
  );
  return searchedOf(user, emails, phones);
}

/** Updates the search columns after a change of identifiers. The card does not contain them. */
export async function reindexUser(tx: Tx, user: LockedUser) {
  await update(tx, { id: user.id, ...(await searchedOfUser(tx, user)) });
}
