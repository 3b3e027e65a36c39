import * as z from "zod";
import { rowError } from "./bulk.ts";
import { emailAddress, role } from "./identifiers.ts";
import { id, timestamp } from "./ids.ts";
import { limits } from "./limits.ts";
import { metadata } from "./metadata.ts";
import { pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import { password, redirectUrl, singleLine, token } from "./text.ts";

export const invitationStatuses = ["pending", "accepted", "revoked", "expired"] as const;

export const messageStates = ["queued", "sent", "failed", "cancelled"] as const;

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
      state: z.enum(messageStates).describe("cancelled: it was no longer wanted when its turn came"),
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

export const InvitationOffer = UserInvitation.pick({
  email: true,
  first_name: true,
  last_name: true,
  role: true,
  expires_at: true,
}).extend({
  organization: z.object({ id: id("organization"), name: z.string() }).nullable(),
  user_exists: z.boolean().describe("Whether the address has its user: then there is no password to ask for"),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;

export const AcceptedInvitation = z.object({
  user_id: id("user"),
  organization_id: id("organization").nullable(),
  is_new_user: z.boolean(),
});
export type AcceptedInvitation = z.infer<typeof AcceptedInvitation>;

export const InviteUser = z.strictObject({
  email: emailAddress,
  role: role.nullish(),
  organization_id: id("organization").nullish(),
  first_name: singleLine(limits.name).nullish(),
  last_name: singleLine(limits.name).nullish(),
  expires_in_days: z.int().min(1).max(30).nullish().describe("1 to 30; default 7"),
  redirect_url: redirectUrl,
  public_metadata: metadata.nullish().describe("Carried over to the new user"),
  notify: z.boolean().nullish().describe("false sends no mail; default true"),
});

const inviteErrors = [
  "invitation_pending",
  "user_exists",
  "already_member",
  "organization_not_found",
  "redirect_url_not_allowed",
] as const;

export const invitationProcedures = /* @__PURE__ */ procedures(() => ({
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
    input: InviteUser,
    output: CreatedInvitation,
    errors: inviteErrors,
    events: ["invitation.created"],
  }),
  inviteUsers: mutation({
    scope: "invitations:write",
    description:
      "Invites up to 100 addresses, each as inviteUser does. The answer has a result for each row, in their order: one " +
      "that fails leaves the others as they are.",
    args: ["invitations"],
    input: z.strictObject({
      invitations: z
        .array(
          z.custom<z.input<typeof InviteUser>>((row) => typeof row === "object" && row !== null, "must be an object"),
        )
        .min(1)
        .max(limits.bulkRows)
        .describe("1 to 100 inputs of inviteUser"),
    }),
    output: z.object({
      results: z.array(
        z.discriminatedUnion("ok", [
          z.object({ ok: z.literal(true), invitation: CreatedInvitation }),
          z.object({ ok: z.literal(false), error: rowError(["invalid_input", "rate_limited", ...inviteErrors]) }),
        ]),
      ),
    }),
    errors: [],
    events: ["invitation.created"],
  }),
  resendInvitation: mutation({
    scope: "invitations:write",
    description:
      "Sends a pending or expired invitation again: the same record with a new link and its whole time anew. Links " +
      "sent before end.",
    args: ["invitation_id"],
    rest: "options?",
    input: z.strictObject({
      invitation_id: id("invitation"),
      notify: z.boolean().nullish().describe("false sends no mail; default true"),
    }),
    output: CreatedInvitation,
    errors: [
      "invitation_not_found",
      "invitation_already_accepted",
      "invitation_already_revoked",
      "invitation_pending",
      "user_exists",
      "already_member",
    ],
    events: ["invitation.resent"],
  }),
  revokeInvitation: mutation({
    scope: "invitations:write",
    description: "Revokes an invitation that was not accepted. Its links end. One that is revoked stays as it is.",
    args: ["invitation_id"],
    input: z.strictObject({ invitation_id: id("invitation") }),
    output: UserInvitation,
    errors: ["invitation_not_found", "invitation_already_accepted"],
    events: ["invitation.revoked"],
  }),
  fetchInvitation: query({
    scope: "public",
    description: "What the page behind an invitation's link shows, by the link's token.",
    args: ["token"],
    input: z.strictObject({ token }),
    output: InvitationOffer,
    errors: ["invitation_not_found"],
  }),
  acceptInvitation: mutation({
    scope: "public",
    description:
      "Accepts an invitation, once: creates the user with that address verified, or lets the user who owns it join the " +
      "organization, whose names and password stay as they are.",
    args: ["token"],
    rest: "request?",
    input: z.strictObject({
      token,
      first_name: singleLine(limits.name).nullish().describe("Default: the invitation's"),
      last_name: singleLine(limits.name).nullish().describe("Default: the invitation's"),
      password: password.nullish(),
    }),
    output: AcceptedInvitation,
    errors: ["invitation_not_found", "password_rejected"],
    events: [
      "invitation.accepted",
      "user.created",
      "user.email_removed",
      "organization_member.added",
      "user.organization_added",
    ],
  }),
}));
