// Queries of a user's own row for all slices, and its only writer. Besides its fields a row holds the User as JSON (the card), and
// the columns that lists search and order by.

import { dialled, type User } from "@roster/contract";
import { type CompiledQuery, type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { isAmong, isOneOf, locked, lockRows, type Strength } from "../database/locks.ts";
import { nameKey, searchText } from "../lists/search-text.ts";
import { flagsOf, toUser, type UserRow, type UserTable, userColumns } from "./user-row.table.ts";

const one = (db: Db) => db.selectFrom("users").select(userColumns);

/** A search for one user, whose SQL is compiled once. */
function finding<V extends Record<keyof V, string>>(
  build: (db: Db, values: V) => { compile(): CompiledQuery<UserRow> },
) {
  const find = compiled(build);
  return async (db: Db, values: V) => {
    const [row] = (await find(db, values)).rows;
    return row && toUser(row);
  };
}

export const findUserByExternalId = finding((db, { external_id }: { external_id: string }) =>
  one(db).where("external_id", "=", external_id),
);

export const findUserByUsername = finding((db, { username }: { username: string }) =>
  one(db).where("username", "=", username),
);

/** The user to whom a provider's account is connected. */
export const findUserByConnection = finding((db, account: { provider: string; provider_user_id: string }) =>
  one(db)
    .innerJoin("social_connections", "social_connections.user_id", "users.id")
    .where("provider", "=", account.provider)
    .where("provider_user_id", "=", account.provider_user_id),
);

const ofIdentifier = (db: Db, table: "user_emails" | "user_phones", identifier: string) =>
  one(db)
    .innerJoin(`${table} as owned`, "owned.user_id", "users.id")
    .where("owned.identifier", "=", identifier)
    .where("owned.is_verified", "=", sql.lit(1));

/** The user who owns a verified number. */
export const findUserByPhone = finding((db, { phone_number }: { phone_number: string }) =>
  ofIdentifier(db, "user_phones", phone_number),
);

/** The user who owns a verified address. */
export const findUserByEmail = finding((db, { email }: { email: string }) => ofIdentifier(db, "user_emails", email));

/** Locks the user who owns a verified address, and the address. */
export const lockUserByEmail = finding((tx, { email }: { email: string }) =>
  locked(tx, ofIdentifier(tx, "user_emails", email)),
);

/** Locks the active user who owns an address: the recipient of mails about the account. */
export const lockOwner = (tx: Tx, userId: string | null, email: string) =>
  locked(
    tx,
    tx
      .selectFrom("users")
      .innerJoin("user_emails", "user_emails.user_id", "users.id")
      .select(["users.id", "first_name", "password_hash"])
      .where("users.id", "=", userId)
      .where("is_active", "=", 1)
      .where("user_emails.identifier", "=", email)
      .where("is_verified", "=", 1),
  ).executeTakeFirst();

/** A user as mails greet one. */
export const findGreeted = (db: Db, userId: string | null) =>
  db.selectFrom("users").select(["id", "first_name"]).where("id", "=", userId).executeTakeFirst();

export type Greeted = NonNullable<Awaited<ReturnType<typeof findGreeted>>>;

const whole = (db: Db) =>
  one(db).select(["private_metadata", "deactivated_at", "deactivation_reason", "password_hash", "search_digits"]);

const own = compiled((db, { id }: { id: string }) => locked(db, whole(db).where("id", "=", id)));

/**
 * Locks a user's row, and answers it. Changes of a user's row, identifiers or password take this lock before they lock rows of other
 * tables: one order of locks.
 */
export const lockUser = async (tx: Tx, id: string) => (await own(tx, { id })).rows[0];

const idsOfUsers = (db: Db) => db.selectFrom("users").select("id").orderBy("id");

/** Locks users, in the order of their ids. */
export const lockUsers = (tx: Tx, ids: readonly string[], strength?: Strength) =>
  lockRows(tx, idsOfUsers(tx).where(isOneOf(tx, "id", ids)), strength);

/** Locks an active user who still has the password hash that was read before. */
export async function lockUserOfHash(tx: Tx, id: string, hash: string | null) {
  const user = await lockUser(tx, id);
  return user?.is_active && user.password_hash === hash ? user : undefined;
}

export type LockedUser = NonNullable<Awaited<ReturnType<typeof lockUser>>>;

/** A user, or none, and an address, a number, both or neither. */
interface Claim {
  userId: string | null;
  email: string | null;
  phone: string | null;
}

/** The users who have an unverified address, or number. */
const holders = (db: Db, table: "user_emails" | "user_phones") =>
  db.selectFrom(table).select("user_id").where("is_verified", "=", sql.lit(0));

const claimants = compiled((db, { userId, email, phone }: Claim) => {
  const ids = holders(db, "user_emails")
    .where("identifier", "=", email)
    .unionAll(holders(db, "user_phones").where("identifier", "=", phone))
    .unionAll(db.selectNoFrom(sql<string>`cast(${userId} as text)`.as("user_id")));
  const users = whole(db).where(isAmong(db, "users.id", ids));
  return locked(db, users.orderBy("id"));
});

/** Locks a user, and all who have an unverified copy of an address or number. Answers them in the order of their ids. */
export const lockClaimants = async (tx: Tx, claim: Claim) =>
  Object.values(claim).some((value) => value !== null) ? (await claimants(tx, claim)).rows : [];

/** Locks all users who have an unverified copy of one of these addresses or numbers, in the order of their ids. */
export function lockAllClaimants(tx: Tx, emails: readonly string[], phones: readonly string[]) {
  const ofEmails = holders(tx, "user_emails").where(isOneOf(tx, "identifier", emails));
  const ofPhones = holders(tx, "user_phones").where(isOneOf(tx, "identifier", phones));
  return lockRows(tx, idsOfUsers(tx).where(isAmong(tx, "id", ofEmails.unionAll(ofPhones))));
}

export type Searched = Pick<Selectable<UserTable>, "search_text" | "search_digits" | "name_key">;
type NewUser = Omit<UserRow, "is_active" | "version" | "last_sign_in_at"> &
  Pick<Selectable<UserTable>, "private_metadata" | "password_hash">;

const insert = compiled((tx, row: Insertable<UserTable>) => tx.insertInto("users").values(row));

/** Inserts a user, who has no other identifiers than the primary ones. */
export async function insertUser(tx: Tx, fields: NewUser): Promise<User> {
  const row = { ...fields, is_active: 1, version: 1, last_sign_in_at: null };
  const user = toUser(row);
  await insert(tx, { ...row, ...searchedOfNew(row), flags: flagsOf(row), card: JSON.stringify(user) });
  return user;
}

type Changed = Partial<Omit<LockedUser, "id" | "version" | "created_at" | "updated_at">>;

/** The fields that changes set. Names are set together with the columns that are made of them. */
export type UserFields = Omit<Changed, keyof Named> | (Changed & Searched);

const update = compiled((tx, { id, ...fields }: Updateable<UserTable> & { id: string }) =>
  tx.updateTable("users").set(fields).where("id", "=", id),
);

/** Changes fields of a locked user's own row, and increments its version. */
export async function updateUserRow(tx: Tx, before: LockedUser, fields: UserFields, now: string): Promise<User> {
  const { id } = before;
  const written = { ...fields, version: before.version + 1, updated_at: now };
  const after = { ...before, ...written };
  const user = toUser(after);
  const flags = flagsOf(after);
  const changed = flags === flagsOf(before) ? {} : { flags }; // two indexes have them
  await update(tx, { id, ...written, ...changed, card: JSON.stringify(user) });
  return user;
}

/** Deletes a user with all dependent rows. */
export const deleteUserRow = (tx: Tx, id: string) => tx.deleteFrom("users").where("id", "=", id).execute();

/** The fields that lists search and order by. */
export const names = ["first_name", "last_name", "username", "external_id"] as const;
type Named = Pick<UserRow, (typeof names)[number]>;

/** A user's addresses and numbers, and the ids and addresses of the accounts at providers. */
type Identifiers = Record<"email" | "phone" | "account", readonly { identifier: string }[]>;

/** The columns that lists search and order by, of a user with these identifiers. Digits take longest: pass those of the same numbers. */
export function searchedOf(
  user: Named,
  { email, phone, account }: Identifiers,
  search_digits = sorted(phone).flatMap(dialled).join(" "),
): Searched {
  const { first_name, last_name, username, external_id } = user;
  return {
    search_text: searchText(
      [first_name, last_name],
      username,
      external_id,
      ...new Set([...sorted(email), ...sorted(account)]),
      search_digits,
    ),
    search_digits,
    name_key: nameKey(first_name, last_name),
  };
}

/** The same columns of a user who has no other identifiers than the primary ones. */
export function searchedOfNew(user: Named & Pick<UserRow, "email" | "phone_number">): Searched {
  const { email, phone_number } = user;
  return searchedOf(user, {
    email: email === null ? [] : [{ identifier: email }],
    phone: phone_number === null ? [] : [{ identifier: phone_number }],
    account: [],
  });
}

const sorted = (found: readonly { identifier: string }[]) => found.map(({ identifier }) => identifier).toSorted();

/** Updates the search columns after a change of identifiers. The card does not contain them. */
export const reindexUser = (tx: Tx, user: LockedUser, identifiers: Identifiers) =>
  update(tx, { id: user.id, ...searchedOf(user, identifiers) });
