import { randomBytes } from "node:crypto";
import type { CreatedApiKey, ParsedInput } from "@roster/contract";
import type { Change, QueryCall } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { findApiKey, insertApiKey, revokeRow } from "./api-key.queries.ts";
import { toApiKey } from "./api-key.table.ts";
import { hashKey } from "./authenticate.ts";

const DAY = 24 * 60 * 60 * 1000;
const SHOWN = "roster_".length + 6;

/** Makes a key of 256 random bits. A caller can only grant scopes that it has. */
export async function createApiKey(change: Change, input: ParsedInput<"createApiKey">): Promise<CreatedApiKey> {
  const { actor, now } = change;
  if (!input.scopes.every((scope) => actor.scopes.includes(scope))) {
    const field_errors = [{ path: "scopes", message: "must be among the scopes of the caller's own key" }];
    throw new Refusal("forbidden", { field_errors });
  }
  const key = `roster_${randomBytes(32).toString("base64url")}`;
  const days = input.expires_in_days ?? null;
  const expires_at = days === null ? null : new Date(Date.parse(now) + days * DAY).toISOString();
  if (actor.expiresAt && (expires_at === null || expires_at > actor.expiresAt)) {
    const field_errors = [{ path: "expires_in_days", message: "must not outlive the caller's own key" }];
    throw new Refusal("forbidden", { field_errors });
  }
  const row = await insertApiKey(change.tx, {
    id: newId("apiKey"),
    name: input.name,
    prefix: key.slice(0, SHOWN),
    hash: hashKey(key),
    scopes: JSON.stringify([...new Set(input.scopes)]),
    created_by: actor.name,
    created_at: now,
    expires_at,
  });
  await change.record("api_key.created", row.id, ["name", "scopes", "expires_at"]);
  return { ...toApiKey(row), key };
}

/** Drops the key from the cache for good: until the commit a look-up would still cache it as valid. */
export async function forgetApiKey({ db, input, services }: QueryCall<"revokeApiKey">) {
  const key = await findApiKey(db, input.api_key_id);
  if (key) services.keys.revoke(key.hash);
}

export async function revokeApiKey(change: Change, { api_key_id: id }: ParsedInput<"revokeApiKey">) {
  const revoked = await revokeRow(change.tx, id, change.now);
  if (revoked) await change.record("api_key.revoked", id, ["revoked_at"]);
  const row = revoked ?? (await findApiKey(change.tx, id));
  if (!row) throw new Refusal("api_key_not_found");
  return toApiKey(row);
}
