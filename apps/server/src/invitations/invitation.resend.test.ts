import { describe, expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const email = "grace@example.com";

const mails = async ({ dump }: TestRoster) =>
  ((await dump()).messages as { state: string; invitation_id: string }[]).map(({ state }) => state); // the columns that matter here

const createUser = ({ api }: TestRoster) =>
  api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: email });

describe("sending an invitation again", () => {
  test("keeps the record, gives it a new link and its whole time anew, and mails it", async () => {
    await using directory = await openTestRoster({ REDIRECT_ORIGINS: "https://app.example" });
    const { api, pass } = directory;
    const redirect_url = "https://app.example/join";
    const { accept_url, ...first } = await api.inviteUser({ email, role: "editor", expires_in_days: 3, redirect_url });
    pass(2 * DAY);

    const { accept_url: fresh, ...again } = await api.resendInvitation(first.id);

    expect(again).toEqual({ ...first, expires_at: "2026-03-06T12:00:00.000Z" });
    expect(fresh).toMatch(/^https:\/\/app\.example\/join\?token=[\w-]{43}$/);
    expect(fresh).not.toBe(accept_url);
    expect((await api.fetchInvitedUsers()).data).toEqual([again]);
    expect(await mails(directory)).toEqual(["cancelled", "queued"]);
    pass(3 * DAY - 1);
    expect((await api.fetchInvitation(tokenIn(fresh))).role).toBe("editor");
    pass(1);
    await expectRefusal(api.fetchInvitation(tokenIn(fresh)), "invitation_not_found");
  });

  test("without notify queues no mail, and takes back the one that waits with a link that ended", async () => {
    await using directory = await openTestRoster();
    const { api, roster } = directory;
    const { id } = await api.inviteUser({ email });

    const { accept_url } = await api.resendInvitation(id, { notify: false });

    expect(await mails(directory)).toEqual(["cancelled"]);
    await roster.deliver();
    expect(await mails(directory)).toEqual(["cancelled"]);
    expect((await api.fetchInvitation(tokenIn(accept_url))).email).toBe(email);
  });

  test("mails one that was made without a mail", async () => {
    await using directory = await openTestRoster();
    const { id, delivery } = await directory.api.inviteUser({ email, notify: false });
    expect(delivery).toBeNull();
    expect((await directory.api.resendInvitation(id)).delivery).toMatchObject({ state: "queued", attempts: 0 });
  });

  test.for([
    ["a moment ago", 0],
    ["long ago", 400 * DAY],
  ] as const)("brings back one that ran out %s", async ([, later]) => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { id } = await api.inviteUser({ email });
    pass(7 * DAY + later);
    expect((await api.fetchInvitedUsers({ status: "expired" })).data).toMatchObject([{ id }]);

    const { accept_url, status } = await api.resendInvitation(id);

    expect(status).toBe("pending");
    expect((await api.fetchInvitedUsers({ status: "expired" })).data).toEqual([]);
    expect(await api.acceptInvitation(tokenIn(accept_url))).toMatchObject({ is_new_user: true });
  });

  test("does not reopen an accepted or revoked invitation", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const accepted = await api.inviteUser({ email });
    await api.acceptInvitation(tokenIn(accepted.accept_url));
    const revoked = await api.inviteUser({ email: "alan@example.com" });
    await api.revokeInvitation(revoked.id);

    await expectRefusedUnchanged(directory, () => api.resendInvitation(accepted.id), "invitation_already_accepted");
    await expectRefusedUnchanged(directory, () => api.resendInvitation(revoked.id), "invitation_already_revoked");
  });

  test("is refused while a newer one for the same address is pending, and not once that is revoked", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const old = await api.inviteUser({ email });
    pass(7 * DAY);
    const fresh = await api.inviteUser({ email });

    await expectRefusedUnchanged(directory, () => api.resendInvitation(old.id), "invitation_pending");
    await api.revokeInvitation(fresh.id);
    expect(await api.resendInvitation(old.id)).toMatchObject({ id: old.id, status: "pending" });
    await expectRefusedUnchanged(directory, () => api.resendInvitation(fresh.id), "invitation_already_revoked");
  });

  test("is not held up by a newer one that ran out as well", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const old = await api.inviteUser({ email });
    pass(7 * DAY);
    const newer = await api.inviteUser({ email });
    pass(7 * DAY);

    await api.resendInvitation(old.id);

    expect((await api.fetchInvitedUsers()).data).toMatchObject([{ id: old.id }]);
    expect((await api.fetchInvitedUsers({ status: "expired" })).data).toMatchObject([{ id: newer.id }]);
    await expectRefusedUnchanged(directory, () => api.inviteUser({ email }), "invitation_pending");
  });

  test("is refused for an address that needs it no more", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const toDirectory = await api.inviteUser({ email });
    const toOrganization = await api.inviteUser({ email, organization_id });
    pass(7 * DAY); // whoever arrives ends only what is open
    const { id: user_id } = await createUser(directory);

    await expectRefusedUnchanged(directory, () => api.resendInvitation(toDirectory.id), "user_exists");
    expect((await api.resendInvitation(toOrganization.id)).status).toBe("pending");
    pass(7 * DAY);
    await api.addOrganizationMember({ organization_id, user_id });
    await expectRefusedUnchanged(directory, () => api.resendInvitation(toOrganization.id), "already_member");
  });
});

