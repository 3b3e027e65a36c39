import type { ParsedInput } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import type { Db, Tx } from "../database/database.ts";
import { paginate } from "../database/page.ts";
import { type ApiKeyTable, toApiKey } from "./api-key.table.ts";

export const listApiKeys = (db: Db, input: ParsedInput<"fetchApiKeys">) =>
  paginate(
    db.selectFrom("api_keys").selectAll(),
    { name: "api_keys", direction: "desc", seq: sql.ref("seq") },
    input,
    toApiKey,
  );

export const findApiKeyByHash = (db: Db, hash: string) =>
  db.selectFrom("api_keys").selectAll().where("hash", "=", hash).executeTakeFirst();

export const insertApiKey = (tx: Tx, row: Insertable<ApiKeyTable>) =>
  tx.insertInto("api_keys").values(row).returningAll().executeTakeFirstOrThrow();

export const findApiKey = (tx: Tx, id: string) =>
  tx.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirst();

/** Revokes a key that is not revoked yet. */
export const revokeRow = (tx: Tx, id: string, now: string) =>
  tx
    .updateTable("api_keys")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returningAll()
    .executeTakeFirst();

export const stampLastUse = (tx: Tx, id: string, now: string) =>
  tx.updateTable("api_keys").set({ last_used_at: now }).where("id", "=", id).execute();
