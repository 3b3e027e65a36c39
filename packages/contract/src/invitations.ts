import * as z from "zod";
import { bulk, idsOf, inputsOf } from "./bulk.ts";
import { emailAddress, role } from "./identifiers.ts";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { MessageState } from "./messages.ts";
import { metadata } from "./metadata.ts";
import { idsOption, pageInput, pageOf, searchOption } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { firstName, lastName, password, redirectUrl, token, wellFormed } from "./text.ts";

export const invitationStatuses = ["pending", "accepted", "revoked", "expired"] as const;

export const InvitationStatus = z.enum(invitationStatuses).describe("State of an invitation");
export type InvitationStatus = Records["InvitationStatus"];

export const invitationOrders = ["created_at_desc", "created_at_asc", "expires_at_desc", "expires_at_asc"] as const;

export const InvitationOrder = z.enum(invitationOrders).describe("Order of a list of invitations");
export type InvitationOrder = Records["InvitationOrder"];

export const Delivery = z.object({
  state: MessageState,
  attempts: z.int().describe("Attempts to send it"),
  last_error: z.string().nullable().describe("Why the last attempt failed"),
  sent_at: timeOf("sending").nullable(),
});
export type Delivery = Records["Delivery"];

export const UserInvitation = z.object({
  id: id("invitation"),
  email: z.string().describe("The invited address"),
  first_name: z.string().nullable().describe("First name"),
  last_name: z.string().nullable().describe("Last name"),
  role: z
    .string()
    .nullable()
    .describe("Role in the organization; without an organization, `public_metadata.role` of the new user"),
  organization_id: id("organization").nullable().describe("Organization that the user joins"),
  invited_by: z.string().describe("Who invited: an API key's id, or the name of an in-process caller"),
  status: InvitationStatus,
  invited_at: timeOf("the invitation"),
  expires_at: timeOf("expiry"),
  accepted_at: timeOf("acceptance").nullable(),
  accepted_user_id: id("user").nullable().describe("User who accepted it"),
  revoked_at: timeOf("revocation").nullable(),
  delivery: Delivery.nullable().describe("Delivery of the mail; null with `notify: false`"),
});
export type UserInvitation = Records["UserInvitation"];

export const InvitationListResponse = pageOf(UserInvitation);
export type InvitationListResponse = Records["InvitationListResponse"];

export const CreatedInvitation = UserInvitation.extend({
  accept_url: z.string().describe("A link that accepts the invitation, as in the mail. Shown once, never in a list"),
});
export type CreatedInvitation = Records["CreatedInvitation"];

export const InvitationOffer = UserInvitation.pick({
  email: true,
  first_name: true,
  last_name: true,
  role: true,
  expires_at: true,
}).extend({
  organization: z
    .object({ id: id("organization"), name: z.string().describe("Name") })
    .nullable()
    .describe("Organization that the user joins"),
  user_exists: z.boolean().describe("Whether a user owns the address. If so, the page asks for no password"),
});
export type InvitationOffer = Records["InvitationOffer"];

export const AcceptedInvitation = z.object({
  user_id: id("user"),
  organization_id: id("organization").nullable().describe("Organization that the user joins"),
  is_new_user: z.boolean().describe("Whether the call created the user"),
});
export type AcceptedInvitation = Records["AcceptedInvitation"];

const notify = z.boolean().nullish().meta({ description: "Whether to send the mail", default: true });

export const InviteUser = z.strictObject({
  email: emailAddress,
  role: role
    .nullish()
    .describe(
      "Role in the organization, `member` by default; without an organization, `public_metadata.role` of the new user",
    ),
  organization_id: id("organization").nullish().describe("Organization to join"),
  first_name: firstName.nullish(),
  last_name: lastName.nullish(),
  expires_in_days: z.int().min(1).max(30).nullish().meta({ description: "Days for which the links work", default: 7 }),
  redirect_url: redirectUrl,
  public_metadata: metadata.nullish().describe("JSON object, copied to the new user"),
  notify,
});

const invitationIds = z.strictObject({ invitation_ids: idsOf("invitation") });

