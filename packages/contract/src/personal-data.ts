import * as z from "zod";
import { AuditEntry } from "./audit.ts";
import { id, timeOf } from "./ids.ts";
import { UserInvitation } from "./invitations.ts";
import { Message } from "./messages.ts";
import { storedMetadata } from "./metadata.ts";
import { procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { UserDetails } from "./users.ts";
import { WaitlistUser } from "./waitlist.ts";

export const PersonalInvitation = UserInvitation.extend({
  public_metadata: storedMetadata.describe("Metadata of the invitation; JSON object"),
});
export type PersonalInvitation = Records["PersonalInvitation"];

export const FailedSignIns = z.object({
  day: z.iso.date().describe("Day, in UTC"),
  place: z.string().describe("Network address, or the caller that gave none"),
  times: z.int().describe("How often a wrong password was tried"),
  last_at: timeOf("the last try"),
});
export type FailedSignIns = Records["FailedSignIns"];

const lists = z.object({
  invitations: z.array(PersonalInvitation).describe("Invitations of the user and of verified addresses, newest first"),
  waitlist: z.array(WaitlistUser).describe("Entries of the waitlist, newest first"),
  messages: z.array(Message).describe("Messages about the user or to verified addresses, newest first"),
  audit_entries: z.array(AuditEntry).describe("Entries of the log about the user and these records, newest first"),
  failed_sign_ins: z.array(FailedSignIns).describe("Wrong passwords of the last 90 days by place, newest day first"),
});

export const PersonalData = UserDetails.extend({
  ...lists.shape,
  incomplete: z
    .array(lists.keyof())
    .describe("Lists that have more than the 1,000 newest records, which their own procedures page through"),
});
export type PersonalData = Records["PersonalData"];

export const personalDataProcedures = /* @__PURE__ */ procedures(() => ({
  fetchPersonalData: query({
    scope: "users:read",
    description:
      "Everything that is held on a person, as one document: details and every list of records. " +
      "Passwords, codes and links are stored as hashes only, and are not in it.",
    args: ["user_id"],
    input: z.strictObject({ user_id: id("user") }),
    output: PersonalData,
    errors: ["user_not_found"],
  }),
}));
