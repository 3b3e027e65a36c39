import { expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const given = {
  first_name: "Ada",
  last_name: "Lovelace",
  email_address: "ada@example.com",
  username: "ada",
  external_id: "crm-1",
  profile_picture_url: "https://example.com/ada.png",
  public_metadata: { plan: "pro" },
  private_metadata: { score: 1 },
};
const nobody = "user_01k00000000000000000000000";

async function openWithAda() {
  const directory = await openTestRoster();
  const user = await directory.api.createUser(given);
  directory.pass(1000);
  return { directory, api: directory.api, user };
}

test("each field can be changed alone, and only that field, the version and the time change", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const changes = [
    { first_name: "Augusta" },
    { last_name: "King" },
    { username: "augusta" },
    { external_id: "crm-2" },
    { profile_picture_url: "https://example.com/augusta.png" },
    { public_metadata: { plan: "free" } },
  ];

  let before = user;
  for (const change of changes) {
    directory.pass(1000);
    const after = await api.updateUser(user.id, change);
    const updated_at = new Date(Date.parse(before.updated_at) + (before === user ? 2000 : 1000)).toISOString();
    expect(after).toEqual({ ...before, ...change, version: before.version + 1, updated_at });
    before = after;
  }
  expect((await api.fetchUserDetails(user.id)).user).toMatchObject(before);
});

test("null clears a field, and a missing one stays", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;

  const cleared = await api.updateUser(user.id, {
    first_name: null,
    last_name: null,
    username: null,
    external_id: null,
    profile_picture_url: null,
    public_metadata: null,
    private_metadata: null,
  });

  expect(cleared).toMatchObject({
    email: "ada@example.com",
    first_name: null,
    last_name: null,
    username: null,
    external_id: null,
    profile_picture_url: null,
    public_metadata: {},
    version: 2,
  });
  expect((await api.fetchUserDetails(user.id)).user.private_metadata).toEqual({});
  expect(await api.createUser({ ...given, email_address: null })).toMatchObject({
    username: "ada",
    external_id: "crm-1",
  });
});

test("an update with the present values makes no new version", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const { email_address: _email, ...same } = given;
  const before = await directory.dump();

  expect(await api.updateUser(user.id, {})).toEqual(user);
  expect(await api.updateUser(user.id, same)).toEqual(user);
  expect(await api.updateUser(user.id, { username: "ADA", first_name: " Ada ", public_metadata: {} })).toEqual(user);

  expect(await directory.dump()).toEqual(before);
});

test.each([
  [{ username: "GRACE" }, "username_taken"],
  [{ external_id: "crm-9" }, "external_id_taken"],
] as const)("%j of another user is refused as %s, with all else that was asked for", async (taken, code) => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace", external_id: "crm-9" });

  const call = () => api.updateUser(user.id, { first_name: "Augusta", public_metadata: { plan: "free" }, ...taken });

  await expectRefusedUnchanged(directory, call, code);
});

test("with if_version only the first of two changes of the same version succeeds", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;

  const changed = await api.updateUser(user.id, { first_name: "Augusta", if_version: user.version });

  expect(changed.version).toBe(2);
  for (const if_version of [1, 3, 2 ** 31]) {
    const call = () => api.updateUser(user.id, { first_name: "Byron", if_version });
    await expectRefusedUnchanged(directory, call, "version_mismatch");
  }
  // Even if the change has the present values.
  await expectRefusedUnchanged(directory, () => api.updateUser(user.id, { if_version: 1 }), "version_mismatch");
  for (const if_version of [0, 1.5, -1, 2 ** 53]) {
    const error = await expectRefusal(api.updateUser(user.id, { if_version }), "invalid_input");
    expect(error.fieldErrors[0]?.path).toBe("if_version");
  }
});

test("a new primary address is a new version, and another identifier is none", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;

  const email = await api.addEmail(user.id, "ada@work.example");
  expect((await api.fetchUserDetails(user.id)).user.version).toBe(1);

  await api.updateEmail(user.id, email.id, true, true);
  const call = () => api.updateUser(user.id, { first_name: "Augusta", if_version: 1 });
  await expectRefusedUnchanged(directory, call, "version_mismatch");
});

test("a missing user cannot be updated, deactivated, reactivated, deleted or read", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;

  for (const call of [
    () => api.updateUser(nobody, { first_name: "X", if_version: 7 }),
    () => api.updateUser(nobody, {}),
    () => api.deactivateUser(nobody),
    () => api.reactivateUser(nobody),
    () => api.deleteUser(nobody),
    () => api.fetchUserDetails(nobody),
    () => api.fetchUserByEmail("nobody@example.com"),
    () => api.fetchUserByExternalId("nobody"),
  ]) {
    await expectRefusedUnchanged(directory, call, "user_not_found");
  }
});
