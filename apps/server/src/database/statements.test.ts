import { type ProcedureName, scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { openPopulatedRoster, procedureNames, samples } from "../testing/samples.ts";
import { statementsOf } from "../testing/statements.ts";

/** How many statements the sample call of each procedure takes, without the beginning and the end of its transaction. */
const numbers: Record<ProcedureName, number> = {
  fetchUsers: 3,
  createUser: 7,
  fetchUserDetails: 1,
  fetchUserByEmail: 1,
  fetchUserByExternalId: 1,
  updateUser: 5,
  deactivateUser: 6,
  reactivateUser: 4,
  deleteUser: 3,
  updatePassword: 10,
  removePassword: 6,
  verifyPassword: 4,
  sendPasswordReset: 6,
  fetchPasswordLink: 1,
  resetPassword: 12,
  addEmail: 7,
  updateEmail: 11,
  deleteEmail: 8,
  addPhone: 7,
  updatePhone: 11,
  deletePhone: 8,
  sendEmailVerification: 11,
  verifyEmail: 12,
  sendPhoneVerification: 11,
  verifyPhone: 12,
  linkSocialConnection: 5,
  deleteSocialConnection: 6,
  fetchOrganizations: 2,
  createOrganization: 5,
  updateOrganization: 5,
  deleteOrganization: 5,
  addOrganizationMember: 8,
  updateOrganizationMember: 6,
  removeOrganizationMember: 8,
  fetchWorkspaces: 1,
  createWorkspace: 6,
  updateWorkspace: 5,
  deleteWorkspace: 3,
  addWorkspaceMember: 9,
  updateWorkspaceMember: 6,
  removeWorkspaceMember: 5,
  fetchInvitedUsers: 1,
  inviteUser: 10,
  inviteUsers: 16,
  resendInvitation: 13,
  revokeInvitation: 6,
  fetchInvitation: 2,
  acceptInvitation: 13,
  fetchWaitlist: 2,
  joinWaitlist: 3,
  approveWaitlistUser: 12,
  rejectWaitlistUser: 4,
  reopenWaitlistUser: 5,
  approveNextWaitlistUsers: 15,
  fetchApiKeys: 1,
  createApiKey: 3,
  revokeApiKey: 4,
  fetchAuditLog: 1,
};

test.for(procedureNames)("%s takes its number of statements", async (name) => {
  await using directory = await openPopulatedRoster();
  const actor = { name: "tester", scopes };

  const statements = await statementsOf(directory.roster, async () => {
    const answer = await directory.roster.call(name, samples[name](directory.world), actor);
    expect(answer.ok).toBe(true);
  });

  expect(statements.map(({ sql }) => sql)).toHaveLength(numbers[name]);
});
