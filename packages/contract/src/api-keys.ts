import * as z from "zod";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { idsOption, pageInput, pageOf } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { Scope } from "./scopes.ts";
import { singleLine } from "./text.ts";

export const ApiKey = z.object({
  id: id("api_key"),
  name: z.string().describe("Name"),
  prefix: z.string().describe("The start of the key, which is no secret"),
  scopes: z.array(Scope).describe("Scopes of the key"),
  created_by: z.string().describe("The creating caller: an API key's id, or the name of an in-process caller"),
  created_at: timeOf("creation"),
  expires_at: timeOf("expiry").nullable(),
  last_used_at: timeOf("the last use, to the minute").nullable(),
  revoked_at: timeOf("revocation").nullable(),
  successor_id: id("api_key").nullable().describe("The key that replaces it, once it was rotated"),
});
export type ApiKey = Records["ApiKey"];

export const ApiKeyListResponse = pageOf(ApiKey);
export type ApiKeyListResponse = Records["ApiKeyListResponse"];

export const CreatedApiKey = ApiKey.extend({ key: z.string().describe("The key itself. Shown here once") });
export type CreatedApiKey = Records["CreatedApiKey"];

export const apiKeyProcedures = /* @__PURE__ */ procedures(() => ({
  fetchApiKeys: query({
    scope: "api_keys:manage",
    description: "Lists API keys, including revoked ones, newest first.",
    input: pageInput(idsOption("api_key")),
    output: ApiKeyListResponse,
    errors: [],
  }),
  createApiKey: mutation({
    scope: "api_keys:manage",
    description:
      "Creates an API key. Its scopes and its lifetime cannot exceed those of the caller's key. It is shown once and " +
      "stored as a hash. Revoking the caller's key does not revoke it.",
    input: z.strictObject({
      name: singleLine(limits.name).describe("Name, to tell keys apart"),
      scopes: z.array(Scope).min(1).max(Scope.options.length).describe("Scopes of the key"),
      expires_in_days: z.int().min(1).max(3650).nullish().describe("Days until it expires; null or absent: never"),
    }),
    output: CreatedApiKey,
    errors: [],
    events: ["api_key.created"],
  }),
  rotateApiKey: mutation({
    scope: "api_keys:manage",
    description:
      "Replaces a key: creates one with the same name, scopes and expiry, and ends the old one after the overlap. A key " +
      "with more scopes than the caller's own, or one that outlives it, is not rotated.",
    input: z.strictObject({
      api_key_id: id("api_key"),
      overlap_hours: z
        .int()
        .min(0)
        .max(limits.overlapHours)
        .nullish()
        .meta({ description: "Hours for which the old key still works, while you replace it", default: 24 }),
    }),
    output: CreatedApiKey,
    errors: ["api_key_not_found", "api_key_ended"],
    events: ["api_key.rotated", "api_key.created"],
  }),
  updateApiKey: mutation({
    scope: "api_keys:manage",
    description: "Renames a key. A key with more scopes than the caller's own is not renamed.",
    args: ["api_key_id"],
    rest: "request",
    input: z.strictObject({
      api_key_id: id("api_key"),
      name: singleLine(limits.name).describe("Name, to tell keys apart"),
    }),
    output: ApiKey,
    errors: ["api_key_not_found"],
    events: ["api_key.updated"],
  }),
  revokeApiKey: mutation({
    scope: "api_keys:manage",
    description:
      "Revokes a key. This server refuses it from the next request on, other servers within half a second. A key with " +
      "more scopes than the caller's own is not revoked.",
    args: ["api_key_id"],
    input: z.strictObject({ api_key_id: id("api_key") }),
    output: ApiKey,
    errors: ["api_key_not_found"],
    events: ["api_key.revoked"],
  }),
}));
