import type { Input } from "@roster/client";
import { expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const github = { provider: "github", provider_user_id: "583231" };
const now = "2026-03-01T12:00:00.000Z";

async function openWithAda() {
  const directory = await openTestRoster();
  const user = await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  return { directory, api: directory.api, user };
}

test("a connection is linked with what the provider says, and leaves the user's own row alone", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  directory.pass(1000);

  const bare = await api.linkSocialConnection(user.id, github);
  const full = await api.linkSocialConnection(user.id, {
    provider: "google",
    provider_user_id: "110248495921238986420",
    email: " Ada@Gmail.com ",
    display_name: " Ada L. ",
  });

  const at = "2026-03-01T12:00:01.000Z";
  const id = expect.stringMatching(/^social_[0-9a-z]{26}$/);
  expect(bare).toEqual({ ...github, id, email: null, display_name: null, created_at: at, updated_at: at });
  expect(full).toMatchObject({ email: "ada@gmail.com", display_name: "Ada L." });
  const details = await api.fetchUserDetails(user.id);
  expect(details.social_connections).toEqual([bare, full]);
  expect(details.user).toMatchObject({ version: 1, updated_at: now });
  // A provider's claim about an address does not verify it.
  expect(details.emails).toEqual([]);
});

test("one provider account is connected once, to this user or another", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const other = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
  await api.linkSocialConnection(user.id, github);

  for (const { id } of [user, other]) {
    await expectRefusedUnchanged(directory, () => api.linkSocialConnection(id, github), "social_connection_taken");
  }
});

test("a provider's id is kept and compared character by character", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const ids = ["é", "e\u0301", " é", "É", "ﬁ", "fi"];

  for (const provider_user_id of ids) await api.linkSocialConnection(user.id, { provider: "oidc", provider_user_id });

  const { social_connections } = await api.fetchUserDetails(user.id);
  expect(social_connections.map((connection) => connection.provider_user_id)).toEqual(ids);
  for (const id of ids) expect(await api.fetchUserBySocialConnection("oidc", id)).toMatchObject({ id: user.id });
  await expectRefusal(api.fetchUserBySocialConnection("oidc", "é "), "user_not_found");
});

test("the same account id at two providers, or in another case, is another account", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const other = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
  await api.linkSocialConnection(user.id, { provider: "github", provider_user_id: "abc" });

  await api.linkSocialConnection(other.id, { provider: "gitlab", provider_user_id: "abc" });
  await api.linkSocialConnection(other.id, { provider: "github", provider_user_id: "ABC" });

  expect((await api.fetchUserDetails(other.id)).social_connections).toHaveLength(2);
});

test("a connection that was removed can be linked again, by anybody", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const other = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
  const { id } = await api.linkSocialConnection(user.id, github);

  await api.deleteSocialConnection(user.id, id);

  expect((await api.fetchUserDetails(user.id)).social_connections).toEqual([]);
  const again = await api.linkSocialConnection(other.id, github);
  expect(again.id).not.toBe(id);
  await expectRefusedUnchanged(directory, () => api.deleteSocialConnection(user.id, id), "social_connection_not_found");
});

test("a connection of another user, of nobody, or that is not there is not found", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const other = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace" });
  const { id } = await api.linkSocialConnection(user.id, github);
  const nobody = "user_01k00000000000000000000000";

  for (const [userId, connectionId] of [
    [other.id, id],
    [nobody, id],
    [user.id, "social_01k00000000000000000000000"],
  ] as const) {
    const call = () => api.deleteSocialConnection(userId, connectionId);
    await expectRefusedUnchanged(directory, call, "social_connection_not_found");
  }
  await expectRefusedUnchanged(directory, () => api.linkSocialConnection(nobody, github), "user_not_found");
});

test.each<[what: string, connection: object, field: string]>([
  ["no account id", { provider: "github" }, "provider_user_id"],
  ["an empty account id", { ...github, provider_user_id: "" }, "provider_user_id"],
  ["an account id of spaces", { ...github, provider_user_id: "  " }, "provider_user_id"],
  ["null for an account id", { ...github, provider_user_id: null }, "provider_user_id"],
  ["a number for an account id", { ...github, provider_user_id: 583231 }, "provider_user_id"],
  ["an account id of 256 characters", { ...github, provider_user_id: "1".repeat(256) }, "provider_user_id"],
  ["NUL in the account id", { ...github, provider_user_id: "1\0" }, "provider_user_id"],
  ["no provider", { provider_user_id: "1" }, "provider"],
  ["an empty provider", { ...github, provider: "" }, "provider"],
  ["a provider in capitals", { ...github, provider: "GitHub" }, "provider"],
  ["a provider with a line break after it", { ...github, provider: "github\n" }, "provider"],
  ["a provider of 65 characters", { ...github, provider: "g".repeat(65) }, "provider"],
  ["an empty display name", { ...github, display_name: "" }, "display_name"],
  ["a display name of 201 characters", { ...github, display_name: "d".repeat(201) }, "display_name"],
  ["a field that it has not", { ...github, is_verified: true }, "is_verified"],
])("a connection with %s is refused by its field", async (_, connection, field) => {
  const { directory, api, user } = await openWithAda();
  await using __ = directory;
  const given = connection as Omit<Input<"linkSocialConnection">, "user_id">; // includes values that the type forbids

  const call = () => api.linkSocialConnection(user.id, given);

  const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
  expect(fieldErrors.map(({ path }) => path)).toEqual([field]);
});

test("the longest account id and display name are kept whole", async () => {
  const { directory, api, user } = await openWithAda();
  await using _ = directory;
  const longest = { provider_user_id: "😀".repeat(255), display_name: "é".repeat(200), provider: "g".repeat(64) };

  expect(await api.linkSocialConnection(user.id, longest)).toMatchObject(longest);
  await expectRefusal(api.linkSocialConnection(user.id, longest), "social_connection_taken");
});

test("what a provider says of an account is changed field by field, found by search, and cleared by null", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const account = { provider: "google", provider_user_id: "g-1", email: "ada@gmail.example", display_name: "Ada L." };
  const linked = await api.linkSocialConnection(ada.id, account);
  directory.pass(1000);
  const found = async (search: string) => (await api.fetchUsers({ search })).data.length;

  const renamed = await api.updateSocialConnection(ada.id, linked.id, { email: "augusta@gmail.example" });
  expect(renamed).toEqual({ ...linked, email: "augusta@gmail.example", updated_at: "2026-03-01T12:00:01.000Z" });
  expect([await found("augusta@gmail"), await found("ada@gmail")]).toEqual([1, 0]);
  const cleared = await api.updateSocialConnection(ada.id, linked.id, { email: null, display_name: null });
  expect(cleared).toMatchObject({ email: null, display_name: null, provider_user_id: "g-1" });
  expect((await api.fetchUserDetails(ada.id)).social_connections).toEqual([cleared]);
  const before = await directory.dump();
  expect(await api.updateSocialConnection(ada.id, linked.id, {})).toEqual(cleared);
  expect(await directory.dump()).toEqual(before);
});
