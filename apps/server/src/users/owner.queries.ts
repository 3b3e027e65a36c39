import type { Tx } from "../database/database.ts";

/** The active user who owns an address: who a mail about an account goes to. */
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

export const noOwner = { unwanted: "The address is no longer that of an active user." };
