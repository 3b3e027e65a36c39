import type { Insertable } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { byIds, defineList } from "../lists/list.ts";
import { latestNow } from "../times.ts";
import { type ApiKeyTable, toApiKey } from "./api-key.table.ts";

export const apiKeyList = defineList({
  procedure: "fetchApiKeys",
  table: "api_keys",
  rows: (db) => db.selectFrom("api_keys").selectAll(),
  toRecord: toApiKey,
  filters: byIds("api_keys"),
  order: "desc",
});

const byHash = compiled((db, { hash }: { hash: string }) =>
  db.selectFrom("api_keys").selectAll().where("hash", "=", hash),
);

export async function findApiKeyByHash(db: Db, hash: string) {
  const { rows } = await byHash(db, { hash });
  return rows[0] && toApiKey(rows[0]);
}

export const insertApiKey = (tx: Tx, row: Insertable<ApiKeyTable>) =>
  tx.insertInto("api_keys").values(row).returningAll().executeTakeFirstOrThrow();

export const findApiKey = (tx: Db, id: string) =>
  tx.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirst();

export const renameKey = (tx: Tx, id: string, name: string) =>
  tx.updateTable("api_keys").set({ name }).where("id", "=", id).execute();

/** Revokes a key that is not revoked yet. */
export const revokeRow = (tx: Tx, id: string, now: string) =>
  tx
    .updateTable("api_keys")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returningAll()
    .executeTakeFirst();

/** Ends a key that works and was not rotated yet. */
export const endByRotation = (
  tx: Tx,
  { id, now, ...ending }: { id: string; now: string; expires_at: string; successor_id: string },
) =>
  tx
    .updateTable("api_keys")
    .set(ending)
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .where("successor_id", "is", null)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .returning("id")
    .executeTakeFirst();

/** Moves the time of the last use on, or back to the present if a clock was ahead. Other servers stamp the same key. */
export const stampLastUse = (tx: Tx, id: string, now: string) =>
  tx
    .updateTable("api_keys")
    .set({ last_used_at: now })
    .where("id", "=", id)
    .where((eb) =>
      eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<", now), eb("last_used_at", ">", latestNow(now))]),
    )
    .execute();
