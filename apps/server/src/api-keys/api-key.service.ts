import type { ApiKey, CreatedApiKey, ParsedInput, Scope } from "@roster/contract";
import type { Actor, Change, QueryCall } from "../calls/call.ts";
import { existing, Refusal } from "../errors.ts";
import { newId } from "../ids.ts";
import { after, DAY, HOUR } from "../times.ts";
import { hashToken, newToken } from "../tokens/tokens.ts";
import { endByRotation, findApiKey, insertApiKey, renameKey, revokeRow } from "./api-key.queries.ts";
import { toApiKey } from "./api-key.table.ts";
import { DEVELOPER } from "./authenticate.ts";

const DEFAULT_OVERLAP = 24;
const SHOWN = "roster_".length + 6;

/** Creates a key. A caller can only grant scopes that it has, for as long as it has them. */
export async function createApiKey(change: Change, input: ParsedInput<"createApiKey">): Promise<CreatedApiKey> {
  const { actor, now } = change;
  if (!isWithin(actor, input.scopes)) throw forbidden("scopes", "must be among the scopes of the caller's own key");
  const days = input.expires_in_days ?? null;
  const expires_at = days === null ? null : after(now, days * DAY);
  if (outlives(expires_at, actor)) throw forbidden("expires_in_days", "must not outlive the caller's own key");
  return insertNew(change, { id: newId("api_key"), name: input.name, scopes: [...new Set(input.scopes)], expires_at });
}

/** Creates the successor of a key, which ends after the overlap. Of several calls one succeeds. */
export async function rotateApiKey(change: Change, input: ParsedInput<"rotateApiKey">): Promise<CreatedApiKey> {
  const { actor, now, tx } = change;
  const { api_key_id: id, overlap_hours } = input;
  const { name, scopes, expires_at, created_by } = await findWithin(change, id);
  if (outlives(expires_at, actor)) throw forbidden("api_key_id", "must not be a key that outlives the caller's own");
  const end = after(now, (overlap_hours ?? DEFAULT_OVERLAP) * HOUR);
  const successor_id = newId("api_key");
  const ending = { expires_at: expires_at !== null && expires_at < end ? expires_at : end, successor_id };
  if (!(await endByRotation(tx, { id, now, ...ending }))) throw new Refusal("api_key_ended");
  await change.record("api_key.rotated", id, ["expires_at"]);
  const maker = created_by === DEVELOPER ? DEVELOPER : actor.name; // a development key stays one
  return insertNew(change, { id: successor_id, name, scopes, expires_at }, maker);
}

/** Looks a key up at each use from now on: until the commit a look-up would still cache it as valid. */
export async function forgetApiKey({ db, input, services }: QueryCall<"revokeApiKey" | "rotateApiKey">) {
  const key = await findApiKey(db, input.api_key_id);
  if (key) services.keys.revoke(key.hash);
}

export async function revokeApiKey(change: Change, { api_key_id: id }: ParsedInput<"revokeApiKey">) {
  await findWithin(change, id);
  const revoked = await revokeRow(change.tx, id, change.now);
  if (revoked) await change.record("api_key.revoked", id, ["revoked_at"]);
  return toApiKey(revoked ?? existing(await findApiKey(change.tx, id), "api_key_not_found"));
}

export async function updateApiKey(change: Change, { api_key_id: id, name }: ParsedInput<"updateApiKey">) {
  const key = await findWithin(change, id);
  if (key.name === name) return key;
  await renameKey(change.tx, id, name);
  await change.record("api_key.updated", id, ["name"]);
  return { ...key, name };
}

type NewKey = Pick<ApiKey, "id" | "name" | "scopes" | "expires_at">;

async function insertNew({ tx, now, actor, record }: Change, given: NewKey, created_by = actor.name) {
  const key = `roster_${newToken()}`;
  const own = { prefix: key.slice(0, SHOWN), hash: hashToken(key), created_by, created_at: now };
  const row = await insertApiKey(tx, { ...given, ...own, scopes: JSON.stringify(given.scopes) });
  await record("api_key.created", given.id, ["name", "scopes", "expires_at"]);
  return { ...toApiKey(row), key };
}

const isWithin = (actor: Actor, scopes: readonly Scope[]) => scopes.every((scope) => actor.scopes.includes(scope));

const outlives = (expiresAt: string | null, { expiresAt: own = null }: Actor) =>
  own !== null && (expiresAt === null || expiresAt > own);

/** Finds a key that has no scope that the caller lacks. No caller changes a wider key than its own. */
async function findWithin({ tx, actor }: Change, id: string) {
  const key = toApiKey(existing(await findApiKey(tx, id), "api_key_not_found"));
  if (!isWithin(actor, key.scopes))
    throw forbidden("api_key_id", "must not be a key with more scopes than the caller's own");
  return key;
}

const forbidden = (path: string, message: string) => new Refusal("forbidden", { field_errors: [{ path, message }] });
