import { type AuditEntry, type Output, type Scope, scopes } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { type MutationName, mutationNames, openPopulatedRoster, samples, type World } from "../testing/samples.ts";

type Entry = readonly [target: string, id: string, ...changes: string[]];

/** What each mutation's sample leaves in the audit log. A mutation that is missing here does not compile. */
const expected: { [M in MutationName]: (world: World, output: Output<M>) => Entry[] } = {
  createUser: (_, user) => [
    [
      "user",
      user.id,
      "email_address",
      "external_id",
      "first_name",
      "last_name",
      "password",
      "phone_number",
      "private_metadata",
      "profile_picture_url",
      "public_metadata",
      "username",
    ],
  ],
  updateUser: ({ ada }) => [["user", ada.id, "first_name", "private_metadata"]],
  deactivateUser: ({ ada }) => [["user", ada.id, "deactivated_at", "deactivation_reason", "is_active"]],
  reactivateUser: ({ stranger }) => [["user", stranger.id, "deactivated_at", "deactivation_reason", "is_active"]],
  deleteUser: ({ ada }) => [["user", ada.id]],
  updatePassword: ({ ada }) => [["user", ada.id, "password"]],
  removePassword: ({ ada }) => [["user", ada.id, "password"]],
  verifyPassword: ({ ada }) => [["user", ada.id, "last_sign_in_at"]],
  sendPasswordReset: ({ ada }) => [["user", ada.id, "password_link"]],
  resetPassword: ({ ada }) => [["user", ada.id, "password"]],
  addEmail: ({ ada }) => [["user", ada.id, "emails"]],
  updateEmail: ({ ada }) => [["user", ada.id, "emails.is_primary", "emails.is_verified"]],
  deleteEmail: ({ ada }) => [["user", ada.id, "emails"]],
  addPhone: ({ ada }) => [["user", ada.id, "phones"]],
  updatePhone: ({ ada }) => [["user", ada.id, "phones.is_primary", "phones.is_verified"]],
  deletePhone: ({ ada }) => [["user", ada.id, "phones"]],
  sendEmailVerification: ({ ada }) => [["user", ada.id, "emails.code"]],
  verifyEmail: ({ ada }) => [["user", ada.id, "emails.is_verified"]],
  sendPhoneVerification: ({ ada }) => [["user", ada.id, "phones.code"]],
  verifyPhone: ({ ada }) => [["user", ada.id, "phones.is_verified"]],
  linkSocialConnection: ({ ada }) => [["user", ada.id, "social_connections"]],
  deleteSocialConnection: ({ ada }) => [["user", ada.id, "social_connections"]],
  createOrganization: (_, { id }) => [["organization", id, "name", "public_metadata", "slug"]],
  updateOrganization: ({ organization }) => [["organization", organization.id, "name"]],
  deleteOrganization: ({ organization }) => [["organization", organization.id]],
  addOrganizationMember: ({ organization, stranger }) => [
    ["organization", organization.id, "members"],
    ["user", stranger.id, "organizations"],
  ],
  updateOrganizationMember: ({ organization, ada }) => [
    ["organization", organization.id, "members"],
    ["user", ada.id, "organizations"],
  ],
  removeOrganizationMember: ({ organization, workspace, ada }) => [
    ["organization", organization.id, "members"],
    ["user", ada.id, "organizations"],
    ["workspace", workspace.id, "members"],
  ],
  createWorkspace: (_, { id }) => [["workspace", id, "name", "organization_id", "public_metadata", "slug"]],
  updateWorkspace: ({ workspace }) => [["workspace", workspace.id, "name"]],
  deleteWorkspace: ({ workspace }) => [["workspace", workspace.id]],
  addWorkspaceMember: ({ workspace, member }) => [
    ["workspace", workspace.id, "members"],
    ["user", member.id, "workspaces"],
  ],
  updateWorkspaceMember: ({ workspace, ada }) => [
    ["workspace", workspace.id, "members"],
    ["user", ada.id, "workspaces"],
  ],
  removeWorkspaceMember: ({ workspace, ada }) => [
    ["workspace", workspace.id, "members"],
    ["user", ada.id, "workspaces"],
  ],
  inviteUser: (_, { id }) => [["invitation", id, "email", "organization_id", "role"]],
  inviteUsers: (_, { results: [first] }) => [
    ["invitation", first?.ok ? first.invitation.id : "", "email", "organization_id", "role"],
  ],
  resendInvitation: ({ invitation }) => [["invitation", invitation.id, "expires_at"]],
  revokeInvitation: ({ invitation }) => [["invitation", invitation.id, "status"]],
  acceptInvitation: ({ invitation }, { user_id }) => [
    ["user", user_id, "email_address", "first_name", "last_name", "password", "public_metadata"],
    ["invitation", invitation.id, "status"],
  ],
  joinWaitlist: () => [["waitlist_user", expect.stringMatching(/^wait_/) as string, "email"]], // it answers no id
  approveWaitlistUser: ({ waiting }, user) => [
    ["waitlist_user", waiting.id, "status"],
    ["user", user.id, "email_address", "first_name"],
  ],
  rejectWaitlistUser: ({ waiting }) => [["waitlist_user", waiting.id, "status"]],
  reopenWaitlistUser: ({ rejected }) => [["waitlist_user", rejected.id, "status"]],
  approveNextWaitlistUsers: ({ waiting }, { results: [first] }) => [
    ["waitlist_user", waiting.id, "status"],
    ["user", first?.ok ? first.user.id : "", "email_address", "first_name"],
  ],
  createApiKey: (_, { id }) => [["api_key", id, "expires_at", "name", "scopes"]],
  revokeApiKey: ({ apiKey }) => [["api_key", apiKey.id, "revoked_at"]],
};

