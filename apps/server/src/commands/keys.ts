import { type Input, type Output, type ProcedureName, type Scope, scopes } from "@roster/contract";
import type { Actor } from "../context.ts";
import type { Roster } from "../roster.ts";

/** The operator at the command line may do everything, and stands in the audit log as `cli`. */
const operator: Actor = { name: "cli", scopes };

async function ask<P extends ProcedureName>(roster: Roster, procedure: P, input: Input<P>): Promise<Output<P>> {
  const result = await roster.call(procedure, input, operator);
  if (result.ok) return result.data;
  const fields = result.failure.data.field_errors?.map(({ path, message }) => `\n  ${path} ${message}`) ?? [];
  throw new Error(`${result.failure.message}${fields.join("")}`);
}

export const createKey = (roster: Roster, name: string, given: readonly Scope[], expiresInDays?: number) =>
  ask(roster, "createApiKey", { name, scopes: [...given], expires_in_days: expiresInDays });

export async function listKeys(roster: Roster) {
  const keys: Output<"fetchApiKeys">["data"] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Output<"fetchApiKeys"> = await ask(roster, "fetchApiKeys", { cursor, per_page: 100 });
    keys.push(...page.data);
    cursor = page.next_cursor;
  }
  return keys;
}

export const revokeKey = (roster: Roster, id: string) => ask(roster, "revokeApiKey", { api_key_id: id });

/** One key on two lines. */
export function describeKey(key: Output<"fetchApiKeys">["data"][number]) {
  const state = key.revoked_at
    ? `revoked ${key.revoked_at}`
    : `${key.expires_at ? `expires ${key.expires_at}` : "never expires"}, ${key.last_used_at ? `last used ${key.last_used_at}` : "never used"}`;
  const may = key.scopes.length === scopes.length ? "all scopes" : key.scopes.join(", ");
  return `${key.id}  ${key.prefix}…  ${key.name}\n  ${may}; made ${key.created_at}, ${state}`;
}
