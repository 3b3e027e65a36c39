import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const now = "2026-03-01T12:00:00.000Z";

test("a user can be created with names alone", async () => {
  await using directory = await openTestRoster();

  const user = await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace" });

  expect(user).toEqual({
    id: expect.stringMatching(/^user_[0-9a-z]{26}$/),
    email: null,
    phone_number: null,
    first_name: "Ada",
    last_name: "Lovelace",
    username: null,
    profile_picture_url: null,
    is_active: true,
    external_id: null,
    public_metadata: {},
    version: 1,
    created_at: now,
    updated_at: now,
    last_sign_in_at: null,
  });
  expect(await directory.api.fetchUserDetails(user.id)).toEqual({
    user: { ...user, private_metadata: {}, has_password: false, deactivated_at: null, deactivation_reason: null },
    emails: [],
    phones: [],
    social_connections: [],
    organizations: [],
    workspaces: [],
  });
});

test("a user can be created with everything at once, in normal form", async () => {
  await using directory = await openTestRoster();

  const user = await directory.api.createUser({
    first_name: "  Zoe\u0308 ",
    last_name: "O'Brien",
    email_address: " Zoe@Example.COM ",
    phone_number: "+1 (415) 555-2671",
    username: "Zoe.OB",
    password: "correct horse battery staple",
    external_id: " CRM-7 ",
    profile_picture_url: "https://example.com/zoe.png",
    public_metadata: { plan: "pro" },
    private_metadata: { score: 7 },
  });

  expect(user).toMatchObject({
    first_name: "Zo\u00eb",
    last_name: "O'Brien",
    email: "zoe@example.com",
    phone_number: "+14155552671",
    username: "zoe.ob",
    external_id: "CRM-7",
    profile_picture_url: "https://example.com/zoe.png",
    public_metadata: { plan: "pro" },
    version: 1,
  });
  const details = await directory.api.fetchUserDetails(user.id);
  expect(details.user).toMatchObject({ ...user, private_metadata: { score: 7 }, has_password: true });
  const vouched = { is_verified: true, is_primary: true, verified_at: now, created_at: now, updated_at: now };
  expect(details.emails).toMatchObject([{ email: "zoe@example.com", ...vouched }]);
  expect(details.phones).toMatchObject([{ phone_number: "+14155552671", ...vouched }]);
});

test("a field that may be absent at creation may also be null", async () => {
  await using directory = await openTestRoster();
  const nothing = {
    email_address: null,
    phone_number: null,
    username: null,
    password: null,
    external_id: null,
    profile_picture_url: null,
    public_metadata: null,
    private_metadata: null,
  };

  const user = await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", ...nothing });

  expect(user).toMatchObject({ email: null, username: null, external_id: null, public_metadata: {} });
});

test("private metadata, passwords and their hashes are in no answer but the details, and hashes in none", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const password = "correct horse battery staple";
  const given = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com", external_id: "a" };
  const user = await api.createUser({ ...given, password, private_metadata: { canary: "canary-1" } });

  const answers = [
    user,
    await api.fetchUsers(),
    await api.fetchUsers({ search: "ada" }),
    await api.fetchUserByEmail("ada@example.com"),
    await api.fetchUserByExternalId("a"),
    await api.updateUser(user.id, { first_name: "Augusta", private_metadata: { more: "canary-2" } }),
    await api.deactivateUser(user.id),
    await api.reactivateUser(user.id),
  ];
  const details = await api.fetchUserDetails(user.id);

  expect(JSON.stringify(answers)).not.toMatch(/canary|argon2|correct horse|private_metadata/);
  expect(JSON.stringify(details)).not.toMatch(/argon2|correct horse/);
  expect(details.user.private_metadata).toEqual({ canary: "canary-1", more: "canary-2" });
});

test.each([
  [{ email_address: "ADA@example.com" }, "email_taken"],
  [{ phone_number: "+1 415 555 2671" }, "phone_taken"],
  [{ username: "ADA" }, "username_taken"],
  [{ external_id: " crm-1 " }, "external_id_taken"],
] as const)("what another user has cannot be given again: %j is %s", async (taken, code) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
  await api.createUser({ ...ada, phone_number: "+14155552671", username: "ada", external_id: "crm-1" });

  const create = () => api.createUser({ first_name: "Grace", last_name: "Hopper", ...taken });

  await expectRefusedUnchanged(directory, create, code);
});

test("external ids that differ in case are different ids", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const small = await api.createUser({ first_name: "Ada", last_name: "Lovelace", external_id: "crm-a" });
  const large = await api.createUser({ first_name: "Grace", last_name: "Hopper", external_id: "CRM-A" });

  expect(await api.fetchUserByExternalId("crm-a")).toEqual(small);
  expect(await api.fetchUserByExternalId("CRM-A")).toEqual(large);
});

test("after a user is deleted, another one with the same address starts with nothing of theirs", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const given = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com", username: "ada" };
  const organization = await api.createOrganization({ name: "Acme" });
  const gone = await api.createUser({ ...given, password: "correct horse battery staple", public_metadata: { a: 1 } });
  await api.linkSocialConnection(gone.id, { provider: "github", provider_user_id: "1" });
  await api.addOrganizationMember({ organization_id: organization.id, user_id: gone.id });
  await api.deleteUser(gone.id);

  const user = await api.createUser(given);

  expect(user).toMatchObject({ version: 1, public_metadata: {} });
  expect(user.id).not.toBe(gone.id);
  const details = await api.fetchUserDetails(user.id);
  expect(details.user.has_password).toBe(false);
  expect([details.social_connections, details.organizations]).toEqual([[], []]);
  expect(details.emails).toHaveLength(1);
});
