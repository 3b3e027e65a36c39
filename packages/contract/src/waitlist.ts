import * as z from "zod";
import { rowError } from "./bulk.ts";
import { emailAddress } from "./identifiers.ts";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata, storedMetadata } from "./metadata.ts";
import { pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
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
  decision_reason: z.string().nullable(),
  user_id: id("user").nullable().describe("The user that approval created"),
});
export type WaitlistUser = z.infer<typeof WaitlistUser>;

const waitlistUserId = z.strictObject({ waitlist_user_id: id("waitlistUser") });

export const waitlistProcedures = /* @__PURE__ */ procedures(() => ({
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
    events: ["waitlist.joined"],
  }),
  approveWaitlistUser: mutation({
    scope: "waitlist:write",
    description: "Approves an entry: creates the user with that address verified and queues the welcome mail.",
    args: ["waitlist_user_id"],
    input: waitlistUserId,
    output: User,
    errors: ["waitlist_user_not_found", "waitlist_already_approved", "waitlist_already_rejected", "email_taken"],
    events: ["waitlist.approved", "user.created", "user.email_removed"],
  }),
  rejectWaitlistUser: mutation({
    scope: "waitlist:write",
    description: "Rejects a pending entry.",
    args: ["waitlist_user_id", "reason"],
    input: waitlistUserId.extend({ reason: singleLine(limits.reason).nullish() }),
    output: WaitlistUser,
    errors: ["waitlist_user_not_found", "waitlist_already_approved", "waitlist_already_rejected"],
    events: ["waitlist.rejected"],
  }),
  reopenWaitlistUser: mutation({
    scope: "waitlist:write",
    description:
      "Puts a rejected entry back in its place in the queue, from where it can be approved. The audit log keeps who " +
      "rejected it, and when.",
    args: ["waitlist_user_id"],
    input: waitlistUserId,
    output: WaitlistUser,
    errors: ["waitlist_user_not_found", "waitlist_not_rejected"],
    events: ["waitlist.reopened"],
  }),
  approveNextWaitlistUsers: mutation({
    scope: "waitlist:write",
    description:
      "Approves the next entries of the queue, each as approveWaitlistUser does. Those whose address has a user by now are " +
      "passed over and stay pending. The answer has a result for each entry that was tried.",
    args: ["count"],
    input: z.strictObject({ count: z.int().min(1).max(limits.bulkRows).describe("How many to approve, 1 to 100") }),
    output: z.object({
      results: z.array(
        z.discriminatedUnion("ok", [
          z.object({ ok: z.literal(true), waitlist_user_id: id("waitlistUser"), user: User }),
          z.object({
            ok: z.literal(false),
            waitlist_user_id: id("waitlistUser"),
            error: rowError(["email_taken", "rate_limited"]),
          }),
        ]),
      ),
    }),
    errors: [],
    events: ["waitlist.approved", "user.created", "user.email_removed"],
  }),
}));
