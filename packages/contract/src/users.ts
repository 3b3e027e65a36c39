import * as z from "zod";
import { bulk, idsOf, inputsOf } from "./bulk.ts";
import { UserEmail } from "./emails.ts";
import { emailAddress, username } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata, metadataPatch, storedMetadata } from "./metadata.ts";
import { OrganizationMembership } from "./organizations.ts";
import { pageOf } from "./page.ts";
import { phoneNumber } from "./phone-number.ts";
import { UserPhone } from "./phones.ts";
import { mutation, procedures } from "./procedure.ts";
import type { Records } from "./records.ts";
import { SocialConnection } from "./social-connections.ts";
import { firstName, lastName, password, singleLine, webUrl } from "./text.ts";
import { WorkspaceMembership } from "./workspaces.ts";

export const User = z.object({
  id: id("user"),
  email: z.string().nullable().describe("The primary address, verified"),
  phone_number: z.string().nullable().describe("The primary number, verified; E.164"),
  first_name: z.string().nullable().describe("First name"),
  last_name: z.string().nullable().describe("Last name"),
  username: z.string().nullable().describe("Unique, lower case"),
  profile_picture_url: z.string().nullable().describe("Web address of a picture"),
  is_active: z.boolean().describe("False when deactivated"),
  external_id: z.string().nullable().describe("The user's id in your own system; unique"),
  public_metadata: storedMetadata.describe("Metadata of your own, shown to every reader; JSON object"),
  version: z.int().describe("Starts at 1; every change of the user's own row adds 1, including a sign-in"),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
  last_sign_in_at: timeOf("the last sign-in").nullable(),
});
export type User = Records["User"];

export const UserListResponse = pageOf(User);
export type UserListResponse = Records["UserListResponse"];

export const PrivateUser = User.extend({
  private_metadata: storedMetadata.describe("Metadata of your own, shown in details only; JSON object"),
  has_password: z.boolean().describe("Whether the user has a password"),
  deactivated_at: timeOf("deactivation").nullable(),
  deactivation_reason: z.string().nullable().describe("Reason for the deactivation"),
}).describe("A user with the fields that only details show");
export type PrivateUser = Records["PrivateUser"];

export const UserDetails = z.object({
  user: PrivateUser.describe("The user, with private fields"),
  emails: z.array(UserEmail).describe("All emails, verified or not"),
  phones: z.array(UserPhone).describe("All phone numbers, verified or not"),
  social_connections: z.array(SocialConnection).describe("Accounts at providers"),
  organizations: z.array(OrganizationMembership).describe("Memberships of organizations"),
  workspaces: z.array(WorkspaceMembership).describe("Memberships of workspaces"),
});
export type UserDetails = Records["UserDetails"];

const profile = {
  username: username.nullish(),
  external_id: singleLine(limits.externalId).nullish().describe("The user's id in your own system; unique"),
  profile_picture_url: webUrl.nullish().describe("Web address of a picture, http or https"),
};

const userId = z.strictObject({ user_id: id("user") });
const userIds = z.strictObject({ user_ids: idsOf("user") });
const reason = singleLine(limits.reason).nullish().describe("Reason for it, shown in the details");

export const userProcedures = /* @__PURE__ */ procedures(() => {
  const createUser = mutation({
    scope: "users:write",
    description:
      "Creates a user. The caller vouches for the address and the number: they are stored as verified and primary.",
    input: z.strictObject({
      first_name: firstName,
      last_name: lastName,
      email_address: emailAddress.nullish(),
      phone_number: phoneNumber.nullish(),
      ...profile,
      password: password.nullish(),
      public_metadata: metadata.nullish(),
      private_metadata: metadata.nullish(),
      skip_password_check: z
        .boolean()
        .optional()
        .meta({ description: "Whether to skip the password policy", default: false }),
    }),
    output: User,
    errors: ["email_taken", "phone_taken", "username_taken", "external_id_taken", "password_rejected"],
    events: ["user.created", "user.email_removed", "user.phone_removed", "invitation.revoked"],
  });
  const deactivateUser = mutation({
    scope: "users:write",
    description: "Deactivates a user. All data stays; the password no longer verifies.",
    args: ["user_id", "reason"],
    input: userId.extend({
      reason,
    }),
    output: User,
    errors: ["user_not_found"],
    events: ["user.deactivated"],
  });
  const reactivateUser = mutation({
    scope: "users:write",
    description: "Reactivates a deactivated user.",
    args: ["user_id"],
    input: userId,
    output: User,
    errors: ["user_not_found"],
    events: ["user.reactivated"],
  });
  const deleteUser = mutation({
    scope: "users:write",
    description:
      "Deletes a user for good, with everything attached, and the person's waitlist entries, invitations and messages. The " +
      "audit log keeps ids and names of fields.",
    args: ["user_id"],
    input: userId,
    output: z.void(),
    errors: ["user_not_found"],
    events: ["user.deleted", "invitation.revoked"],
  });
  return {
    createUser,
    createUsers: bulk(createUser, {
      description: "Creates up to 100 users, each as createUser does.",
      args: ["users"],
      rows: "users",
      input: z.strictObject({
        users: inputsOf<z.input<typeof createUser.input>>("CreateUserRequest").describe("Inputs of createUser"),
      }),
      answer: "user",
      more: ["invalid_input", "rate_limited"],
    }),
    updateUser: mutation({
      scope: "users:write",
      description:
        "Changes a user's own fields. An absent field stays as it is; null clears it. Metadata is merged (RFC 7396). " +
        "With `if_version` the change is refused when another one came first.",
      args: ["user_id"],
      rest: "request",
      input: userId.extend({
        first_name: firstName.nullish(),
        last_name: lastName.nullish(),
        ...profile,
        public_metadata: metadataPatch.nullish().describe("JSON Merge Patch (RFC 7396); null empties it"),
        private_metadata: metadataPatch.nullish().describe("JSON Merge Patch (RFC 7396); null empties it"),
        if_version: z.int().min(1).optional().describe("The user's `version` as you read it"),
      }),
      output: User,
      errors: ["user_not_found", "username_taken", "external_id_taken", "version_mismatch", "last_identifier"],
      events: ["user.updated"],
    }),
    deactivateUser,
    deactivateUsers: bulk(deactivateUser, {
      description: "Deactivates up to 100 users, each as deactivateUser does.",
      args: ["user_ids", "reason"],
      rows: "user_ids",
      input: userIds.extend({ reason }),
      answer: "user",
    }),
    reactivateUser,
    reactivateUsers: bulk(reactivateUser, {
      description: "Reactivates up to 100 users, each as reactivateUser does.",
      args: ["user_ids"],
      rows: "user_ids",
      input: userIds,
      answer: "user",
    }),
    deleteUser,
    deleteUsers: bulk(deleteUser, {
      description: "Deletes up to 100 users, each as deleteUser does.",
      args: ["user_ids"],
      rows: "user_ids",
      input: userIds,
    }),
  };
});
