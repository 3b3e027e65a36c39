import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";

const DAY = 24 * 60 * 60 * 1000;

type StoredInvitation = { public_metadata: string };
const stored = async ({ dump }: TestRoster) => (await dump()).invitations as StoredInvitation[]; // the columns that matter here
const tokenOf = (acceptUrl: string) => new URL(acceptUrl).searchParams.get("token") ?? "";

test("an invitation is pending for seven days, its mail queued with it, its link answered once", async () => {
  await using directory = await openTestRoster({ PUBLIC_URL: "https://people.example" });
  const { api } = directory;

  const { accept_url, ...invitation } = await api.inviteUser({ email: " Grace@Example.com ", first_name: "Grace" });

  expect(invitation).toEqual({
    id: expect.stringMatching(/^inv_/),
    invited_by: "tester",
    email: "grace@example.com",
    first_name: "Grace",
    last_name: null,
    role: null,
    organization_id: null,
    status: "pending",
    invited_at: "2026-03-01T12:00:00.000Z",
    expires_at: "2026-03-08T12:00:00.000Z",
    accepted_at: null,
    accepted_user_id: null,
    revoked_at: null,
    delivery: { state: "queued", attempts: 0, last_error: null, sent_at: null },
  });
  expect(accept_url).toMatch(/^https:\/\/people\.example\/accept-invitation\?token=[\w-]{43}$/);
  expect((await api.fetchInvitedUsers()).data).toEqual([invitation]);
  expect((await directory.dump()).messages).toMatchObject([
    { template: "invitation", recipient: "grace@example.com", subject_id: invitation.id, state: "queued" },
  ]);
});

test("the token has 256 bits, is new for each invitation, and is stored only as its SHA-256", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const links = [];
  for (const index of [1, 2, 3]) links.push((await api.inviteUser({ email: `user${index}@example.com` })).accept_url);
  const tokens = links.map(tokenOf);

  expect(new Set(tokens).size).toBe(3);
  expect(tokens.map((token) => Buffer.from(token, "base64url").length)).toEqual([32, 32, 32]);
  const hashes = tokens.map((token) => createHash("sha256").update(token).digest("hex"));
  expect((await directory.dump()).tokens).toMatchObject(hashes.map((hash) => ({ hash, purpose: "invitation" })));
  const answers = [await api.fetchInvitedUsers({ search: tokens[0]?.slice(0, 20) }), await api.fetchInvitedUsers()];
  const seen = JSON.stringify([...answers, await api.fetchAuditLog()]) + directory.logged();
  for (const secret of [...tokens, ...hashes]) expect(seen).not.toContain(secret);
  for (const token of tokens) expect(JSON.stringify(await directory.dump())).not.toContain(token);
});

test("without notify there is no mail, and the link is the caller's to send", async () => {
  await using directory = await openTestRoster();
  const { accept_url, delivery } = await directory.api.inviteUser({ email: "grace@example.com", notify: false });

  expect(delivery).toBeNull();
  expect(tokenOf(accept_url)).toHaveLength(43);
  expect((await directory.dump()).messages).toEqual([]);
});

test("the role is that of the organization, member unless told otherwise, and without one it is kept", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const organization = await api.createOrganization({ name: "Acme" });
  const roleOf = async (request: object) =>
    (await api.inviteUser({ email: `user${(await stored(directory)).length}@example.com`, ...request })).role;

  expect(await roleOf({ organization_id: organization.id })).toBe("member");
  expect(await roleOf({ organization_id: organization.id, role: "admin" })).toBe("admin");
  expect(await roleOf({ organization_id: organization.id, role: null })).toBe("member");
  expect(await roleOf({ role: "editor" })).toBe("editor");
  expect(await roleOf({})).toBeNull();
});

test("an invitation lasts as many days as asked for, from 1 to 30", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const expiryOf = async (days: number) =>
    (await api.inviteUser({ email: `days${days}@example.com`, expires_in_days: days })).expires_at;

  expect(await expiryOf(1)).toBe("2026-03-02T12:00:00.000Z");
  expect(await expiryOf(30)).toBe("2026-03-31T12:00:00.000Z");
  for (const days of [0, 31, 1.5, -1]) await expectRefusedUnchanged(directory, () => expiryOf(days), "invalid_input");
});

