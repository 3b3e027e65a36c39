import type { Updateable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Tx } from "../database/database.ts";
import type { Tables } from "../tables.ts";

export const insertSocialConnection = (tx: Tx, row: Tables["social_connections"]) =>
  tx.insertInto("social_connections").values(row).execute();

const ids = compiled((db, { userId }: { userId: string }) =>
  db.selectFrom("social_connections").select("id").where("user_id", "=", userId),
);

export const socialConnectionIds = async (tx: Tx, userId: string) =>
  (await ids(tx, { userId })).rows.map(({ id }) => id);

export const findConnection = (tx: Tx, userId: string, id: string) =>
  tx
    .selectFrom("social_connections")
    .select(["id", "provider", "provider_user_id", "email", "display_name", "created_at", "updated_at"])
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .executeTakeFirst();

export const updateSocialConnectionRow = (tx: Tx, id: string, fields: Updateable<Tables["social_connections"]>) =>
  tx.updateTable("social_connections").set(fields).where("id", "=", id).execute();

export const deleteSocialConnectionRow = (tx: Tx, id: string) =>
  tx.deleteFrom("social_connections").where("id", "=", id).execute();
