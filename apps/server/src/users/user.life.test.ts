import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

test("a deactivated user stays with everything, and comes back as before", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const before = await api.fetchUserDetails(user.id);
  directory.pass(1000);

  const off = await api.deactivateUser(user.id, "  Left the company ");

  expect(off).toEqual({ ...user, is_active: false, version: 2, updated_at: "2026-03-01T12:00:01.000Z" });
  const details = await api.fetchUserDetails(user.id);
  expect(details.user).toMatchObject({
    deactivated_at: "2026-03-01T12:00:01.000Z",
    deactivation_reason: "Left the company",
  });
  expect(details.emails).toEqual(before.emails);
  expect(await api.fetchUserByEmail("ada@example.com")).toEqual(off);
  await expectRefusedUnchanged(
    directory,
    () => api.createUser({ first_name: "A", last_name: "B", email_address: "ada@example.com" }),
    "email_taken",
  );

  directory.pass(1000);
  const on = await api.reactivateUser(user.id);

  expect(on).toEqual({ ...user, version: 3, updated_at: "2026-03-01T12:00:02.000Z" });
  expect((await api.fetchUserDetails(user.id)).user).toMatchObject({ deactivated_at: null, deactivation_reason: null });
});

test("deactivating or reactivating twice changes nothing the second time", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const fresh = await directory.dump();
  expect(await api.reactivateUser(user.id)).toEqual(user);
  expect(await directory.dump()).toEqual(fresh);

  const off = await api.deactivateUser(user.id, "First");
  directory.pass(1000);
  const before = await directory.dump();

  expect(await api.deactivateUser(user.id)).toEqual(off);
  expect(await api.deactivateUser(user.id, "First")).toEqual(off);
  expect(await directory.dump()).toEqual(before);
});

test("deactivating again with another reason changes the reason and not the time", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await api.deactivateUser(id, "First");
  const { deactivated_at } = (await api.fetchUserDetails(id)).user;
  directory.pass(1000);

  await api.deactivateUser(id, "Second");

  expect((await api.fetchUserDetails(id)).user).toMatchObject({
    deactivated_at,
    deactivation_reason: "Second",
    version: 3,
  });
});

test("a user is found by a verified address, primary or not, but not by one that waits", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const email = await api.addEmail(user.id, "ada@work.example");

  expect(await api.fetchUserByEmail(" ADA@example.com ")).toEqual(user);
  await expectRefusedUnchanged(directory, () => api.fetchUserByEmail("ada@work.example"), "user_not_found");

  await api.updateEmail(user.id, email.id, false, true);
  expect(await api.fetchUserByEmail("ada@work.example")).toEqual(user);
});

test("deleting a user deletes all dependent rows, and nothing of other users", async () => {
  await using directory = await openTestRoster();
  const { api, dump } = directory;
  const organization = await api.createOrganization({ name: "Acme" });
  const workspace = await api.createWorkspace({ organization_id: organization.id, name: "Lab" });
  const other = await api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: "grace@example.com" });
  await api.addOrganizationMember({ organization_id: organization.id, user_id: other.id });
  const { audit_entries: _entries, sqlite_sequence: _seq, ...before } = await dump();
  const user = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    email_address: "ada@example.com",
    phone_number: "+14155552671",
    username: "ada",
  });
  await api.addEmail(user.id, "ada@work.example");
  await api.linkSocialConnection(user.id, { provider: "github", provider_user_id: "1" });
  await api.addOrganizationMember({ organization_id: organization.id, user_id: user.id });
  await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: user.id });
  expect((await api.fetchOrganizations()).data).toMatchObject([{ member_count: 2 }]);

  await api.deleteUser(user.id);

  const { audit_entries, sqlite_sequence, ...after } = await dump();
  expect(withoutIndex(after)).toEqual(withoutIndex(before));
  expect(audit_entries?.at(-1)).toMatchObject({ action: "deleteUser", target_id: user.id });
  await expectRefusedUnchanged(directory, () => api.deleteUser(user.id), "user_not_found");
});

/**
 * Tables without the search index's own pages and its pending records, which searches test, and without the counts of events by day,
 * which are of no person.
 */
const withoutIndex = (dump: Record<string, unknown[]>) =>
  Object.fromEntries(Object.entries(dump).filter(([table]) => !/_search|event_counts/.test(table)));

test("an in-process caller gets the same values as JSON would carry", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const organization = await api.createOrganization({ name: "Acme", public_metadata: { a: [1, { b: null }] } });
  const workspace = await api.createWorkspace({ organization_id: organization.id, name: "Lab" });
  const given = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
  const metadata = { n: 0, x: 0.1, deep: { list: [null, "é", { "": true }] } };
  const user = await api.createUser({ ...given, phone_number: "+14155552671", public_metadata: metadata });
  const answers = [
    user,
    organization,
    workspace,
    await api.addEmail(user.id, "ada@work.example"),
    await api.addPhone(user.id, "+14155552672"),
    await api.linkSocialConnection(user.id, { provider: "github", provider_user_id: "1" }),
    await api.addOrganizationMember({ organization_id: organization.id, user_id: user.id }),
    await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: user.id }),
    await api.updateUser(user.id, { username: "ada" }),
    await api.fetchUserDetails(user.id),
    await api.fetchUsers({ include_total: true }),
    await api.fetchUsers({ search: "ada", order_by: "name_asc" }),
    await api.fetchUserByEmail("ada@example.com"),
    await api.fetchOrganizations(),
    await api.fetchWorkspaces(),
    await api.deactivateUser(user.id),
  ];

  for (const answer of answers) expect(answer).toStrictEqual(JSON.parse(JSON.stringify(answer)));
});