test("metadata for the new user is kept with the invitation, under the limits of metadata", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.inviteUser({ email: "grace@example.com", public_metadata: { plan: "pro" } });

  expect(JSON.parse((await stored(directory))[0]?.public_metadata ?? "")).toEqual({ plan: "pro" });
  const call = () => api.inviteUser({ email: "alan@example.com", public_metadata: { big: "x".repeat(16_384) } });
  await expectRefusedUnchanged(directory, call, "invalid_input");
});

describe("an address to invite", () => {
  test("an address has one pending invitation, whatever its case, and one per organization beside", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const [acme, globex] = [
      await api.createOrganization({ name: "Acme" }),
      await api.createOrganization({ name: "Globex" }),
    ];
    const requests = [undefined, acme.id, globex.id].map((organization_id) => ({
      email: "grace@example.com",
      organization_id,
    }));
    for (const request of requests) await api.inviteUser(request);

    for (const request of requests) {
      const again = () => api.inviteUser({ ...request, email: "GRACE@example.com" });
      await expectRefusedUnchanged(directory, again, "invitation_pending");
    }
  });

  test("a user is invited to an organization only, and only until a member of it", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const acme = await api.createOrganization({ name: "Acme" });
    const grace = await api.createUser({
      first_name: "Grace",
      last_name: "Hopper",
      email_address: "grace@example.com",
    });
    await expectRefusedUnchanged(directory, () => api.inviteUser({ email: "grace@example.com" }), "user_exists");

    const invite = () => api.inviteUser({ email: "grace@example.com", organization_id: acme.id });
    expect(await invite()).toMatchObject({ status: "pending", organization_id: acme.id });
    await api.addOrganizationMember({ organization_id: acme.id, user_id: grace.id });

    await expectRefusedUnchanged(directory, invite, "already_member");
  });

  test("an address that is unverified on a user can be invited", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const claimant = await api.createUser({ first_name: "Mal", last_name: "Lory" });
    await api.addEmail(claimant.id, "grace@example.com");

    expect((await api.inviteUser({ email: "grace@example.com" })).status).toBe("pending");
  });

  test("a deactivated user's address is told apart, because only a reactivation helps", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const grace = await api.createUser({
      first_name: "Grace",
      last_name: "Hopper",
      email_address: "grace@example.com",
    });
    await api.deactivateUser(grace.id);

    await expectRefusedUnchanged(directory, () => api.inviteUser({ email: "grace@example.com" }), "user_deactivated");
  });

  test("an organization that is deleted takes its invitations along, with their mails", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const acme = await api.createOrganization({ name: "Acme" });
    await api.inviteUser({ email: "grace@example.com", organization_id: acme.id });
    await api.deleteOrganization(acme.id);

    expect((await api.fetchInvitedUsers({ search: "grace" })).data).toEqual([]);
    expect((await directory.dump()).messages).toEqual([]);
    const call = () => api.inviteUser({ email: "grace@example.com", organization_id: acme.id });
    await expectRefusedUnchanged(directory, call, "organization_not_found");
  });
});

describe("an expired invitation", () => {
  test("is pending to its last millisecond, and expired with the next", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { id } = await api.inviteUser({ email: "grace@example.com" });
    const idsOf = async (status: "pending" | "expired") =>
      (await api.fetchInvitedUsers({ status, include_total: true })).data.map((one) => [one.id, one.status]);

    pass(7 * DAY - 1);
    expect([await idsOf("pending"), await idsOf("expired")]).toEqual([[[id, "pending"]], []]);
    pass(1);
    expect([await idsOf("pending"), await idsOf("expired")]).toEqual([[], [[id, "expired"]]]);
  });

  test("does not stand in the way of a new one, and stays expired", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const old = await api.inviteUser({ email: "grace@example.com" });
    pass(7 * DAY);

    const fresh = await api.inviteUser({ email: "grace@example.com" });

    expect((await api.fetchInvitedUsers()).data.map((one) => one.id)).toEqual([fresh.id]);
    expect((await api.fetchInvitedUsers({ status: "expired" })).data).toMatchObject([
      { id: old.id, status: "expired" },
    ]);
    expect(tokenOf(fresh.accept_url)).not.toBe(tokenOf(old.accept_url));
  });
});
