import * as z from "zod";
import { bulk, idsOf, rowError } from "./bulk.ts";
import { emailAddress } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { publicMetadata, storedMetadata } from "./metadata.ts";
import { idsOption, pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { firstName, lastName, singleLine } from "./text.ts";
import { User } from "./users.ts";

export const waitlistStatuses = ["pending", "approved", "rejected"] as const;

export const WaitlistStatus = z.enum(waitlistStatuses).describe("State of a waitlist entry");
export type WaitlistStatus = Records["WaitlistStatus"];

export const WaitlistUser = z.object({
  id: id("waitlist_user"),
  email: z.string().describe("Address of the entry"),
  first_name: z.string().nullable().describe("First name"),
  last_name: z.string().nullable().describe("Last name"),
  status: WaitlistStatus,
  position: z.int().nullable().describe("Position in the queue, 1 is next; null when no longer pending"),
  metadata: storedMetadata.describe("Metadata given when joining; JSON object"),
  created_at: timeOf("creation"),
  decided_at: timeOf("the decision").nullable(),
  decided_by: z
    .string()
    .nullable()
    .describe("The deciding caller: an API key's id, or the name of an in-process caller"),
  decision_reason: z.string().nullable().describe("Reason for the decision"),
  user_id: id("user").nullable().describe("The user that approval created"),
});
export type WaitlistUser = Records["WaitlistUser"];

export const WaitlistResponse = pageOf(WaitlistUser);
export type WaitlistResponse = Records["WaitlistResponse"];

const nextErrors = ["email_taken", "rate_limited"] as const;

export const ApprovalResult = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    waitlist_user_id: id("waitlist_user"),
    user: User.describe("The user that approval created"),
  }),
  z.object({
    ok: z.literal(false),
    waitlist_user_id: id("waitlist_user"),
    error: rowError(nextErrors).describe("Why the entry was not approved"),
  }),
]);
export type ApprovalResult = Records["ApprovalResult"];

export const ApproveNextWaitlistUsersResponse = z.object({
  results: z.array(ApprovalResult).describe("One result per tried entry"),
});
export type ApproveNextWaitlistUsersResponse = Records["ApproveNextWaitlistUsersResponse"];

const waitlistUserId = z.strictObject({ waitlist_user_id: id("waitlist_user") });
const waitlistUserIds = z.strictObject({ waitlist_user_ids: idsOf("waitlist_user") });
const reason = singleLine(limits.reason).nullish().describe("Reason for it, shown in the entry");

export const waitlistProcedures = /* @__PURE__ */ procedures(() => {
  const approveWaitlistUser = mutation({
    scope: "waitlist:write",
    description: "Approves an entry: creates the user with that address verified and queues the welcome mail.",
    args: ["waitlist_user_id"],
    input: waitlistUserId,
    output: User,
    errors: ["waitlist_user_not_found", "waitlist_already_approved", "waitlist_already_rejected", "email_taken"],
    events: ["waitlist.approved", "user.created", "user.email_removed", "invitation.revoked"],
  });
  const rejectWaitlistUser = mutation({
    scope: "waitlist:write",
    description: "Rejects a pending entry.",
    args: ["waitlist_user_id", "reason"],
    input: waitlistUserId.extend({
      reason,
    }),
    output: WaitlistUser,
    errors: ["waitlist_user_not_found", "waitlist_already_approved", "waitlist_already_rejected"],
    events: ["waitlist.rejected"],
  });
  return {
    fetchWaitlist: query({
      scope: "waitlist:read",
      description: "Lists the waitlist, oldest first. Without `status`, the pending entries.",
      input: pageInput({
        ...searchOption,
        ...idsOption("waitlist_user"),
        status: z
          .enum([...waitlistStatuses, "all"])
          .optional()
          .meta({
            description: "Only entries in this state, or all of them",
            default: "pending" satisfies WaitlistStatus,
          }),
      }),
      output: WaitlistResponse,
      errors: [],
    }),
    joinWaitlist: mutation({
      scope: "public",
      isDiscreet: true,
      description:
        "Puts an address on the waitlist. The answer is the same, after the same time, whether or not the address is known.",
      input: z.strictObject({
        email: emailAddress,
        first_name: firstName.nullish(),
        last_name: lastName.nullish(),
        metadata: publicMetadata.nullish(),
      }),
      output: z.void(),
      errors: [],
      events: ["waitlist.joined"],
    }),
    approveWaitlistUser,
    approveWaitlistUsers: bulk(approveWaitlistUser, {
      description: "Approves up to 100 entries, each as approveWaitlistUser does.",
      args: ["waitlist_user_ids"],
      rows: "waitlist_user_ids",
      input: waitlistUserIds,
      answer: "user",
      more: ["rate_limited"],
    }),
    rejectWaitlistUser,
    rejectWaitlistUsers: bulk(rejectWaitlistUser, {
      description: "Rejects up to 100 pending entries, each as rejectWaitlistUser does.",
      args: ["waitlist_user_ids", "reason"],
      rows: "waitlist_user_ids",
      input: waitlistUserIds.extend({ reason }),
      answer: "waitlist_user",
    }),
    reopenWaitlistUser: mutation({
      scope: "waitlist:write",
      description:
        "Puts a rejected entry back in its place in the queue, so that it can be approved. The audit log keeps who " +
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
        "Approves the next entries of the queue, each as approveWaitlistUser does. An entry whose address belongs to a " +
        "user by now is skipped and stays pending. The answer has one result per tried entry.",
      args: ["count"],
      rows: { field: "count", single: approveWaitlistUser, errors: nextErrors },
      input: z.strictObject({ count: z.int().min(1).max(limits.bulkRows).describe("How many to approve") }),
      output: ApproveNextWaitlistUsersResponse,
      errors: [],
      events: ["waitlist.approved", "user.created", "user.email_removed", "invitation.revoked"],
    }),
  };
});
