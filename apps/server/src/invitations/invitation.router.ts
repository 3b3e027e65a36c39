import type { invitationProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { fetchInvitation, prepareAcceptance } from "./acceptance.ts";
import { listInvitations } from "./invitation.queries.ts";
import { inviteUser, inviteUsers, resendInvitation, revokeInvitation } from "./invitation.service.ts";

export const invitations: Handlers<typeof invitationProcedures> = {
  fetchInvitedUsers: ({ db, input, services }) => listInvitations(db, input, services.clock().toISOString()),
  inviteUser,
  inviteUsers: (change, { invitations: rows }) => inviteUsers(change, rows),
  resendInvitation,
  revokeInvitation: (change, { invitation_id }) => revokeInvitation(change, invitation_id),
  fetchInvitation,
  acceptInvitation: { prepare: prepareAcceptance },
};
