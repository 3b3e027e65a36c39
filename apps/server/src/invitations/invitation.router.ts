import { InviteUser, type invitationProcedures } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { existing, parsed } from "../errors.ts";
import { listPage } from "../lists/page.ts";
import { acceptInvitation, fetchInvitation, prepareAcceptance } from "./acceptance.ts";
import { findInvitation, invitationList, lockInvitations } from "./invitation.queries.ts";
import { inviteUser, lockAddresses, resendInvitation, revokeInvitation } from "./invitation.service.ts";

export const invitations: Handlers<typeof invitationProcedures> = {
  fetchInvitedUsers: (call) => listPage(call, invitationList),
  inviteUser,
  inviteUsers: (change, { invitations: rows }) =>
    change.each(rows, lockAddresses, async (row) => ({
      invitation: await inviteUser(change, parsed(InviteUser, row)),
    })),
  resendInvitation,
  resendInvitations: (change, { invitation_ids: ids, notify }) =>
    change.each(ids, lockInvitations, async (invitation_id) => ({
      invitation: await resendInvitation(change, { invitation_id, notify }),
    })),
  revokeInvitation: (change, { invitation_id }) => revokeInvitation(change, invitation_id),
  revokeInvitations: (change, { invitation_ids: ids }) =>
    change.each(ids, lockInvitations, async (id) => ({ invitation: await revokeInvitation(change, id) })),
  fetchInvitationById: async ({ db, input, services }) =>
    existing(await findInvitation(db, input.invitation_id, services.clock().toISOString()), "invitation_not_found"),
  fetchInvitation,
  acceptInvitation: prepared(prepareAcceptance, acceptInvitation),
};
