import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { expectFailure, listen } from "../testing/http.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { linkIn, type SmtpTestServer, startSmtp } from "../testing/smtp.ts";
import { tokenIn } from "../testing/world.ts";

const DAY = 24 * 60 * 60 * 1000;
const password = "wind tunnels hum all night";

async function invite({ api }: TestRoster, request: object = {}) {
  const { accept_url, ...invitation } = await api.inviteUser({ email: "grace@example.com", ...request });
  return { ...invitation, token: tokenIn(accept_url) };
}

async function expectClosed(directory: TestRoster, token: string) {
  await expectRefusal(directory.api.fetchInvitation(token), "invitation_not_found");
  const accept = () => directory.api.acceptInvitation(token, { password });
  await expectRefusedUnchanged(directory, accept, "invitation_not_found");
}

const mailedToken = ({ mails }: SmtpTestServer) => linkIn(mails.at(-1) ?? {}).searchParams.get("token") ?? "";

describe("a link no longer works", () => {
  test("from the first millisecond after its time, and opens to the last one before", async () => {
    await using directory = await openTestRoster();
    const { token } = await invite(directory, { expires_in_days: 1 });
    directory.pass(DAY - 1);
    expect((await directory.api.fetchInvitation(token)).email).toBe("grace@example.com");
    directory.pass(1);
    await expectClosed(directory, token);
    directory.pass(-1);
    expect(await directory.api.acceptInvitation(token, { password })).toMatchObject({ is_new_user: true });
  });

  test("once its invitation is revoked", async () => {
    await using directory = await openTestRoster();
    const { id, token } = await invite(directory);
    await directory.api.revokeInvitation(id);
    await expectClosed(directory, token);
  });

  test("once its invitation was sent again, and only the new one does", async () => {
    await using directory = await openTestRoster();
    const { id, token } = await invite(directory);
    const again = await directory.api.resendInvitation(id);
    await expectClosed(directory, token);
    expect((await directory.api.fetchInvitation(tokenIn(again.accept_url))).email).toBe("grace@example.com");
  });

  test("once its organization is deleted", async () => {
    await using directory = await openTestRoster();
    const { id: organization_id } = await directory.api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id });
    await directory.api.deleteOrganization(organization_id);
    await expectClosed(directory, token);
  });

  test("once its invitation was accepted by the link in the mail", async () => {
    await using smtp = await startSmtp();
    await using directory = await openTestRoster({
      SMTP_URL: smtp.url,
      MAIL_FROM: "no-reply@harbour.example",
      PUBLIC_URL: "https://people.example",
    });
    const { token } = await invite(directory);
    await directory.roster.deliver();
    const mailed = mailedToken(smtp);
    expect(mailed).not.toBe(token);
    expect(await directory.api.fetchInvitation(mailed)).toEqual(await directory.api.fetchInvitation(token));

    await directory.api.acceptInvitation(mailed, { password });

    await expectClosed(directory, token);
    await expectClosed(directory, mailed);
  });

  test("once its invitation was sent again or revoked, if it came by mail", async () => {
    await using smtp = await startSmtp();
    await using directory = await openTestRoster({
      SMTP_URL: smtp.url,
      MAIL_FROM: "no-reply@harbour.example",
      PUBLIC_URL: "https://people.example",
    });
    const { id } = await invite(directory);
    await directory.roster.deliver();
    const first = mailedToken(smtp);
    await directory.api.resendInvitation(id);
    await expectClosed(directory, first);

    await directory.roster.deliver();
    const second = mailedToken(smtp);
    expect((await directory.api.fetchInvitation(second)).email).toBe("grace@example.com");
    await directory.api.revokeInvitation(id);
    await expectClosed(directory, second);
  });
});

describe("a token is for one thing:", () => {
  test("one that sets a password opens no invitation, and one of an invitation sets no password", async () => {
    await using smtp = await startSmtp();
    await using directory = await openTestRoster({
      SMTP_URL: smtp.url,
      MAIL_FROM: "no-reply@harbour.example",
      PUBLIC_URL: "https://people.example",
    });
    const { api, roster } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "King", email_address: "grace@example.com" });
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { token } = await invite(directory, { organization_id, notify: false });
    await api.sendPasswordReset("grace@example.com");
    await roster.deliver();
    const forPassword = mailedToken(smtp);

    await expectClosed(directory, forPassword);
    const reset = () => api.resetPassword(token, password);
    await expectRefusedUnchanged(directory, reset, "token_not_found");

    expect(await api.acceptInvitation(token)).toMatchObject({ user_id: ada.id });
    await api.resetPassword(forPassword, password);
  });

  test.for([
    ["its hash", (token: string) => createHash("sha256").update(token).digest("hex")],
    ["with its last character changed", (token: string) => token.slice(0, -1) + (token.endsWith("A") ? "E" : "A")],
    ["cut off", (token: string) => token.slice(0, -1)],
    ["in the other case", (token: string) => token.toUpperCase()],
    ["with a space", (token: string) => ` ${token}`],
    ["with a wildcard", (token: string) => `${token.slice(0, 5)}%`],
    ["as standard base64", (token: string) => `${token}=`],
    ["the invitation's id", (_token: string, id: string) => id],
  ] as const)("%s it opens nothing", async ([, spoil]) => {
    await using directory = await openTestRoster();
    const { id, token } = await invite(directory);
    await expectClosed(directory, spoil(token, id));
  });
});

