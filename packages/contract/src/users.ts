import * as z from "zod";
import { UserEmail } from "./emails.ts";
import { emailAddress, username } from "./identifiers.ts";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata, metadataPatch, storedMetadata } from "./metadata.ts";
import { OrganizationMembership } from "./organizations.ts";
import { pageInput, pageOf, searchOption } from "./page.ts";
import { phoneNumber } from "./phone-number.ts";
import { UserPhone } from "./phones.ts";
import { mutation, procedures, query } from "./procedure.ts";
import { SocialConnection } from "./social-connections.ts";
import { password, singleLine, webUrl } from "./text.ts";
import { WorkspaceMembership } from "./workspaces.ts";

export const User = z.object({
  id: id("user"),
  email: z.string().nullable().describe("The primary address"),
  phone_number: z.string().nullable().describe("The primary number, E.164"),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  username: z.string().nullable(),
  profile_picture_url: z.string().nullable(),
  is_active: z.boolean(),
  external_id: z.string().nullable().describe("The user's id in your own system"),
  public_metadata: storedMetadata,
  version: z.int().describe("Grows by one with every change of the user's own row, a sign-in too"),
  created_at: timestamp,
  updated_at: timestamp,
  last_sign_in_at: timestamp.nullable(),
});
export type User = z.infer<typeof User>;

export const UserDetails = z.object({
  user: User.extend({
    private_metadata: storedMetadata,
    has_password: z.boolean(),
    deactivated_at: timestamp.nullable(),
    deactivation_reason: z.string().nullable(),
  }),
  emails: z.array(UserEmail),
  phones: z.array(UserPhone),
  social_connections: z.array(SocialConnection),
  organizations: z.array(OrganizationMembership),
  workspaces: z.array(WorkspaceMembership),
});
export type UserDetails = z.infer<typeof UserDetails>;

export const userOrders = [
  "created_at_desc",
  "created_at_asc",
  "last_sign_in_at_desc",
  "last_sign_in_at_asc",
  "email_desc",
  "email_asc",
  "name_desc",
  "name_asc",
] as const;
export type UserOrder = (typeof userOrders)[number];

const profile = {
  username: username.nullish(),
  external_id: singleLine(limits.externalId).nullish().describe("The user's id in your own system; unique"),
  profile_picture_url: webUrl.nullish(),
};

const userId = z.strictObject({ user_id: id("user") });

export const userProcedures = /* @__PURE__ */ procedures(() => ({
  fetchUsers: query({
    scope: "users:read",
    description:
      "Lists users, newest first. `search` finds every word in names, username, external id, emails and phone " +
      "numbers (digits only), or an exact id. Where an order's value is absent it counts as the smallest.",
    input: pageInput({
      ...searchOption,
      is_active: z.boolean().optional().describe("Only users in use, or only deactivated ones"),
      order_by: z.enum(userOrders).optional().describe("Default created_at_desc"),
    }),
    output: pageOf(User),
    errors: [],
  }),
  createUser: mutation({
    scope: "users:write",
    description:
      "Creates a user. The address and number given here are vouched for by the caller: verified and primary.",
    input: z.strictObject({
      first_name: singleLine(limits.name),
      last_name: singleLine(limits.name),
      email_address: emailAddress.nullish(),
      phone_number: phoneNumber.nullish(),
      ...profile,
      password: password.nullish(),
      public_metadata: metadata.nullish(),
      private_metadata: metadata.nullish(),
      skip_password_check: z.boolean().optional().describe("Take the password whatever the policy says of it"),
    }),
    output: User,
    errors: ["email_taken", "phone_taken", "username_taken", "external_id_taken", "password_rejected"],
    events: ["user.created", "user.email_removed", "user.phone_removed"],
  }),
  fetchUserDetails: query({
    scope: "users:read",
    description: "The user with everything attached: emails, phones, social connections, organizations, workspaces.",
    args: ["user_id"],
    input: userId,
    output: UserDetails,
    errors: ["user_not_found"],
  }),
  fetchUserByEmail: query({
    scope: "users:read",
    description: "The user who owns this verified address.",
    args: ["email"],
    input: z.strictObject({ email: emailAddress }),
    output: User,
    errors: ["user_not_found"],
  }),
  fetchUserByExternalId: query({
    scope: "users:read",
    description: "The user with this id in your own system.",
    args: ["external_id"],
    input: z.strictObject({ external_id: singleLine(limits.externalId) }),
    output: User,
    errors: ["user_not_found"],
  }),
  updateUser: mutation({
    scope: "users:write",
    description:
      "Changes a user's own fields. A missing field stays as it is; null clears it. Metadata is merged (RFC 7396). " +
      "With `if_version` the change is refused when somebody was faster.",
    args: ["user_id"],
    rest: "request",
    input: userId.extend({
      first_name: singleLine(limits.name).nullish(),
      last_name: singleLine(limits.name).nullish(),
      ...profile,
      public_metadata: metadataPatch.nullish().describe("JSON Merge Patch (RFC 7396); null empties it"),
      private_metadata: metadataPatch.nullish().describe("JSON Merge Patch (RFC 7396); null empties it"),
      if_version: z.int().min(1).optional().describe("The `version` that you have read"),
    }),
    output: User,
    errors: ["user_not_found", "username_taken", "external_id_taken", "version_mismatch", "last_identifier"],
    events: ["user.updated"],
  }),
  deactivateUser: mutation({
    scope: "users:write",
    description: "Takes a user out of use. Nothing is removed; the password no longer verifies.",
    args: ["user_id", "reason"],
    input: userId.extend({ reason: singleLine(limits.reason).nullish() }),
    output: User,
    errors: ["user_not_found"],
    events: ["user.deactivated"],
  }),
  reactivateUser: mutation({
    scope: "users:write",
    description: "Puts a deactivated user back into use.",
    args: ["user_id"],
    input: userId,
    output: User,
    errors: ["user_not_found"],
    events: ["user.reactivated"],
  }),
  deleteUser: mutation({
    scope: "users:write",
    description: "Removes a user with everything attached, for good. The audit log keeps its entries.",
    args: ["user_id"],
    input: userId,
    output: z.void(),
    errors: ["user_not_found"],
    events: ["user.deleted"],
  }),
}));
