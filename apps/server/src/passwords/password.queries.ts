import type { Db } from "../database/database.ts";
import { latestNow } from "../times.ts";

/** A user's password hash, and the data from which a password must not be derived. */
export const findPasswordOwner = (db: Db, userId: string) =>
  db
    .selectFrom("users")
    .select(["password_hash", "is_active", "name_key", "search_text"])
    .where("id", "=", userId)
    .executeTakeFirst();

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
    .select(["users.id", "password_hash", "name_key", "search_text", "tokens.email", "tokens.expires_at"])
    .where("tokens.hash", "=", hash)
    .where("tokens.purpose", "=", "password")
    .where("tokens.expires_at", ">", now)
    .where("tokens.created_at", "<=", latestNow(now))
    .where("users.is_active", "=", 1)
    .executeTakeFirst();

/** The user of a sign-in, by id, verified email, verified number or username. */
export function findAccount(db: Db, { kind, value }: { kind: "id" | "email" | "phone" | "username"; value: string }) {
  const accounts = db.selectFrom("users").select(["users.id", "users.password_hash", "users.is_active"]);
  if (kind === "id" || kind === "username") return accounts.where(`users.${kind}`, "=", value).executeTakeFirst();
  return accounts
    .innerJoin(`user_${kind}s as owned`, "owned.user_id", "users.id")
    .where("owned.identifier", "=", value)
    .where("owned.is_verified", "=", 1)
    .executeTakeFirst();
}
