import * as z from "zod";
import { UserEmail } from "./emails.ts";
import { id, timeOf } from "./ids.ts";
import { UserPhone } from "./phones.ts";
import { mutation, procedures } from "./procedure.ts";
import type { Records } from "./records.ts";

export const SentCode = z.object({
  code: z.string().nullable().describe("With `deliver: false`, the six digits for you to send; else null"),
  expires_at: timeOf("expiry"),
});
export type SentCode = Records["SentCode"];

const email = { user_id: id("user"), email_id: id("email") };
const phone = { user_id: id("user"), phone_id: id("phone") };

const deliver = z
  .boolean()
  .nullish()
  .meta({ description: "Whether Roster sends the code; `false` returns it for you to send", default: true });

const code = z
  .string()
  .trim()
  .regex(/^[0-9]{6}$/, "must be six digits")
  .describe("The six digits that were sent");

const life = "It works for 10 minutes and 5 tries, and replaces an earlier one. The next can be sent after 30 seconds.";

export const verificationProcedures = /* @__PURE__ */ procedures(() => ({
  sendEmailVerification: mutation({
    scope: "users:write",
    description: `Mails a code to an email that is not verified yet. ${life}`,
    args: ["user_id", "email_id"],
    rest: "options?",
    input: z.strictObject({ ...email, deliver }),
    output: SentCode,
    errors: ["email_not_found", "already_verified"],
    events: ["user.email_code_requested"],
  }),
  verifyEmail: mutation({
    scope: "users:write",
    description:
      "Verifies an email by the code that was sent to it. Its unverified copies on other users are removed. A user's " +
      "first verified email becomes primary.",
    args: ["user_id", "email_id", "code"],
    input: z.strictObject({ ...email, code }),
    output: UserEmail,
    errors: ["email_not_found", "email_taken", "already_verified", "code_incorrect", "code_expired"],
    events: ["user.email_verified", "user.email_removed", "invitation.revoked"],
  }),
  sendPhoneVerification: mutation({
    scope: "users:write",
    description: `Sends a code to a phone number that is not verified yet, by text message. ${life}`,
    args: ["user_id", "phone_id"],
    rest: "options?",
    input: z.strictObject({ ...phone, deliver }),
    output: SentCode,
    errors: ["phone_not_found", "already_verified"],
    events: ["user.phone_code_requested"],
  }),
  verifyPhone: mutation({
    scope: "users:write",
    description: "Verifies a phone number by the code that was sent to it, under the same rules as verifyEmail.",
    args: ["user_id", "phone_id", "code"],
    input: z.strictObject({ ...phone, code }),
    output: UserPhone,
    errors: ["phone_not_found", "phone_taken", "already_verified", "code_incorrect", "code_expired"],
    events: ["user.phone_verified", "user.phone_removed"],
  }),
}));
