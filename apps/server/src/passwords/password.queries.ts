import type { Db, Tx } from "../database/database.ts";
import { jsonRows, parseRows } from "../database/json.ts";
import { updateUserRow } from "../user-rows/user-row.queries.ts";

/** A user's password hash, and the data from which a password must not be derived. */
export async function findPasswordOwner(db: Db, userId: string) {
  const row = await db
    .selectFrom("users")
    .select(["password_hash", "is_active", "first_name", "last_name", "username"])
    .select((eb) =>
      jsonRows(db, eb.selectFrom("user_emails").select("identifier").whereRef("user_id", "=", "users.id")).as("emails"),
    )
    .where("id", "=", userId)
    .executeTakeFirst();
  return row && { ...row, emails: parseRows(row.emails).map((email) => email.identifier) };
}

/** Sets a user's password hash. With `expected`, only for an active user who still has that hash. Answers whether it was set. */
export const replacePasswordHash = async (
  tx: Tx,
  userId: string,
  hash: string | null,
  now: string,
  expected?: string | null,
) => (await updateUserRow(tx, userId, { password_hash: hash }, now, expected)) !== undefined;

/** The active user of a link's token, if the address that it was mailed to is still the user's and verified. */
export const findTokenOwner = (db: Db, hash: string, now: string) =>
  db
    .selectFrom("tokens")
    .innerJoin("users", "users.id", "tokens.user_id")
    .innerJoin("user_emails", (join) =>
      join
        .onRef("user_emails.user_id", "=", "tokens.user_id")
        .onRef("user_emails.identifier", "=", "tokens.email")
        .on("user_emails.is_verified", "=", 1),
    )
    .select(["users.id", "users.password_hash", "tokens.email", "tokens.expires_at"])
    .where("tokens.hash", "=", hash)
    .where("tokens.purpose", "=", "password")
    .where("tokens.expires_at", ">", now)
    .where("users.is_active", "=", 1)
    .executeTakeFirst();

const accounts = (db: Db) => db.selectFrom("users").select(["users.id", "users.password_hash", "users.is_active"]);

/** The user of a sign-in, by id, verified email, verified number or username. */
export function findAccount(db: Db, who: { kind: "id" | "email" | "phone" | "username"; value: string }) {
  switch (who.kind) {
    case "id":
      return accounts(db).where("users.id", "=", who.value).executeTakeFirst();
    case "username":
      return accounts(db).where("users.username", "=", who.value).executeTakeFirst();
    case "email":
    case "phone": {
      const table = who.kind === "email" ? "user_emails" : "user_phones";
      return accounts(db)
        .innerJoin(`${table} as owned`, "owned.user_id", "users.id")
        .where("owned.identifier", "=", who.value)
        .where("owned.is_verified", "=", 1)
        .executeTakeFirst();
    }
  }
}

/** Stores a sign-in, and a renewed hash if given, if the user still has the hash that was checked. */
export const stampSignIn = (tx: Tx, userId: string, checked: string, hash: string, now: string) =>
  updateUserRow(tx, userId, { last_sign_in_at: now, password_hash: hash }, now, checked);
