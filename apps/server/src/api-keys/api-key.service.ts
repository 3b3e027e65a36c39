import { createHash, randomBytes } from "node:crypto";
import type { CreatedApiKey, ParsedInput } from "@roster/contract";
import type { Actor, Services } from "../context.ts";
import { Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Change } from "../procedures.ts";
import { findApiKey, findApiKeyByHash, insertApiKey, revokeRow, stampLastUse } from "./api-key.queries.ts";
import { toApiKey } from "./api-key.table.ts";

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;
const SHOWN = "roster_".length + 6;

const hashKey = (key: string) => createHash("sha256").update(key).digest("hex");

/** Makes a key of 256 random bits. Nobody can give away what they do not hold. */
export async function createApiKey(change: Change, input: ParsedInput<"createApiKey">): Promise<CreatedApiKey> {
  const { actor, now } = change;
  if (!input.scopes.every((scope) => actor.scopes.includes(scope))) {
    const fieldErrors = [{ path: "scopes", message: "must be among the scopes of the caller's own key" }];
    throw new Refusal("forbidden", { fieldErrors });
  }
  const key = `roster_${randomBytes(32).toString("base64url")}`;
  const days = input.expires_in_days ?? null;
  const row = await insertApiKey(change.tx, {
    id: newId("apiKey"),
    name: input.name,
    prefix: key.slice(0, SHOWN),
    hash: hashKey(key),
    scopes: JSON.stringify([...new Set(input.scopes)]),
    created_by: actor.name,
    created_at: now,
    expires_at: days === null ? null : new Date(Date.parse(now) + days * DAY).toISOString(),
  });
  await change.audit("api_key", row.id, ["name", "scopes", "expires_at"]);
  return { ...toApiKey(row), key };
}

export async function revokeApiKey(change: Change, id: string) {
  const revoked = await revokeRow(change.tx, id, change.now);
  if (revoked) await change.audit("api_key", id, ["revoked_at"]);
  const row = revoked ?? (await findApiKey(change.tx, id));
  if (!row) throw new Refusal("api_key_not_found");
  return toApiKey(row);
}

/** Keys whose last use is being noted just now. */
const beingStamped = new Set<string>();

/** Whose key this is, or nobody for one that is unknown, revoked or expired. Asks the database every time. */
export async function authenticate({ database, clock, log }: Services, key: string): Promise<Actor | undefined> {
  const row = await findApiKeyByHash(database.read, hashKey(key));
  const now = clock();
  if (!row || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now.toISOString()))
    return undefined;
  const isDue = row.last_used_at === null || now.getTime() - Date.parse(row.last_used_at) >= MINUTE;
  if (isDue && !beingStamped.has(row.id)) {
    beingStamped.add(row.id);
    // Not waited for: a read does not depend on whether the database can be written.
    void database
      .transaction((tx) => stampLastUse(tx, row.id, now.toISOString()))
      .catch((error) => log.warn({ err: error }, "a key's last use could not be noted"))
      .finally(() => beingStamped.delete(row.id));
  }
  return { name: row.id, scopes: JSON.parse(row.scopes) };
}