const auditor = { name: "auditor", scopes: ["audit:read"] as Scope[] };
const actor = { name: "somebody", scopes };

async function entriesOf({ as }: TestRoster): Promise<AuditEntry[]> {
  return (await as(auditor.name, auditor.scopes).fetchAuditLog({ per_page: 100 })).data.toReversed();
}

async function expectEntries<M extends MutationName>(name: M, find: (typeof expected)[M]) {
  await using directory = await openPopulatedRoster();
  const { world } = directory;
  directory.pass(60_000);
  const before = await entriesOf(directory);

  const answer = await directory.roster.call(name, samples[name](world), actor);

  if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer.failure)}`);
  const entries = (await entriesOf(directory)).slice(before.length);
  const found = entries.map((entry) => [entry.target_type, entry.target_id, ...entry.changes.toSorted()]);
  expect(found).toEqual(find(world, answer.data));
  for (const entry of entries) {
    expect(entry).toMatchObject({ actor: "somebody", action: name, at: "2026-03-01T12:01:00.000Z" });
  }
  expect(new Set(entries.map((entry) => entry.request_id)).size).toBe(1);
  expect(directory.logged()).toContain(`"request_id":"${entries[0]?.request_id}"`);
}

describe("every change leaves word of who did what to which record, and when:", () => {
  test.for(mutationNames)("%s", (name) => expectEntries(name, expected[name]));
});

test("the changes of what has a NUL in its id are not looked for", async () => {
  await using directory = await openTestRoster();

  const error = await expectRefusal(directory.api.fetchAuditLog({ target_id: "a\0" }), "invalid_input");

  expect(error.fieldErrors).toEqual([{ path: "target_id", message: "must not contain NUL" }]);
});

test("a change whose audit entry cannot be written is not made", async () => {
  await using directory = await openPopulatedRoster();
  const { world } = directory;
  await directory.database.refuse("insert", "audit_entries");
  const before = await directory.dump();
  for (const name of mutationNames) {
    const answer = await directory.roster.call(name, samples[name](world), actor);
    expect(answer, name).toMatchObject({ ok: false, failure: { data: { error_code: "internal_error" } } });
    expect(await directory.dump(), name).toEqual(before);
  }
});
