import { expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const ada = { first_name: "Ada", last_name: "Lovelace" };
const first = "ada@example.com";
const second = "ada@work.example";

/** A user with two verified addresses, an organization, and a way to invite. */
async function open(directory: TestRoster) {
  const { api } = directory;
  const { id: user_id } = await api.createUser({ ...ada, email_address: first });
  await verify(api, user_id, second);
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  return { api, user_id, organization_id };
}

async function verify(api: TestRoster["api"], userId: string, email: string) {
  const { id } = await api.addEmail(userId, email);
  await api.updateEmail(userId, id, false, true);
}

async function statusOf(api: TestRoster["api"], invitations: readonly { id: string }[]) {
  const found = await Promise.all(invitations.map(({ id }) => api.fetchInvitationById(id)));
  return found.map(({ status }) => status);
}

/** Expects that an invitation was revoked by a procedure, with its entry in the log, and that neither link nor mail is left. */
async function expectEnded({ api, database }: TestRoster, invitation: { id: string; accept_url: string }, by: string) {
  expect(await api.fetchInvitationById(invitation.id)).toMatchObject({
    status: "revoked",
    revoked_at: expect.any(String),
    delivery: { state: "cancelled" },
  });
  await expectRefusal(api.acceptInvitation(tokenIn(invitation.accept_url)), "invitation_not_found");
  await expectRefusal(api.resendInvitation(invitation.id), "invitation_already_revoked");
  const entries = "select event, action, changes from audit_entries where target_id = ? order by seq desc";
  const [entry] = await database.query(entries, invitation.id);
  expect(entry).toEqual({ event: "invitation.revoked", action: by, changes: '["status"]' });
}

test("who becomes a member otherwise, and leaves, is not made a member again by an earlier invitation", async () => {
  await using directory = await openTestRoster();
  const { api, user_id, organization_id } = await open(directory);
  const offers = [
    await api.inviteUser({ email: first, organization_id, role: "admin" }),
    await api.inviteUser({ email: second, organization_id, role: "admin" }),
  ];
  const { id: elsewhere } = await api.createOrganization({ name: "Elsewhere" });
  const other = await api.inviteUser({ email: first, organization_id: elsewhere });

  await api.addOrganizationMember({ organization_id, user_id });
  await api.removeOrganizationMember({ organization_id, user_id });
  for (const offer of offers) await expectEnded(directory, offer, "addOrganizationMember");
  expect(await statusOf(api, [other])).toEqual(["pending"]);
  expect((await api.fetchUserDetails(user_id)).organizations).toEqual([]);
  expect(await api.inviteUser({ email: first, organization_id })).toMatchObject({ status: "pending" });
});

test("a created user ends the invitations of the address to the directory, and keeps those to organizations", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  const toDirectory = await api.inviteUser({ email: first });
  const toOrganization = await api.inviteUser({ email: first, organization_id });

  await api.createUser({ ...ada, email_address: first });
  await expectEnded(directory, toDirectory, "createUser");
  expect(await statusOf(api, [toOrganization])).toEqual(["pending"]);
});

test("an approval from the waitlist, alone or among the next, ends the invitation of the address", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.joinWaitlist({ email: first });
  await api.joinWaitlist({ email: second });
  const offers = [await api.inviteUser({ email: first }), await api.inviteUser({ email: second })] as const;
  const [entry] = (await api.fetchWaitlist()).data;
  await api.approveWaitlistUser(entry?.id ?? "");
  await api.approveNextWaitlistUsers(1);
  await expectEnded(directory, offers[0], "approveWaitlistUser");
  await expectEnded(directory, offers[1], "approveNextWaitlistUsers");
});

test("an accepted invitation ends the others to what it leads to", async () => {
  await using directory = await openTestRoster();
  const { api, organization_id } = await open(directory);
  const mary = "mary@example.com";
  const toDirectory = await api.inviteUser({ email: mary });
  const toOrganization = await api.inviteUser({ email: mary, organization_id });
  await api.acceptInvitation(tokenIn(toOrganization.accept_url));
  await expectEnded(directory, toDirectory, "acceptInvitation");
  expect(await statusOf(api, [toOrganization])).toEqual(["accepted"]);

  const offers = [
    await api.inviteUser({ email: first, organization_id }),
    await api.inviteUser({ email: second, organization_id }),
  ] as const;
  await api.acceptInvitation(tokenIn(offers[0].accept_url));
  expect(await statusOf(api, [offers[0]])).toEqual(["accepted"]);
  await expectEnded(directory, offers[1], "acceptInvitation");
});

test("an address that a user verifies ends its invitations to where the user is", async () => {
  await using directory = await openTestRoster();
  const { api, user_id, organization_id } = await open(directory);
  await api.addOrganizationMember({ organization_id, user_id });
  const { id: elsewhere } = await api.createOrganization({ name: "Elsewhere" });
  for (const by of ["updateEmail", "verifyEmail"]) {
    const email = `${by.toLowerCase()}@example.com`;
    const ended = [await api.inviteUser({ email }), await api.inviteUser({ email, organization_id })];
    const other = await api.inviteUser({ email, organization_id: elsewhere });
    const { id } = await api.addEmail(user_id, email);
    expect(await statusOf(api, ended)).toEqual(["pending", "pending"]); // an address without proof is nobody's yet
    if (by === "updateEmail") await api.updateEmail(user_id, id, false, true);
    else {
      const { code } = await api.sendEmailVerification(user_id, id, { deliver: false });
      await api.verifyEmail(user_id, id, code ?? "");
    }
    for (const offer of ended) await expectEnded(directory, offer, by);
    expect(await statusOf(api, [other])).toEqual(["pending"]);
  }
});

test("a deactivated user's address is not invited, and earlier links work again only after the reactivation", async () => {
  await using directory = await openTestRoster();
  const { api, user_id, organization_id } = await open(directory);
  const { id: elsewhere } = await api.createOrganization({ name: "Elsewhere" });
  const { id, accept_url } = await api.inviteUser({ email: first, organization_id: elsewhere });
  await api.deactivateUser(user_id, "left");
  await expectRefusal(api.acceptInvitation(tokenIn(accept_url)), "invitation_not_found");

  for (const goal of [{}, { organization_id }])
    for (const email of [first, second])
      await expectRefusedUnchanged(directory, () => api.inviteUser({ email, ...goal }), "user_deactivated");
  await expectRefusedUnchanged(directory, () => api.resendInvitation(id), "user_deactivated");
  const { results } = await api.inviteUsers([{ email: first, organization_id }, { email: "mary@example.com" }]);
  expect(results).toMatchObject([{ ok: false, error: { code: "user_deactivated" } }, { ok: true }]);

  await api.reactivateUser(user_id);
  expect(await api.inviteUser({ email: first, organization_id })).toMatchObject({ status: "pending" });
  expect(await api.acceptInvitation(tokenIn(accept_url))).toMatchObject({ user_id, organization_id: elsewhere });
});

test("an address without proof ends nobody's invitation", async () => {
  await using directory = await openTestRoster();
  const { api, user_id, organization_id } = await open(directory);
  const offer = await api.inviteUser({ email: "mary@example.com", organization_id });
  await api.addEmail(user_id, "mary@example.com");
  await api.addOrganizationMember({ organization_id, user_id });
  await api.removeOrganizationMember({ organization_id, user_id });
  await api.deactivateUser(user_id);
  expect(await api.acceptInvitation(tokenIn(offer.accept_url))).toMatchObject({ organization_id, is_new_user: true });
});
