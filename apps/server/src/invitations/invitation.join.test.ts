import { describe, expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const password = "wind tunnels hum all night";

async function invite({ api }: TestRoster, request: object = {}) {
  const { accept_url, ...invitation } = await api.inviteUser({ email: "grace@example.com", ...request });
  return { ...invitation, token: tokenIn(accept_url) };
}

const createGrace = ({ api }: TestRoster) =>
  api.createUser({
    first_name: "Grace",
    last_name: "Hopper",
    email_address: "grace@example.com",
    password: "cobol runs on every ship",
    public_metadata: { plan: "free" },
  });

describe("accepting as an existing user", () => {
  test("joins the organization, and keeps names, password and metadata whatever was sent", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id } = await createGrace(directory);
    const before = await api.fetchUserDetails(id);
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id, role: "admin", public_metadata: { plan: "pro" } });

    const thief = { first_name: "Mal", last_name: "Lory", password: "the password of a thief" };
    expect(await api.acceptInvitation(token, thief)).toEqual({ user_id: id, organization_id, is_new_user: false });

    const { organizations, ...rest } = await api.fetchUserDetails(id);
    expect({ ...rest, organizations: [] }).toEqual(before);
    expect(organizations).toMatchObject([{ organization_id, role: "admin" }]);
    const verify = (typed: string) => api.verifyPassword({ identifier: "grace@example.com", password: typed });
    await expectRefusal(verify(thief.password), "credentials_incorrect");
    expect((await verify("cobol runs on every ship")).id).toBe(id);
  });

  test("is given no password even where there was none", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id } = await createGrace(directory);
    await api.removePassword(id);
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id });

    await api.acceptInvitation(token, { password });

    expect((await api.fetchUserDetails(id)).user.has_password).toBe(false);
  });

  test("is found by any verified address, not only the primary one", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "King", email_address: "ada@example.com" });
    const second = await api.addEmail(ada.id, "grace@example.com");
    await api.updateEmail(ada.id, second.id, false, true);
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id });

    expect(await api.acceptInvitation(token)).toEqual({ user_id: ada.id, organization_id, is_new_user: false });
    expect((await api.fetchUserDetails(ada.id)).user.email).toBe("ada@example.com");
  });

  test("is refused to who became a member meanwhile, and the membership keeps its role", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id } = await createGrace(directory);
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id, role: "admin" });
    await api.addOrganizationMember({ organization_id, user_id: id, role: "viewer" });

    await expectRefusedUnchanged(directory, () => api.acceptInvitation(token), "invitation_not_found");

    expect((await api.fetchUserDetails(id)).organizations).toMatchObject([{ organization_id, role: "viewer" }]);
    expect((await api.fetchInvitedUsers({ status: "revoked" })).data).toMatchObject([{ accepted_user_id: null }]);
  });

  test("is refused to an account that was made after the invitation to the directory", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { token } = await invite(directory, { role: "admin", public_metadata: { plan: "pro" } });
    const { id } = await createGrace(directory);
    const before = await api.fetchUserDetails(id);
    await expectRefusal(api.fetchInvitation(token), "invitation_not_found");

    const accept = () => api.acceptInvitation(token, { first_name: "Mal", password });
    await expectRefusedUnchanged(directory, accept, "invitation_not_found");

    expect(await api.fetchUserDetails(id)).toEqual(before);
  });

  test("is refused while deactivated, and the same link works after reactivation", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id } = await createGrace(directory);
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id });
    await api.deactivateUser(id);

    await expectRefusal(api.fetchInvitation(token), "invitation_not_found");
    const accept = () => api.acceptInvitation(token, { password });
    await expectRefusedUnchanged(directory, accept, "invitation_not_found");

    await api.reactivateUser(id);
    expect(await accept()).toMatchObject({ user_id: id, is_new_user: false });
  });
});
