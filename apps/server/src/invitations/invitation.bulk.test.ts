import type { InviteUserRequest } from "@roster/client";
import { describe, expect, test } from "vitest";
import { expectFailure, listen } from "../testing/http.ts";
import { expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import { tokenIn } from "../testing/world.ts";

const soundly = ({ databaseUrl }: TestRoster) => expectSound(databaseUrl);

const rows = (count: number): InviteUserRequest[] =>
  Array.from({ length: count }, (_, index) => ({ email: `guest${index}@example.com` }));

/** A row that the types forbid, as a caller without types may send it. */
const asRow = (row: unknown) => row as InviteUserRequest;

/** Levels of metadata, one in the other, made and held without recursion. */
function nested(levels: number) {
  let value: object = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
}

describe("inviting many at once", () => {
  test("invites each as a call of its own would, and answers in their order", async () => {
    await using directory = await openTestRoster({ REDIRECT_ORIGINS: "https://app.example" });
    const { api } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });

    const { results } = await api.inviteUsers([
      { email: " Grace@Example.com ", organization_id, expires_in_days: 2 },
      { email: "alan@example.com", role: "editor", notify: false, redirect_url: "https://app.example/join" },
      { email: "grace@example.com", first_name: "Grace", public_metadata: { plan: "pro" } },
    ]);

    expect(results).toMatchObject([
      { ok: true, invitation: { email: "grace@example.com", role: "member", expires_at: "2026-03-03T12:00:00.000Z" } },
      { ok: true, invitation: { email: "alan@example.com", role: "editor", delivery: null } },
      { ok: true, invitation: { email: "grace@example.com", organization_id: null, first_name: "Grace" } },
    ]);
    const invitations = results.flatMap((result) => (result.ok ? [result.invitation] : []));
    const listed = (await api.fetchInvitedUsers()).data.toReversed();
    expect(invitations.map(({ accept_url: _, ...invitation }) => invitation)).toEqual(listed);
    expect(new Set(invitations.map(({ accept_url }) => tokenIn(accept_url))).size).toBe(3);
    for (const { accept_url, email } of invitations) {
      expect((await api.fetchInvitation(tokenIn(accept_url))).email).toBe(email);
    }
    expect((await directory.dump()).messages).toMatchObject([
      { recipient: "grace@example.com", state: "queued" },
      { recipient: "grace@example.com", state: "queued" },
    ]);
  });

  test("answers for each failed row why, as a single call would, and does not affect the others", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "King", email_address: "ada@example.com" });
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { id: gone } = await api.createOrganization({ name: "Gone" });
    await api.deleteOrganization(gone);
    await api.addOrganizationMember({ organization_id, user_id: ada.id });
    await api.inviteUser({ email: "waiting@example.com" });
    const tried: InviteUserRequest[] = [
      { email: "first@example.com" },
      { email: "not an address" },
      asRow({ email: "x@example.com", is_admin: true }),
      { email: "ada@example.com" },
      { email: "ada@example.com", organization_id },
      { email: "waiting@example.com" },
      { email: "FIRST@example.com" },
      { email: "y@example.com", redirect_url: "https://evil.example/" },
      { email: "y@example.com", organization_id: gone },
      { email: "y@example.com", expires_in_days: 31, role: "" },
      asRow([]),
      asRow({}),
      { email: "last@example.com" },
    ];

    const { results } = await api.inviteUsers(tried);

    expect(results.map((result) => (result.ok ? result.invitation.email : result.error.code))).toEqual([
      "first@example.com",
      "invalid_input",
      "invalid_input",
      "user_exists",
      "already_member",
      "invitation_pending",
      "invitation_pending",
      "redirect_url_not_allowed",
      "organization_not_found",
      "invalid_input",
      "invalid_input",
      "invalid_input",
      "last@example.com",
    ]);
    const paths = results.map((result) => (result.ok ? [] : result.error.field_errors.map(({ path }) => path)));
    expect(paths).toEqual([
      [],
      ["email"],
      ["is_admin"],
      [],
      [],
      [],
      [],
      ["redirect_url"],
      [],
      ["role", "expires_in_days"],
      [""],
      ["email"],
      [],
    ]);
    expect((await api.fetchInvitedUsers()).data.map(({ email }) => email)).toEqual([
      "last@example.com",
      "first@example.com",
      "waiting@example.com",
    ]);
    expect((await directory.dump()).messages).toHaveLength(3);
    await soundly(directory);

    for (const [index, result] of results.entries()) {
      const request = tried[index];
      if (result.ok || !request) continue;
      const alone = await api.safe.inviteUser(request);
      expect(alone.ok ? "ok" : [alone.error.code, alone.error.message, alone.error.field_errors]).toEqual([
        result.error.code,
        result.error.message,
        result.error.field_errors,
      ]);
    }
  });

  test("takes 1 to 100 rows", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await expectRefusedUnchanged(directory, () => api.inviteUsers([]), "invalid_input");
    const error = await expectRefusedUnchanged(directory, () => api.inviteUsers(rows(101)), "invalid_input");
    expect(error.fieldErrors).toEqual([{ path: "invitations", message: expect.stringContaining("100") }]);

    const { results } = await api.inviteUsers(rows(100));

    expect(results.map((result) => result.ok && result.invitation.email)).toEqual(rows(100).map(({ email }) => email));
    expect((await api.fetchInvitedUsers({ include_total: true })).total).toBe(100);
    await soundly(directory);
  });

  test.for([[null], ["grace@example.com"], [7], [undefined]])("refuses a row that is no object: %j", async ([row]) => {
    await using directory = await openTestRoster();
    const call = () => directory.api.inviteUsers([{ email: "grace@example.com" }, asRow(row)]);
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(fieldErrors).toEqual([{ path: "invitations.1", message: "must be an object" }]);
  });

  test("is all or nothing row by row: a row that fails at its last step leaves nothing behind", async () => {
    await using directory = await openTestRoster();
    const { api, dump } = directory;
    const { id } = await api.inviteUser({ email: "guest1@example.com" });
    for (let sent = 1; sent < 30; sent++) await api.resendInvitation(id);
    await api.revokeInvitation(id);
    const counts = async () => {
      const { tokens, audit_entries, invitations } = await dump();
      return [tokens, audit_entries, invitations].map((table = []) => table.length);
    };
    const before = await counts();

    const { results } = await api.inviteUsers(rows(3));

    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({ error: { code: "rate_limited", retry_after: 3600 } });
    expect(await counts()).toEqual(before.map((count) => count + 2));
    expect((await api.fetchInvitedUsers({ search: "guest1" })).data).toEqual([]);
    await soundly(directory);
  });

  test("changes nothing when the database fails in the middle, and works afterwards", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await directory.database.refuse("insert", "messages", "no more", "new.recipient = 'guest2@example.com'");
    await expectRefusedUnchanged(directory, () => api.inviteUsers(rows(4)), "internal_error");

    await directory.database.allow("messages");
    expect((await api.inviteUsers(rows(4))).results.every(({ ok }) => ok)).toBe(true);
  });

  test("refuses metadata of 100,000 levels in its row, and goes on", async () => {
    await using directory = await openTestRoster();
    const deep = { email: "deep@example.com", public_metadata: nested(100_000) };

    const { results } = await directory.api.inviteUsers([
      asRow(deep),
      asRow({ ...deep, public_metadata: {}, more: nested(100_000) }),
      asRow({ ...deep, public_metadata: {}, email: nested(100_000) }),
      { email: "grace@example.com" },
    ]);

    expect(results.map((result) => (result.ok ? "ok" : result.error.code))).toEqual([
      "invalid_input",
      "invalid_input",
      "invalid_input",
      "ok",
    ]);
    expect(results[0]).toMatchObject({ error: { field_errors: [{ path: "public_metadata" }] } });
  });

  test("over HTTP refuses metadata as deep as a body can hold, and the server lives on", async () => {
    await using directory = await listen();
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const post = (email: string, key: string) => {
      const body = `{"invitations":[{"email":"${email}","public_metadata":{"a":${deep}}},{"email":"x@example.com"}]}`;
      return directory.request("/trpc/inviteUsers", { method: "POST", headers: { "idempotency-key": key }, body });
    };

    expect(await (await post("deep@example.com", "one")).json()).toMatchObject({
      result: { data: { results: [{ ok: false, error: { code: "invalid_input" } }, { ok: true }] } },
    });
    await expectFailure(await post("\\ud800", "two"), 400, "invalid_input");
    expect((await directory.client().inviteUsers(rows(2))).results.map(({ ok }) => ok)).toEqual([true, true]);
  });

  test("by the published client a bad row does not affect the others either", async () => {
    await using directory = await listen();
    const { results } = await directory
      .client()
      .inviteUsers([
        { email: "grace@example.com" },
        { email: "alan@example.com", first_name: "\ud800" },
        asRow({ email: "ada@example.com", public_metadata: { "\udfff": nested(1000) } }),
        { email: "edna@example.com" },
      ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false, true]);
  });

  test("needs the scope that inviting needs", async () => {
    await using directory = await openTestRoster();
    const reader = directory.as("reader", ["invitations:read"]);
    await expectRefusedUnchanged(directory, () => reader.inviteUsers(rows(1)), "forbidden");
  });

  test("leaves an audit entry for each that was invited, by name of the call, and none for the others", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { results } = await api.inviteUsers([...rows(2), ...rows(1)]);
    const invited = results.flatMap((result) => (result.ok ? [result.invitation.id] : []));

    const { data } = await api.fetchAuditLog();

    expect(data.toReversed()).toMatchObject(
      invited.map((target_id) => ({ actor: "tester", action: "inviteUsers", target_type: "invitation", target_id })),
    );
  });
});
