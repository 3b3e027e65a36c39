import { z } from "zod";
import { emailAddress } from "./identifiers.ts";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata, storedMetadata } from "./metadata.ts";
import { pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, query } from "./procedure.ts";
import { singleLine } from "./text.ts";
import { User } from "./users.ts";

export const waitlistStatuses = ["pending", "approved", "rejected"] as const;

export const WaitlistUser = z.object({
  id: id("waitlistUser"),
  email: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  status: z.enum(waitlistStatuses),
  position: z.int().nullable().describe("1 is next; null when it is no longer pending"),
  metadata: storedMetadata,
  created_at: timestamp,
  decided_at: timestamp.nullable(),
  decided_by: z.string().nullable(),
  user_id: id("user").nullable().describe("The user that approval created"),
});
export type WaitlistUser = z.infer<typeof WaitlistUser>;

const waitlistUserId = z.strictObject({ waitlist_user_id: id("waitlistUser") });

export const waitlistProcedures = {
  fetchWaitlist: query({
    scope: "waitlist:read",
    description: "Lists the waitlist, first come first: the pending ones unless `status` says otherwise.",
    input: pageInput({ ...searchOption, status: z.enum(waitlistStatuses).optional().describe("Default pending") }),
    output: pageOf(WaitlistUser),
    errors: [],
  }),
  joinWaitlist: mutation({
    scope: "public",
    description: "Puts an address on the waitlist. The answer is the same whether or not the address is known.",
    input: z.strictObject({
      email: emailAddress,
      first_name: singleLine(limits.name).nullish(),
      last_name: singleLine(limits.name).nullish(),
      metadata: metadata.nullish(),
    }),
    output: z.void(),
    errors: [],
  }),
  approveWaitlistUser: mutation({
    scope: "waitlist:write",
    description: "Approves an entry: creates the user with that address verified and queues the welcome mail.",
    input: waitlistUserId,
    output: User,
    errors: ["waitlist_user_not_found", "waitlist_already_approved", "waitlist_already_rejected", "email_taken"],
  }),
  rejectWaitlistUser: mutation({
    scope: "waitlist:write",
    description: "Rejects a pending entry.",
    input: waitlistUserId,
    output: WaitlistUser,
    errors: ["waitlist_user_not_found", "waitlist_already_approved", "waitlist_already_rejected"],
  }),
};
