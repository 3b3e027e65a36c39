import { z } from "zod";
import { emailAddress, role } from "./identifiers.ts";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata } from "./metadata.ts";
import { pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, query } from "./procedure.ts";
import { singleLine, webUrl } from "./text.ts";

export const invitationStatuses = ["pending", "accepted", "revoked", "expired"] as const;

export const UserInvitation = z.object({
  id: id("invitation"),
  email: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  role: z.string().nullable(),
  organization_id: id("organization").nullable(),
  status: z.enum(invitationStatuses),
  invited_at: timestamp,
  expires_at: timestamp,
  accepted_at: timestamp.nullable(),
  accepted_user_id: id("user").nullable(),
  revoked_at: timestamp.nullable(),
  delivery: z
    .object({
      state: z.enum(["queued", "sent", "failed"]),
      attempts: z.int(),
      last_error: z.string().nullable(),
      sent_at: timestamp.nullable(),
    })
    .nullable()
    .describe("How far the mail has come; null when none was asked for"),
});
export type UserInvitation = z.infer<typeof UserInvitation>;

export const CreatedInvitation = UserInvitation.extend({
  accept_url: z.string().describe("The link that the mail carries. Shown here once, in no list"),
});
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

export const invitationProcedures = {
  fetchInvitedUsers: query({
    scope: "invitations:read",
    description: "Lists invitations, newest first: the pending ones unless `status` says otherwise.",
    input: pageInput({ ...searchOption, status: z.enum(invitationStatuses).optional().describe("Default pending") }),
    output: pageOf(UserInvitation),
    errors: [],
  }),
  inviteUser: mutation({
    scope: "invitations:write",
    description:
      "Invites an address, to the directory or to an organization. The role is that of the organization (default " +
      "member); without an organization it is handed to the new user as public_metadata.role.",
    input: z.strictObject({
      email: emailAddress,
      role: role.nullish(),
      organization_id: id("organization").nullish(),
      first_name: singleLine(limits.name).nullish(),
      last_name: singleLine(limits.name).nullish(),
      expires_in_days: z.int().min(1).max(30).nullish().describe("1 to 30; default 7"),
      redirect_url: webUrl.nullish().describe("Where the link leads; its origin must be in REDIRECT_ORIGINS"),
      public_metadata: metadata.nullish().describe("Carried over to the new user"),
      notify: z.boolean().nullish().describe("false sends no mail; default true"),
    }),
    output: CreatedInvitation,
    errors: [
      "invitation_pending",
      "user_exists",
      "already_member",
      "organization_not_found",
      "redirect_url_not_allowed",
    ],
  }),
};
