import type { invitationProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { listInvitations } from "./invitation.queries.ts";
import { inviteUser } from "./invitation.service.ts";

export const invitations: Handlers<typeof invitationProcedures> = {
  fetchInvitedUsers: ({ db, input, services }) => listInvitations(db, input, services.clock().toISOString()),
  inviteUser,
};