describe("revoking an invitation", () => {
  test("ends it, and takes back its mail that waits", async () => {
    await using directory = await openTestRoster();
    const { api, pass, roster } = directory;
    const { id, accept_url: _, ...invitation } = await api.inviteUser({ email });
    pass(1000);

    const revoked = await directory.as("chooser", ["invitations:write"]).revokeInvitation(id);

    expect(revoked).toEqual({
      ...invitation,
      id,
      status: "revoked",
      revoked_at: "2026-03-01T12:00:01.000Z",
      delivery: { state: "cancelled", attempts: 0, last_error: expect.stringContaining("revoked"), sent_at: null },
    });
    await roster.deliver();
    expect((await directory.dump()).tokens).toEqual([]);
    expect((await api.fetchInvitedUsers({ status: "revoked" })).data).toEqual([revoked]);
    for (const status of ["pending", "expired", "accepted"] as const) {
      expect((await api.fetchInvitedUsers({ status })).data).toEqual([]);
    }
  });

  test("a second time answers the same and changes nothing", async () => {
    await using directory = await openTestRoster();
    const { api, pass, dump } = directory;
    const { id } = await api.inviteUser({ email });
    const revoked = await api.revokeInvitation(id);
    const before = await dump();
    pass(8 * DAY);

    expect(await api.revokeInvitation(id)).toEqual(revoked);
    expect(await dump()).toEqual(before);
  });

  test("is refused once it was accepted", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id, accept_url } = await api.inviteUser({ email });
    await api.acceptInvitation(tokenIn(accept_url));
    await expectRefusedUnchanged(directory, () => api.revokeInvitation(id), "invitation_already_accepted");
  });

  test("works on one that ran out, so that nobody brings it back", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { id } = await api.inviteUser({ email });
    pass(7 * DAY);
    expect((await api.revokeInvitation(id)).status).toBe("revoked");
    expect((await api.fetchInvitedUsers({ status: "expired" })).data).toEqual([]);
    await expectRefusedUnchanged(directory, () => api.resendInvitation(id), "invitation_already_revoked");
  });

  test("works on one that ran out and was followed by a newer one, which stays open", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const { id } = await api.inviteUser({ email });
    pass(7 * DAY);
    const { accept_url } = await api.inviteUser({ email });
    expect((await api.revokeInvitation(id)).status).toBe("revoked");
    expect((await api.fetchInvitation(tokenIn(accept_url))).email).toBe(email);
  });

  test("lets the address be invited anew, and leaves the other invitations of it as they are", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const other = await api.inviteUser({ email, organization_id });
    const { id } = await api.inviteUser({ email });
    await api.revokeInvitation(id);

    const fresh = await api.inviteUser({ email });

    expect((await api.fetchInvitedUsers()).data.map((one) => one.id)).toEqual([fresh.id, other.id]);
    expect((await api.fetchInvitation(tokenIn(other.accept_url))).organization?.id).toBe(organization_id);
    expect(await mails(directory)).toEqual(["queued", "cancelled", "queued"]);
  });
});

/** Thirty mails to one address, the first of them 29 minutes ago. */
async function sendThirty({ api, pass }: TestRoster) {
  const { id } = await api.inviteUser({ email });
  for (let sent = 1; sent < 30; sent++) {
    pass(MINUTE);
    await api.resendInvitation(id);
  }
  return id;
}

describe("an address is sent thirty messages within an hour:", () => {
  test("the next one is refused with all that it came with, until the first is an hour old", async () => {
    await using directory = await openTestRoster();
    const { api, pass } = directory;
    const id = await sendThirty(directory);
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });

    const error = await expectRefusedUnchanged(directory, () => api.resendInvitation(id), "rate_limited");
    expect(error.retryAfter).toBe(31 * 60);
    const invite = () => api.inviteUser({ email, organization_id });
    await expectRefusedUnchanged(directory, invite, "rate_limited");

    pass(31 * MINUTE - 1);
    expect((await expectRefusedUnchanged(directory, invite, "rate_limited")).retryAfter).toBe(1);
    pass(1);
    expect((await invite()).status).toBe("pending");
    await expectRefusedUnchanged(directory, () => api.resendInvitation(id), "rate_limited");
  });

  test("the refusal leaves the last link that was sent open, and other addresses alone", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const id = await sendThirty(directory);
    const { accept_url } = await api.resendInvitation(id, { notify: false });

    await expectRefusedUnchanged(directory, () => api.resendInvitation(id), "rate_limited");

    expect((await api.fetchInvitation(tokenIn(accept_url))).email).toBe(email);
    expect((await api.inviteUser({ email: "alan@example.com" })).delivery?.state).toBe("queued");
  });
});
