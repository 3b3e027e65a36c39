import type { Db, Tx } from "../database/database.ts";
import { jsonRows, parseRows } from "../database/json.ts";

/** A user's password hash, and what a password must not be made from. */
export async function findPasswordOwner(db: Db, userId: string) {
  const row = await db
    .selectFrom("users")
    .select(["password_hash", "is_active", "first_name", "last_name", "username"])
    .select((eb) =>
      jsonRows(eb.selectFrom("user_emails").select("identifier").whereRef("user_id", "=", "users.id")).as("emails"),
    )
    .where("id", "=", userId)
    .executeTakeFirst();
  return row && { ...row, emails: parseRows(row.emails).map((email) => email.identifier) };
}

/** Sets a user's password hash, where given only if it still is `condition` and the user in use. Answers whether it was set. */
export async function replacePasswordHash(
  tx: Tx,
  userId: string,
  hash: string | null,
  now: string,
  condition?: string | null,
) {
  const { numUpdatedRows } = await tx
    .updateTable("users")
    .set({ password_hash: hash, updated_at: now })
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("id", "=", userId)
    .$if(condition !== undefined, (q) => q.where("password_hash", "is", condition ?? null).where("is_active", "=", 1))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
