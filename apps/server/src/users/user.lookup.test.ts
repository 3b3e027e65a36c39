import { expect, test } from "vitest";
import { expectRefusal, openTestRoster } from "../testing/roster.ts";

const given = { first_name: "Ada", last_name: "Lovelace", username: "ada" };

test("a user is found by the number that the user has verified, in any spelling, until the number is removed", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ ...given, phone_number: "+14155552671" });
  const waiting = await api.addPhone(ada.id, "+14155552672");

  expect(await api.fetchUserByPhone("+1 (415) 555-2671")).toEqual(ada);
  await expectRefusal(api.fetchUserByPhone("+14155552672"), "user_not_found");
  await api.updatePhone(ada.id, waiting.id, true, true);
  expect(await api.fetchUserByPhone("+14155552672")).toMatchObject({ id: ada.id, phone_number: "+14155552672" });
  await api.deletePhone(ada.id, waiting.id);
  await expectRefusal(api.fetchUserByPhone("+14155552672"), "user_not_found");
  await expectRefusal(api.fetchUserByPhone("415 555 2671"), "invalid_input");
});

test("a user is found by a username in upper or lower case, until another one is chosen", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser(given);

  expect(await api.fetchUserByUsername("ADA")).toEqual(ada);
  await api.updateUser(ada.id, { username: "augusta" });
  await expectRefusal(api.fetchUserByUsername("ada"), "user_not_found");
  expect(await api.fetchUserByUsername("augusta")).toMatchObject({ id: ada.id });
});

test("a user is found by a provider's account, exactly as the provider spells it, until it is disconnected", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser(given);
  const { id } = await api.linkSocialConnection(ada.id, { provider: "google", provider_user_id: "Ab1" });

  expect(await api.fetchUserBySocialConnection("google", "Ab1")).toEqual(ada);
  await expectRefusal(api.fetchUserBySocialConnection("google", "ab1"), "user_not_found");
  await expectRefusal(api.fetchUserBySocialConnection("github", "Ab1"), "user_not_found");
  await api.deleteSocialConnection(ada.id, id);
  await expectRefusal(api.fetchUserBySocialConnection("google", "Ab1"), "user_not_found");
});
