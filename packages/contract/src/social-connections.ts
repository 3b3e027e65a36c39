import * as z from "zod";
import { emailAddress } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { mutation, procedures } from "./procedure.ts";
import type { Records } from "./records.ts";
import { foreignId, singleLine } from "./text.ts";

export const SocialConnection = z.object({
  id: id("social_connection"),
  provider: z.string().describe("Such as google or github"),
  provider_user_id: z.string().describe("The provider's own id of the account"),
  email: z.string().nullable().describe("Address of the account at the provider"),
  display_name: z.string().nullable().describe("Name of the account at the provider"),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type SocialConnection = Records["SocialConnection"];

/** The provider of an account. */
export const provider = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,63}$/, "must be lower-case letters, digits, `_` and `-`, such as google")
  .meta({ description: "Such as google or github: lower-case letters, digits, `_` and `-`", maxLength: 64 });

export const providerUserId = foreignId(limits.providerUserId).describe(
  "The provider's own id of the account (its `sub`), taken as it is",
);

export const socialConnectionProcedures = /* @__PURE__ */ procedures(() => ({
  linkSocialConnection: mutation({
    scope: "users:write",
    description: "Connects a provider's account to a user. One provider account belongs to one user.",
    args: ["user_id"],
    rest: "request",
    input: z.strictObject({
      user_id: id("user"),
      provider,
      provider_user_id: providerUserId,
      email: emailAddress.nullish().describe("Address of the account at the provider"),
      display_name: singleLine(limits.title).nullish().describe("Name of the account at the provider"),
    }),
    output: SocialConnection,
    errors: ["user_not_found", "social_connection_taken", "too_many_identifiers"],
    events: ["user.social_connection_added"],
  }),
  updateSocialConnection: mutation({
    scope: "users:write",
    description: "Changes what the provider says of an account. An absent field stays as it is; null clears it.",
    args: ["user_id", "connection_id"],
    rest: "request",
    input: z.strictObject({
      user_id: id("user"),
      connection_id: id("social_connection"),
      email: emailAddress.nullish().describe("Address of the account at the provider"),
      display_name: singleLine(limits.title).nullish().describe("Name of the account at the provider"),
    }),
    output: SocialConnection,
    errors: ["social_connection_not_found"],
    events: ["user.social_connection_updated"],
  }),
  deleteSocialConnection: mutation({
    scope: "users:write",
    description: "Removes a social connection from a user.",
    args: ["user_id", "connection_id"],
    input: z.strictObject({ user_id: id("user"), connection_id: id("social_connection") }),
    output: z.void(),
    errors: ["social_connection_not_found", "last_identifier"],
    events: ["user.social_connection_removed"],
  }),
}));
