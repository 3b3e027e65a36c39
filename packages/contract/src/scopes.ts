import * as z from "zod";

/** The permissions of API keys. A key without a procedure's scope gets `forbidden`. */
export const scopes = [
  "users:read",
  "users:write",
  "users:password",
  "users:verify",
  "invitations:read",
  "invitations:write",
  "waitlist:read",
  "waitlist:write",
  "organizations:read",
  "organizations:write",
  "messages:read",
  "messages:write",
  "api_keys:manage",
  "audit:read",
] as const;

/** Marked as pure: a bundle that uses only the list leaves zod out. */
export const Scope = /* @__PURE__ */ z.enum(scopes);
export type Scope = z.infer<typeof Scope>;
