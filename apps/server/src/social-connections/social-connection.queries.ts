import type { Db, Tx } from "../database/database.ts";
import type { Tables } from "../tables.ts";

export const insertSocialConnection = (tx: Tx, row: Tables["social_connections"]) =>
  tx.insertInto("social_connections").values(row).execute();

export const hasSocialConnection = async (db: Db, userId: string, id: string) =>
  (await db
    .selectFrom("social_connections")
    .select("id")
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .executeTakeFirst()) !== undefined;

export const deleteSocialConnectionRow = (tx: Tx, id: string) =>
  tx.deleteFrom("social_connections").where("id", "=", id).execute();
