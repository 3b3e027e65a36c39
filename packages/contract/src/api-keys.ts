import * as z from "zod";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { pageInput, pageOf } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import { Scope } from "./scopes.ts";
import { singleLine } from "./text.ts";

export const ApiKey = z.object({
  id: id("apiKey"),
  name: z.string(),
  prefix: z.string().describe("The start of the key, which may be shown"),
  scopes: z.array(Scope),
  created_at: timestamp,
  expires_at: timestamp.nullable(),
  last_used_at: timestamp.nullable().describe("To the minute"),
  revoked_at: timestamp.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const CreatedApiKey = ApiKey.extend({ key: z.string().describe("The key itself. Shown here once") });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const apiKeyProcedures = /* @__PURE__ */ procedures(() => ({
  fetchApiKeys: query({
    scope: "api_keys:manage",
    description: "Lists API keys, newest first, revoked ones too.",
    input: pageInput({}),
    output: pageOf(ApiKey),
    errors: [],
  }),
  createApiKey: mutation({
    scope: "api_keys:manage",
    description:
      "Makes an API key, with scopes that its maker has and no longer life. It is shown once and stored as a hash. " +
      "Revoking the maker's key does not revoke it.",
    input: z.strictObject({
      name: singleLine(limits.name),
      scopes: z.array(Scope).min(1).max(Scope.options.length).describe("What the key may do"),
      expires_in_days: z.int().min(1).max(3650).nullish().describe("null or absent: never"),
    }),
    output: CreatedApiKey,
    errors: [],
    events: ["api_key.created"],
  }),
  revokeApiKey: mutation({
    scope: "api_keys:manage",
    description: "Revokes a key. The next request with it is refused; by other servers, within half a second.",
    args: ["api_key_id"],
    input: z.strictObject({ api_key_id: id("apiKey") }),
    output: ApiKey,
    errors: ["api_key_not_found"],
    events: ["api_key.revoked"],
  }),
}));
