import * as z from "zod";
import { emailAddress, statesOfNew } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { mutation, procedures } from "./procedure.ts";
import type { Records } from "./records.ts";

export const UserEmail = z.object({
  id: id("email"),
  email: z.string().describe("Address, lower case"),
  is_verified: z.boolean().describe("Whether it is proven to belong to the user"),
  is_primary: z.boolean().describe("Whether it is the user's primary email"),
  verified_at: timeOf("verification").nullable(),
  created_at: timeOf("creation"),
  updated_at: timeOf("the last change"),
});
export type UserEmail = Records["UserEmail"];

const address = { user_id: id("user"), email_id: id("email") };

export const emailProcedures = /* @__PURE__ */ procedures(() => ({
  addEmail: mutation({
    scope: "users:write",
    description:
      "Adds an email address to a user, neither verified nor primary by default. With `is_verified` the caller vouches for it: a " +
      "user's first verified one becomes primary, and unverified copies on other users are removed.",
    args: ["user_id", "email"],
    rest: "options?",
    input: z.strictObject({ user_id: id("user"), email: emailAddress, ...statesOfNew }),
    output: UserEmail,
    errors: ["user_not_found", "email_taken", "too_many_identifiers", "primary_must_be_verified"],
    events: ["user.email_added", "user.email_verified", "user.email_removed", "invitation.revoked"],
  }),
  updateEmail: mutation({
    scope: "users:write",
    description:
      "Sets whether an email is primary and whether it is verified. A user's first verified email becomes primary. " +
      "Making an email primary demotes the previous one. Verifying an email removes its unverified copies on other users.",
    args: ["user_id", "email_id", "is_primary", "is_verified"],
    input: z.strictObject({
      ...address,
      is_primary: z.boolean().describe("Whether it is the user's primary email"),
      is_verified: z.boolean().describe("Whether it is proven to belong to the user"),
    }),
    output: UserEmail,
    errors: ["email_not_found", "email_taken", "primary_must_be_verified", "primary_required"],
    events: ["user.email_verified", "user.email_updated", "user.email_removed", "invitation.revoked"],
  }),
  changeEmail: mutation({
    scope: "users:write",
    description:
      "Corrects an address: puts another one in the place of an email, under a new id. It is not verified, unless the caller vouches for " +
      "it with `is_verified`. If the old one was primary, the new one is if it is verified, else the user's oldest verified email. Codes " +
      "and links that went to the old address no longer work. For the same address nothing changes, unless the caller vouches for it. " +
      "Causes the events of a removal and of an addition.",
    args: ["user_id", "email_id", "email"],
    rest: "options?",
    input: z.strictObject({ ...address, email: emailAddress, is_verified: statesOfNew.is_verified }),
    output: UserEmail,
    errors: ["email_not_found", "email_taken"],
    events: ["user.email_removed", "user.email_added", "user.email_verified", "invitation.revoked"],
  }),
  deleteEmail: mutation({
    scope: "users:write",
    description:
      "Removes an email from a user. If it was the primary one, the user's oldest verified email becomes primary.",
    args: ["user_id", "email_id"],
    input: z.strictObject(address),
    output: z.void(),
    errors: ["email_not_found", "last_identifier"],
    events: ["user.email_removed"],
  }),
}));
