import { describe, expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const password = "wind tunnels hum all night";

async function invite({ api }: TestRoster, request: object = {}) {
  const { accept_url, ...invitation } = await api.inviteUser({ email: "grace@example.com", ...request });
  return { ...invitation, token: tokenIn(accept_url) };
}

describe("accepting as a new user", () => {
  test("becomes a user with that address verified and primary, and the password that was chosen", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { id, token } = await invite(directory);
    pass(1000);

    const accepted = await directory.as("nobody", []).acceptInvitation(token, { first_name: "Grace", password });

    expect(accepted).toEqual({
      user_id: expect.stringMatching(/^user_/),
      organization_id: null,
      is_new_user: true,
    });
    const { user_id } = accepted;
    const { user, emails } = await api.fetchUserDetails(user_id);
    expect(user).toMatchObject({ email: "grace@example.com", is_active: true, has_password: true });
    expect(emails).toMatchObject([
      { email: "grace@example.com", is_verified: true, is_primary: true, verified_at: "2026-03-01T12:00:01.000Z" },
    ]);
    expect((await api.verifyPassword({ identifier: "grace@example.com", password })).id).toBe(user_id);
    expect((await api.fetchUsers({ search: "grace" })).data).toMatchObject([{ id: user_id }]);
    expect((await api.fetchInvitedUsers({ status: "accepted" })).data).toMatchObject([
      { id, status: "accepted", accepted_user_id: user_id, accepted_at: "2026-03-01T12:00:01.000Z" },
    ]);
    for (const status of ["pending", "expired", "revoked"] as const) {
      expect((await api.fetchInvitedUsers({ status })).data).toEqual([]);
    }
  });

  test.for([
    ["the request's", { first_name: "Amazing", last_name: "Grace" }, ["Amazing", "Grace"]],
    ["the request's where it has one", { last_name: "Murray" }, ["Grace", "Murray"]],
    ["the invitation's, where the request clears them", { first_name: null, last_name: null }, ["Grace", "Hopper"]],
    ["the invitation's, where the request has none", {}, ["Grace", "Hopper"]],
  ] as const)("goes by %s name", async ([, request, names]) => {
    await using directory = await openTestRoster();
    const { token } = await invite(directory, { first_name: "Grace", last_name: "Hopper" });

    const { user_id } = await directory.api.acceptInvitation(token, request);

    const { user } = await directory.api.fetchUserDetails(user_id);
    expect([user.first_name, user.last_name]).toEqual(names);
  });

  test("needs neither names nor a password, and then has none", async () => {
    await using directory = await openTestRoster();
    const { token } = await invite(directory);

    const { user_id } = await directory.api.acceptInvitation(token);

    const { user } = await directory.api.fetchUserDetails(user_id);
    expect(user).toMatchObject({ first_name: null, last_name: null, has_password: false });
  });

  test("starts with the invitation's metadata, and its role as a part of that", async () => {
    await using directory = await openTestRoster();
    const { token } = await invite(directory, { role: "editor", public_metadata: { plan: "pro", role: "owner" } });

    const { user_id } = await directory.api.acceptInvitation(token);

    const { user, organizations } = await directory.api.fetchUserDetails(user_id);
    expect(user).toMatchObject({ public_metadata: { plan: "pro", role: "editor" }, private_metadata: {} });
    expect(organizations).toEqual([]);
  });

  test("joins the organization with the role, which is no part of the metadata then", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id, role: "admin", public_metadata: { plan: "pro" } });

    const { user_id, ...answer } = await api.acceptInvitation(token, { password });

    expect(answer).toEqual({ organization_id, is_new_user: true });
    const { user, organizations } = await api.fetchUserDetails(user_id);
    expect(user.public_metadata).toEqual({ plan: "pro" });
    expect(organizations).toMatchObject([{ organization_id, role: "admin" }]);
  });

  test.for([
    ["too short", "short", "too_short"],
    ["common", "password123", "common"],
    ["made from the address", "grace@example.com", "personal"],
    ["made from the invitation's names", "grace hopper", "personal"],
  ] as const)("is refused a password that is %s, and the link still opens", async ([, weak, reason]) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { token } = await invite(directory, { first_name: "Grace", last_name: "Hopper" });

    const accept = () => api.acceptInvitation(token, { password: weak });
    const error = await expectRefusedUnchanged(directory, accept, "password_rejected");

    expect(error.reasons).toContain(reason);
    expect(error.fieldErrors.map(({ path }) => path)).toContain("password");
    expect(await api.acceptInvitation(token, { password })).toMatchObject({ is_new_user: true });
  });

  test("removes unverified copies of the address from other users", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const claimant = await api.createUser({ first_name: "Mal", last_name: "Lory", username: "mal", password });
    await api.addEmail(claimant.id, "grace@example.com");
    const { token } = await invite(directory);
    expect((await api.fetchInvitation(token)).user_exists).toBe(false);

    const { user_id, is_new_user } = await api.acceptInvitation(token, { password: "another password of grace" });

    expect(is_new_user).toBe(true);
    expect(user_id).not.toBe(claimant.id);
    expect((await api.fetchUserDetails(claimant.id)).emails).toEqual([]);
    expect((await api.fetchUserByEmail("grace@example.com")).id).toBe(user_id);
    await expectRefusal(api.verifyPassword({ identifier: "grace@example.com", password }), "credentials_incorrect");
  });
});

describe("accepting", () => {
  test("works once: the second time nothing is found, for any caller and input", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { token } = await invite(directory);
    await api.acceptInvitation(token, { password });

    for (const request of [{ password }, { password: "another password of grace" }, {}]) {
      const again = () => api.acceptInvitation(token, request);
      await expectRefusedUnchanged(directory, again, "invitation_not_found");
    }
    await expectRefusal(api.fetchInvitation(token), "invitation_not_found");
    expect((await directory.dump()).tokens).toEqual([]);
  });

  test("leaves the link closed when its user is deleted later, with the invitation", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id, token } = await invite(directory);
    const { user_id } = await api.acceptInvitation(token, { password });
    await api.deleteUser(user_id);

    await expectRefusedUnchanged(directory, () => api.acceptInvitation(token, { password }), "invitation_not_found");
    await expectRefusal(api.fetchInvitationById(id), "invitation_not_found");
    expect((await invite(directory)).status).toBe("pending");
  });

  test("of two invitations for one address makes the user by the first, who joins by the second", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const toDirectory = await invite(directory);
    const toOrganization = await invite(directory, { organization_id });

    const first = await api.acceptInvitation(toDirectory.token, { first_name: "Grace", password });
    const second = await api.acceptInvitation(toOrganization.token, {
      first_name: "Other",
      password: "yet another one",
    });

    expect([first.is_new_user, second.is_new_user]).toEqual([true, false]);
    expect(second.user_id).toBe(first.user_id);
    const { user, organizations } = await api.fetchUserDetails(first.user_id);
    expect([user.first_name, organizations.length]).toEqual(["Grace", 1]);
  });

  test("cancels the queued mail", async () => {
    await using directory = await openTestRoster();
    const { api, roster } = directory;
    const { id, token } = await invite(directory);
    await api.acceptInvitation(token, { password });
    await roster.deliver();

    const delivery = { state: "cancelled", attempts: 0, sent_at: null };
    expect((await api.fetchInvitedUsers({ status: "accepted" })).data).toMatchObject([{ id, delivery }]);
  });
});
