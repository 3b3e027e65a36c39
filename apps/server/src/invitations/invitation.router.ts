import type { invitationProcedures } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { acceptInvitation, fetchInvitation, prepareAcceptance } from "./acceptance.ts";
import { listInvitations } from "./invitation.queries.ts";
import { inviteUser, inviteUsers, resendInvitation, revokeInvitation } from "./invitation.service.ts";

export const invitations: Handlers<typeof invitationProcedures> = {
  fetchInvitedUsers: ({ snapshot, input, services }) =>
    snapshot((db) => listInvitations(db, input, services.clock().toISOString())),
  inviteUser,
  inviteUsers: (change, { invitations: rows }) => inviteUsers(change, rows),
  resendInvitation,
  revokeInvitation: (change, { invitation_id }) => revokeInvitation(change, invitation_id),
  fetchInvitation,
  acceptInvitation: prepared(prepareAcceptance, acceptInvitation),
};
