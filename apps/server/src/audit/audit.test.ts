import {
  type AuditEntry,
  contract,
  type EventName,
  events,
  type Input,
  type Output,
  type Scope,
  scopes,
} from "@roster/contract";
import { describe, expect, onTestFinished, test } from "vitest";
import { moreSamples } from "../testing/more-samples.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { type MutationName, mutationNames, openPopulatedRoster, samples, type World } from "../testing/samples.ts";

type Entry = readonly [event: EventName, id: string, ...changes: string[]];

/** What each mutation's sample leaves in the audit log. A mutation that is missing here does not compile. */
const expected: { [M in MutationName]: (world: World, output: Output<M>) => Entry[] } = {
  createUser: (_, user) => [
    [
      "user.created",
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
  updateUser: ({ ada }) => [["user.updated", ada.id, "first_name", "private_metadata"]],
  deactivateUser: ({ ada }) => [["user.deactivated", ada.id, "deactivated_at", "deactivation_reason", "is_active"]],
  reactivateUser: ({ stranger }) => [
    ["user.reactivated", stranger.id, "deactivated_at", "deactivation_reason", "is_active"],
  ],
  deleteUser: ({ ada }) => [["user.deleted", ada.id]],
  updatePassword: ({ ada }) => [["user.password_changed", ada.id, "password"]],
  removePassword: ({ ada }) => [["user.password_removed", ada.id, "password"]],
  verifyPassword: ({ ada }) => [["user.signed_in", ada.id, "last_sign_in_at"]],
  sendPasswordReset: ({ ada }) => [["user.password_link_requested", ada.id, "password_link"]],
  resetPassword: ({ ada }) => [["user.password_changed", ada.id, "password"]],
  addEmail: ({ ada }) => [["user.email_added", ada.id, "emails"]],
  updateEmail: ({ ada }) => [["user.email_verified", ada.id, "emails.is_primary", "emails.is_verified"]],
  deleteEmail: ({ ada }) => [["user.email_removed", ada.id, "emails"]],
  addPhone: ({ ada }) => [["user.phone_added", ada.id, "phones"]],
  updatePhone: ({ ada }) => [["user.phone_verified", ada.id, "phones.is_primary", "phones.is_verified"]],
  deletePhone: ({ ada }) => [["user.phone_removed", ada.id, "phones"]],
  sendEmailVerification: ({ ada }) => [["user.email_code_requested", ada.id, "emails.code"]],
  verifyEmail: ({ ada }) => [["user.email_verified", ada.id, "emails.is_verified"]],
  sendPhoneVerification: ({ ada }) => [["user.phone_code_requested", ada.id, "phones.code"]],
  verifyPhone: ({ ada }) => [["user.phone_verified", ada.id, "phones.is_verified"]],
  linkSocialConnection: ({ ada }) => [["user.social_connection_added", ada.id, "social_connections"]],
  deleteSocialConnection: ({ ada }) => [["user.social_connection_removed", ada.id, "social_connections"]],
  createOrganization: (_, { id }) => [["organization.created", id, "name", "public_metadata", "slug"]],
  updateOrganization: ({ organization }) => [["organization.updated", organization.id, "name"]],
  deleteOrganization: ({ organization }) => [["organization.deleted", organization.id]],
  addOrganizationMember: ({ organization, stranger }) => [
    ["organization_member.added", organization.id, "members"],
    ["user.organization_added", stranger.id, "organizations"],
  ],
  updateOrganizationMember: ({ organization, ada }) => [
    ["organization_member.updated", organization.id, "members"],
    ["user.organization_updated", ada.id, "organizations"],
  ],
  removeOrganizationMember: ({ organization, workspace, ada }) => [
    ["organization_member.removed", organization.id, "members"],
    ["user.organization_removed", ada.id, "organizations"],
    ["workspace_member.removed", workspace.id, "members"],
  ],
  createWorkspace: (_, { id }) => [["workspace.created", id, "name", "organization_id", "public_metadata", "slug"]],
  updateWorkspace: ({ workspace }) => [["workspace.updated", workspace.id, "name"]],
  deleteWorkspace: ({ workspace }) => [["workspace.deleted", workspace.id]],
  addWorkspaceMember: ({ workspace, member }) => [
    ["workspace_member.added", workspace.id, "members"],
    ["user.workspace_added", member.id, "workspaces"],
  ],
  updateWorkspaceMember: ({ workspace, ada }) => [
    ["workspace_member.updated", workspace.id, "members"],
    ["user.workspace_updated", ada.id, "workspaces"],
  ],
  removeWorkspaceMember: ({ workspace, ada }) => [
    ["workspace_member.removed", workspace.id, "members"],
    ["user.workspace_removed", ada.id, "workspaces"],
  ],
  inviteUser: (_, { id }) => [["invitation.created", id, "email", "organization_id", "role"]],
  inviteUsers: (_, { results: [first] }) => [
    ["invitation.created", first?.ok ? first.invitation.id : "", "email", "organization_id", "role"],
  ],
  resendInvitation: ({ invitation }) => [["invitation.resent", invitation.id, "expires_at"]],
  revokeInvitation: ({ invitation }) => [["invitation.revoked", invitation.id, "status"]],
  acceptInvitation: ({ invitation }, { user_id }) => [
    ["user.created", user_id, "email_address", "first_name", "last_name", "password", "public_metadata"],
    ["invitation.accepted", invitation.id, "status"],
  ],
  joinWaitlist: () => [["waitlist.joined", expect.stringMatching(/^wait_/) as string, "email"]], // it answers no id
  approveWaitlistUser: ({ waiting }, user) => [
    ["waitlist.approved", waiting.id, "status"],
    ["user.created", user.id, "email_address", "first_name"],
  ],
  rejectWaitlistUser: ({ waiting }) => [["waitlist.rejected", waiting.id, "status"]],
  reopenWaitlistUser: ({ rejected }) => [["waitlist.reopened", rejected.id, "status"]],
  approveNextWaitlistUsers: ({ waiting }, { results: [first] }) => [
    ["waitlist.approved", waiting.id, "status"],
    ["user.created", first?.ok ? first.user.id : "", "email_address", "first_name"],
  ],
  createApiKey: (_, { id }) => [["api_key.created", id, "expires_at", "name", "scopes"]],
  revokeApiKey: ({ apiKey }) => [["api_key.revoked", apiKey.id, "revoked_at"]],
};

const auditor = { name: "auditor", scopes: ["audit:read"] as Scope[] };
const actor = { name: "somebody", scopes };

async function entriesOf({ as }: TestRoster): Promise<AuditEntry[]> {
  return (await as(auditor.name, auditor.scopes).fetchAuditLog({ per_page: 100 })).data.toReversed();
}

/** Calls a mutation, and answers what it answered and the entries that it left. */
async function entriesLeft<M extends MutationName>(directory: TestRoster, name: M, input: Input<M>) {
  const before = await entriesOf(directory);
  const answer = await directory.roster.call(name, input, actor);
  if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer.failure)}`);
  return { output: answer.data, entries: (await entriesOf(directory)).slice(before.length) };
}

async function expectEntries<M extends MutationName>(name: M, find: (typeof expected)[M]) {
  await using directory = await openPopulatedRoster();
  const { world } = directory;
  directory.pass(60_000);

  const { output, entries } = await entriesLeft(directory, name, samples[name](world));

  const found = entries.map((entry) => [entry.event, entry.target_id, ...entry.changes.toSorted()]);
  expect(found).toEqual(find(world, output));
  for (const entry of entries) {
    const target_type = events[entry.event].target;
    expect(entry).toMatchObject({ actor: "somebody", action: name, target_type, at: "2026-03-01T12:01:00.000Z" });
  }
  expect(new Set(entries.map((entry) => entry.request_id)).size).toBe(1);
  expect(directory.logged()).toContain(`"request_id":"${entries[0]?.request_id}"`);
}

describe("every change leaves word of who did what to which record, and when:", () => {
  test.for(mutationNames)("%s", (name) => expectEntries(name, expected[name]));
});

async function expectEvents(name: MutationName) {
  await using directory = await openPopulatedRoster();
  const { world } = directory;
  const caused = new Set<EventName>();
  for (const sample of [samples[name], ...(moreSamples[name] ?? [])]) {
    const { entries } = await entriesLeft(directory, name, await sample(world, directory));
    for (const { event } of entries) caused.add(event);
  }
  expect([...caused].toSorted()).toEqual(contract[name].events.toSorted());
}

// A change that lists one event leaves that one above: it leaves an entry, and an event that is not listed is an error.
describe("every event that the contract lists for a change can come of it:", () => {
  test.for(mutationNames.filter((name) => contract[name].events.length > 1))("%s", (name) => expectEvents(name));
});

test("a change that causes an event which the contract does not list for it breaks, and is not made", async () => {
  await using directory = await openPopulatedRoster();
  const before = await directory.dump();
  const { events: listed } = contract.updateUser;
  onTestFinished(() => void Object.assign(contract.updateUser, { events: listed }));
  Object.assign(contract.updateUser, { events: ["user.deleted"] });

  const answer = await directory.roster.call("updateUser", samples.updateUser(directory.world), actor);

  expect(answer).toMatchObject({ ok: false, failure: { data: { error_code: "internal_error" } } });
  expect(await directory.dump()).toEqual(before);
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
