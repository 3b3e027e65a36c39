import { type Output, type Scope, scopes } from "@roster/contract";
import { DEVELOPER } from "../api-keys/authenticate.ts";
import type { Actor } from "../calls/call.ts";
import type { Roster } from "../roster.ts";
import { ask } from "./ask.ts";

/** The operator at the command line has all scopes, and appears in the audit log as `cli`. */
export const operator: Actor = { name: "cli", scopes };

export const DEVELOPMENT_DAYS = 30;

/** A key with all scopes that only `start` accepts. */
export const createDevelopmentKey = (roster: Roster) =>
  ask(roster, { name: DEVELOPER, scopes }, "createApiKey", {
    name: "development",
    scopes: [...scopes],
    expires_in_days: DEVELOPMENT_DAYS,
  });

export const createKey = (roster: Roster, name: string, given: readonly Scope[], expiresInDays?: number) =>
  ask(roster, operator, "createApiKey", { name, scopes: [...given], expires_in_days: expiresInDays });

export async function listKeys(roster: Roster) {
  const keys: Output<"fetchApiKeys">["data"] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Output<"fetchApiKeys"> = await ask(roster, operator, "fetchApiKeys", { cursor, per_page: 100 });
    keys.push(...page.data);
    cursor = page.next_cursor;
  }
  return keys;
}

/** A key in two lines of text. */
export function describeKey(key: Output<"fetchApiKeys">["data"][number]) {
  const state = key.revoked_at
    ? `revoked ${key.revoked_at}`
    : `${key.expires_at ? `expires ${key.expires_at}` : "never expires"}, ${key.last_used_at ? `last used ${key.last_used_at}` : "never used"}`;
  const may = key.scopes.length === scopes.length ? "all scopes" : key.scopes.join(", ");
  return `${key.id}  ${key.prefix}…  ${key.name}\n  ${may}; made ${key.created_at}, ${state}; by ${key.created_by}`;
}
