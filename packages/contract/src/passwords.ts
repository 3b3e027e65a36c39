import * as z from "zod";
import { emailAddress } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { mutation, procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { password, redirectUrl, singleLine, token } from "./text.ts";
import { User } from "./users.ts";

export const PasswordLink = z.object({
  email: z.string().describe("The address that the link was mailed to"),
  has_password: z.boolean().describe("Whether the user has a password, which the new one replaces"),
  expires_at: timeOf("expiry"),
});
export type PasswordLink = Records["PasswordLink"];

const ipAddress = z
  .union([z.ipv4(), z.ipv6()], "must be an IPv4 or IPv6 address")
  .nullish()
  .describe(
    "Address of the person, as you see it. Always give it: without it all of your visitors count as one, and strangers " +
      "can use up the owner's tries",
  );

export const passwordProcedures = /* @__PURE__ */ procedures(() => ({
  updatePassword: mutation({
    scope: "users:write",
    description:
      "Sets a user's password. `current_password` is checked first. Without it the call is an administrator's reset, " +
      "which also needs the scope users:password. The user gets a notice by mail.",
    args: ["user_id"],
    rest: "request",
    input: z.strictObject({
      user_id: id("user"),
      new_password: password,
      current_password: password
        .optional()
        .describe("The present password, which is checked. Leave it out for a reset"),
      ip_address: ipAddress,
    }),
    output: z.void(),
    errors: ["user_not_found", "current_password_incorrect", "no_password_set", "password_rejected"],
    events: ["user.password_changed", "user.password_reset_by_admin"],
  }),
  removePassword: mutation({
    scope: "users:password",
    description: "Removes a user's password, of which the user gets a notice by mail. Without one, nothing changes.",
    args: ["user_id"],
    input: z.strictObject({ user_id: id("user") }),
    output: z.void(),
    errors: ["user_not_found"],
    events: ["user.password_removed"],
  }),
  verifyPassword: mutation({
    scope: "users:verify",
    authenticates: true,
    description:
      "Checks a password, for an application's backend that signs people in. Success sets last_sign_in_at. An unknown " +
      "user, a wrong password, no password and a deactivated user get the same answer in the same time. A repeated call " +
      "is a new try, whatever its Idempotency-Key. Answers `rate_limited` beyond 10 tries in 10 minutes for one user from " +
      "one ip_address (20 without it), by whichever identifiers, or 100 in an hour from all.",
    input: z
      .strictObject({
        identifier: singleLine(limits.emailOctets)
          .optional()
          .describe("A verified email or phone number, or the username. In place of user_id"),
        user_id: id("user").optional().describe("Id of the user: `user_` and 26 characters. In place of identifier"),
        password,
        ip_address: ipAddress,
      })
      .refine(({ identifier, user_id }) => (identifier === undefined) !== (user_id === undefined), {
        error: "must be given if user_id is not, and not beside it",
        path: ["identifier"],
      }),
    output: User,
    errors: ["credentials_incorrect"],
    events: ["user.signed_in"],
  }),
  sendPasswordReset: mutation({
    scope: "users:verify",
    isDiscreet: true,
    description:
      "Mails a one-time link to set a password to the owner of this verified address. The link works for 60 minutes. " +
      "The answer is the same, after the same time, whether or not the address is known. At most 5 calls for an address in an hour.",
    args: ["email", "redirect_url"],
    input: z.strictObject({ email: emailAddress, redirect_url: redirectUrl }),
    output: z.void(),
    errors: ["redirect_url_not_allowed"],
    events: ["user.password_link_requested"],
  }),
  fetchPasswordLink: query({
    scope: "public",
    description: "Finds a link to set a password by its token, for the page behind the link.",
    args: ["token"],
    input: z.strictObject({ token }),
    output: PasswordLink,
    errors: ["token_not_found"],
  }),
  resetPassword: mutation({
    scope: "public",
    description:
      "Sets the password by the one-time link of a welcome mail or a password reset. The user's other such links stop " +
      "working, and the count of tries starts again. The user gets a notice by mail.",
    args: ["token", "new_password"],
    input: z.strictObject({ token, new_password: password }),
    output: z.void(),
    errors: ["token_not_found", "password_rejected"],
    events: ["user.password_changed"],
  }),
}));