describe("the page behind the link", () => {
  test("shows address, name, expiry and role, and nothing else", async () => {
    await using directory = await openTestRoster();
    const { id, token } = await invite(directory, {
      first_name: "Grace",
      role: "editor",
      public_metadata: { plan: "metadata of hers" },
    });

    const offer = await directory.as("nobody", []).fetchInvitation(token);

    expect(offer).toEqual({
      email: "grace@example.com",
      first_name: "Grace",
      last_name: null,
      role: "editor",
      expires_at: "2026-03-08T12:00:00.000Z",
      organization: null,
      user_exists: false,
    });
    for (const secret of [token, id, "metadata of hers", "tester"]) expect(JSON.stringify(offer)).not.toContain(secret);
  });

  test("shows the organization's present name, and of the user only that one exists", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await api.createUser({ first_name: "Amazing", last_name: "Hopper", email_address: "grace@example.com" });
    const { id: organization_id } = await api.createOrganization({ name: "Acme", public_metadata: { debt: "secret" } });
    const { token } = await invite(directory, { organization_id });
    await api.updateOrganization({ organization_id, name: "Globex" });

    const offer = await api.fetchInvitation(token);

    expect(offer).toMatchObject({
      first_name: null,
      role: "member",
      organization: { id: organization_id, name: "Globex" },
      user_exists: true,
    });
    expect(Object.keys(offer.organization ?? {}).toSorted()).toEqual(["id", "name"]);
    expect(JSON.stringify(offer)).not.toMatch(/Amazing|Hopper|user_[0-9a-z]{26}|secret/);
  });

  test("needs no key over HTTP; everything else about invitations does", async () => {
    await using directory = await listen();
    const { accept_url, id } = await directory.client().inviteUser({ email: "grace@example.com" });
    const token = tokenIn(accept_url);
    const stranger = directory.client({ apiKey: undefined });

    expect((await stranger.fetchInvitation(token)).email).toBe("grace@example.com");
    await expectRefusal(stranger.fetchInvitedUsers(), "unauthorized");
    await expectRefusal(stranger.resendInvitation(id), "unauthorized");
    await expectRefusal(stranger.revokeInvitation(id), "unauthorized");
    await expectRefusal(stranger.inviteUsers([{ email: "alan@example.com" }]), "unauthorized");
    const { user_id } = await stranger.acceptInvitation(token, { password });
    expect((await directory.client().fetchUserDetails(user_id)).user.email).toBe("grace@example.com");
    const path = `/trpc/fetchInvitation?input=${encodeURIComponent(JSON.stringify({ token }))}`;
    await expectFailure(await fetch(directory.url + path), 404, "invitation_not_found");
  });
});

test("no token is ever in a list, audit entry, log or table", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({
    SMTP_URL: smtp.url,
    MAIL_FROM: "no-reply@harbour.example",
    PUBLIC_URL: "https://people.example",
  });
  const { api, roster } = directory;
  const { id, token } = await invite(directory);
  await roster.deliver();
  const tokens = [token, mailedToken(smtp), tokenIn((await api.resendInvitation(id)).accept_url)];
  await roster.deliver();
  tokens.push(mailedToken(smtp));
  const { results } = await api.inviteUsers([{ email: "alan@example.com" }, { email: "grace@example.com" }]);
  for (const result of results) if (result.ok) tokens.push(tokenIn(result.invitation.accept_url));
  const seen = [JSON.stringify(await directory.dump())];
  await expectRefusal(api.acceptInvitation(tokens[3] ?? "", { password: "short" }), "password_rejected");
  await api.acceptInvitation(tokens[3] ?? "", { password });
  for (const old of tokens.slice(0, 4)) await expectRefusal(api.acceptInvitation(old), "invitation_not_found");
  for (const status of ["pending", "accepted", "revoked", "expired"] as const) {
    seen.push(JSON.stringify(await api.fetchInvitedUsers({ status, include_total: true })));
  }
  seen.push(JSON.stringify(await api.fetchAuditLog({ per_page: 100 })), JSON.stringify(await directory.dump()));
  seen.push(directory.logged());

  expect(new Set(tokens).size).toBe(5);
  expect(seen.join("")).toContain("grace@example.com");
  for (const secret of [...tokens, password]) expect(seen.join("")).not.toContain(secret);
});