export const invitationProcedures = /* @__PURE__ */ procedures(() => {
  const inviteUser = mutation({
    scope: "invitations:write",
    description:
      "Invites an address to the directory or to an organization. `role` is the role in the organization (default " +
      "`member`); without an organization it becomes `public_metadata.role` of the new user.",
    input: InviteUser,
    output: CreatedInvitation,
    errors: [
      "invitation_pending",
      "user_deactivated",
      "user_exists",
      "already_member",
      "organization_not_found",
      "redirect_url_not_allowed",
    ],
    events: ["invitation.created"],
  });
  const resendInvitation = mutation({
    scope: "invitations:write",
    description:
      "Sends a pending or expired invitation again: the same record with a new link and a new lifetime. Earlier links " +
      "stop working.",
    args: ["invitation_id"],
    rest: "options?",
    input: z.strictObject({
      invitation_id: id("invitation"),
      notify,
    }),
    output: CreatedInvitation,
    errors: [
      "invitation_not_found",
      "invitation_already_accepted",
      "invitation_already_revoked",
      "invitation_pending",
      "user_deactivated",
      "user_exists",
      "already_member",
    ],
    events: ["invitation.resent"],
  });
  const revokeInvitation = mutation({
    scope: "invitations:write",
    description: "Revokes an invitation that was not accepted. Its links stop working. A revoked one stays as it is.",
    args: ["invitation_id"],
    input: z.strictObject({ invitation_id: id("invitation") }),
    output: UserInvitation,
    errors: ["invitation_not_found", "invitation_already_accepted"],
    events: ["invitation.revoked"],
  });
  return {
    fetchInvitedUsers: query({
      scope: "invitations:read",
      description: "Lists invitations, newest first. Without `status`, the pending ones.",
      input: pageInput({
        ...searchOption,
        ...idsOption("invitation"),
        status: z
          .enum([...invitationStatuses, "all"])
          .optional()
          .meta({
            description: "Only invitations in this state, or all of them",
            default: "pending" satisfies InvitationStatus,
          }),
        organization_id: id("organization").optional().describe("Only invitations to this organization"),
        invited_by: wellFormed(limits.name)
          .optional()
          .describe("Only invitations by this caller: an API key's id, or a name"),
        order_by: InvitationOrder.optional().meta({
          description: "Order of the list",
          default: "created_at_desc" satisfies InvitationOrder,
        }),
      }),
      output: InvitationListResponse,
      errors: [],
    }),
    inviteUser,
    inviteUsers: bulk(inviteUser, {
      description: "Invites up to 100 addresses, each as inviteUser does.",
      args: ["invitations"],
      rows: "invitations",
      input: z.strictObject({
        invitations: inputsOf<z.input<typeof InviteUser>>("InviteUserRequest").describe("Inputs of inviteUser"),
      }),
      answer: "invitation",
      more: ["invalid_input", "rate_limited"],
    }),
    resendInvitation,
    resendInvitations: bulk(resendInvitation, {
      description: "Sends up to 100 invitations again, each as resendInvitation does.",
      args: ["invitation_ids"],
      rest: "options?",
      rows: "invitation_ids",
      input: invitationIds.extend({ notify }),
      answer: "invitation",
      more: ["rate_limited"],
    }),
    revokeInvitation,
    revokeInvitations: bulk(revokeInvitation, {
      description: "Revokes up to 100 invitations, each as revokeInvitation does.",
      args: ["invitation_ids"],
      rows: "invitation_ids",
      input: invitationIds,
      answer: "invitation",
    }),
    fetchInvitationById: query({
      scope: "invitations:read",
      description: "The invitation with this id, in any state.",
      args: ["invitation_id"],
      input: z.strictObject({ invitation_id: id("invitation") }),
      output: UserInvitation,
      errors: ["invitation_not_found"],
    }),
    fetchInvitation: query({
      scope: "public",
      description: "Finds an invitation by its link's token, for the page behind the link.",
      args: ["token"],
      input: z.strictObject({ token }),
      output: InvitationOffer,
      errors: ["invitation_not_found"],
    }),
    acceptInvitation: mutation({
      scope: "public",
      description:
        "Accepts an invitation, once. Creates a user with the address verified. If a user owns the address already, that " +
        "user joins the organization, and keeps names and password.",
      args: ["token"],
      rest: "request?",
      input: z.strictObject({
        token,
        first_name: firstName.nullish().describe("First name; default: the invitation's"),
        last_name: lastName.nullish().describe("Last name; default: the invitation's"),
        password: password.nullish(),
      }),
      output: AcceptedInvitation,
      errors: ["invitation_not_found", "password_rejected"],
      events: [
        "invitation.accepted",
        "invitation.revoked",
        "user.created",
        "user.email_removed",
        "organization_member.added",
        "user.organization_added",
      ],
    }),
  };
});
