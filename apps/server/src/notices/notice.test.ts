import type { RosterClient } from "@roster/client";
import { limits, scopes } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { startSmtp } from "../testing/smtp.ts";
import { tokenIn } from "../testing/world.ts";

const PASSWORD = "a green whale sings at noon";
const named = { first_name: "Ada", last_name: "Lovelace" };
const HOME = "ada@example.com";
const WORK = "ada@work.example";
const connection = { provider: "google", provider_user_id: "1" };

/** The notices that are queued: to whom, and of what. */
async function notices(directory: TestRoster) {
  const messages = (await directory.dump()).messages as { template: string; recipient: string; facts: string }[]; // `dump` answers untyped rows
  return messages
    .filter(({ template }) => template.endsWith("_changed"))
    .map(({ recipient, facts }) => [recipient, (JSON.parse(facts) as { changes: string }).changes]); // as the notice is queued
}

/** A user with a primary and another verified address, a password and a connection. No notice is queued. */
async function openWithAda() {
  const directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({
    ...named,
    email_address: HOME,
    phone_number: "+442079460000",
    username: "ada",
  });
  const work = await api.addEmail(id, WORK);
  await api.updateEmail(id, work.id, false, true);
  const link = await api.linkSocialConnection(id, connection);
  await api.updatePassword(id, { new_password: PASSWORD });
  await directory.database.query("delete from messages");
  const [home] = (await api.fetchUserDetails(id)).emails.filter(({ is_primary }) => is_primary);
  return { directory, api, id, work: work.id, home: home?.id ?? "", link: link.id };
}

type Opened = Awaited<ReturnType<typeof openWithAda>>;

test.for<[string, (opened: Opened) => Promise<unknown>, string]>([
  ["removing the password", ({ api, id }) => api.removePassword(id), "removed"],
  ["resetting the password", ({ api, id }) => api.updatePassword(id, { new_password: "a blue whale" }), "changed"],
  ["another primary address", ({ api, id, work }) => api.updateEmail(id, work, true, true), "email_primary"],
  [
    "an address that is not verified any more",
    ({ api, id, work }) => api.updateEmail(id, work, false, false),
    "email_removed",
  ],
  ["removing a verified address", ({ api, id, work }) => api.deleteEmail(id, work), "email_removed"],
  ["removing the primary address", ({ api, id, home }) => api.deleteEmail(id, home), "email_removed email_primary"],
  [
    "linking a provider's account",
    ({ api, id }) => api.linkSocialConnection(id, { ...connection, provider: "github" }),
    "social_connection_added",
  ],
  [
    "unlinking a provider's account",
    ({ api, id, link }) => api.deleteSocialConnection(id, link),
    "social_connection_removed",
  ],
])("%s is told to the owner, in one mail to the primary address as it was", async ([, change, told]) => {
  const opened = await openWithAda();
  await using directory = opened.directory;
  await change(opened);
  expect(await notices(directory)).toEqual([[HOME, told]]);
});

describe.each(kindsUnderTest)("$noun", (kind) => {
  test("verifying one is told, whether a code or the caller says so, and making it primary in the same mail", async () => {
    const { directory, api, id } = await openWithAda();
    await using _ = directory;
    const [one, other] = [await kind.add(api, id, kind.value(1)), await kind.add(api, id, kind.value(2))];
    expect(await notices(directory)).toEqual([]);
    const { code } = await kind.sendCode(api, id, one.id, { deliver: false });
    await kind.verify(api, id, one.id, code ?? "");
    await kind.update(api, id, other.id, [true, true]);
    const { noun } = kind;
    expect(await notices(directory)).toEqual([
      [HOME, `${noun}_added`],
      [HOME, `${noun}_added ${noun}_primary`],
    ]);
  });

  test("what changes nothing, or is not verified, is not told", async () => {
    const { directory, api, id } = await openWithAda();
    await using _ = directory;
    const one = await kind.add(api, id, kind.value(1));
    await kind.update(api, id, one.id, [false, false]);
    await kind.remove(api, id, one.id);
    expect(await notices(directory)).toEqual([]);
  });
});

test("nobody is told of an account that is being created", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser({ ...named, email_address: HOME, phone_number: "+442079460000", password: PASSWORD });
  const { accept_url } = await api.inviteUser({ email: "grace@example.com" });
  await api.acceptInvitation(tokenIn(accept_url), { ...named, password: PASSWORD });
  await api.joinWaitlist({ email: "joan@example.com" });
  await api.approveNextWaitlistUsers(1);
  expect(await notices(directory)).toEqual([]);
});

test("a user without an address gets no notice, nor does a first address hear of itself", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({ ...named, username: "ada", password: PASSWORD });
  await api.removePassword(id);
  await api.linkSocialConnection(id, connection);
  const { id: email } = await api.addEmail(id, HOME);
  await api.updateEmail(id, email, true, true);
  expect(await notices(directory)).toEqual([]);
});

test("the notice goes out although the address was taken from the user, who was deactivated, before it did", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api } = directory;
  const { id } = await api.createUser({ ...named, email_address: HOME });
  const evil = await api.addEmail(id, "eve@evil.example");
  await api.updateEmail(id, evil.id, true, true);
  const [, home] = (await api.fetchUserDetails(id)).emails.toSorted(
    (one, other) => Number(other.is_primary) - Number(one.is_primary),
  );
  await api.deleteEmail(id, home?.id ?? "");
  await api.createUser({ first_name: "Eve", last_name: "Moneypenny", email_address: HOME });
  await api.deactivateUser(id, "to be silent");
  await directory.roster.deliver();
  const [notice] = smtp.mails.filter(({ envelope }) => envelope.to[0] === HOME);
  expect(notice?.subject).toBe("How you sign in to Roster was changed");
  expect(notice?.text).toContain("An email address was added");
  expect(notice?.text).not.toMatch(/evil|http/);
});

test("a change that is refused tells nobody", async () => {
  const { directory, api, id, home } = await openWithAda();
  await using _ = directory;
  const reset = (caller: RosterClient) => caller.updatePassword(id, { new_password: "a blue whale" });
  const helpdesk = directory.as(
    "helpdesk",
    scopes.filter((scope) => scope !== "users:password"),
  );
  await expectRefusedUnchanged(directory, () => reset(helpdesk), "forbidden");
  await expectRefusedUnchanged(directory, () => helpdesk.removePassword(id), "forbidden");
  await expectRefusedUnchanged(directory, () => api.updateEmail(id, home, false, true), "primary_required");
});

test("an address that got its thirty notices does not prevent the next change", async () => {
  const { directory, api, id } = await openWithAda();
  await using _ = directory;
  for (let index = 0; index <= limits.messagesPerHour / 2; index++) {
    const link = await api.linkSocialConnection(id, { provider: "github", provider_user_id: "1" });
    await api.deleteSocialConnection(id, link.id);
  }
  expect(await notices(directory)).toHaveLength(limits.messagesPerHour);
});
