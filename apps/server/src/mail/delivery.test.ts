import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { openRoster } from "../roster.ts";
import { behindTheServer, onFile } from "../testing/database-file.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { codeIn, linkIn, type SmtpTestServer, startSmtp } from "../testing/smtp.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

const env = ({ url }: SmtpTestServer) => ({ SMTP_URL: url, MAIL_FROM: "Harbour <no-reply@harbour.example>" });

const messages = (directory: TestRoster) => directory.dump().messages as Record<string, unknown>[]; // rows are objects

const tokenIn = (mail: { text?: string | undefined } | undefined) => {
  if (mail?.text === undefined) throw new Error("there is no mail");
  return linkIn({ text: mail.text }).searchParams.get("token") ?? "";
};

/** A user with a verified address, and no mail under way. */
async function openWithUser(smtp: SmtpTestServer, email = "ada@example.com") {
  const directory = await openTestRoster(env(smtp));
  const user = await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: email });
  return { directory, user };
}

test("an invitation arrives once, with a link that opens it", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { api, roster } = directory;
  const { id } = await api.inviteUser({ email: "grace@example.com", first_name: "Grace" });
  await roster.deliver();
  await roster.deliver();

  expect(smtp.mails).toHaveLength(1);
  const [mail] = smtp.mails;
  expect(mail).toMatchObject({
    envelope: { from: "no-reply@harbour.example", to: ["grace@example.com"] },
    subject: "You are invited to Roster",
    from: { value: [{ name: "Harbour", address: "no-reply@harbour.example" }] },
    to: { value: [{ name: "", address: "grace@example.com" }] },
    date: new Date("2026-03-01T12:00:00.000Z"),
  });
  expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail?.messageId).toBe(`<${String(messages(directory)[0]?.id)}@harbour.example>`);
  expect(await api.fetchInvitation(tokenIn(mail))).toMatchObject({ email: "grace@example.com", first_name: "Grace" });
  const delivery = { state: "sent", attempts: 1, last_error: null, sent_at: "2026-03-01T12:00:00.000Z" };
  expect((await api.fetchInvitedUsers()).data).toMatchObject([{ id, delivery }]);
});

test("an invitation to an organization says which, and leads where its caller wanted", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({ ...env(smtp), REDIRECT_ORIGINS: "https://app.example" });
  const { api, roster } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Hopper & Sons" });
  const redirect_url = "https://app.example/join?from=mail";
  await api.inviteUser({ email: "grace@example.com", organization_id, redirect_url });
  await roster.deliver();

  const [mail] = smtp.mails;
  expect(mail?.text).toContain("invited to join Hopper & Sons on Roster");
  expect(mail?.html).toContain("invited to join Hopper &amp; Sons on Roster");
  const link = linkIn(mail ?? {});
  expect(link.origin + link.pathname).toBe("https://app.example/join");
  expect(link.searchParams.get("from")).toBe("mail");
  expect(mail?.html).toContain(`href="${link.href.replaceAll("&", "&amp;")}"`);
});

test("who is approved from the waitlist is welcomed, with a link to set a password for a week", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { api, roster, pass } = directory;
  await api.joinWaitlist({ email: "joan@example.com", first_name: "Joan" });
  const [entry] = (await api.fetchWaitlist()).data;
  const user = await api.approveWaitlistUser(entry?.id ?? "");
  pass(DAY / 2);
  await roster.deliver();

  const [mail] = smtp.mails;
  expect(mail).toMatchObject({ subject: "Welcome to Roster", envelope: { to: ["joan@example.com"] } });
  expect(linkIn(mail ?? {}).pathname).toBe("/set-password");
  pass(limits.welcomeDays * DAY - 1);
  await api.resetPassword(tokenIn(mail), "a long enough pass phrase");
  const input = { user_id: user.id, password: "a long enough pass phrase" };
  expect(await api.verifyPassword(input)).toMatchObject({ id: user.id });
});

test("a reset's link sets a password for an hour, and the change is told", async () => {
  await using smtp = await startSmtp();
  const { directory } = await openWithUser(smtp);
  await using opened = directory;
  const { api, roster, pass } = opened;
  const reset = async () => {
    await api.sendPasswordReset("ada@example.com");
    await roster.deliver();
    return tokenIn(smtp.mails.at(-1));
  };
  const late = await reset();
  pass(limits.resetMinutes * MINUTE);
  await expectRefusal(api.resetPassword(late, "a long enough pass phrase"), "token_not_found");

  await api.resetPassword(await reset(), "a long enough pass phrase");
  await api.resetPassword(await reset(), "another long pass phrase");
  await roster.deliver();
  expect(smtp.mails.map(({ subject }) => subject)).toContain("Your password for Roster was changed");
  expect(smtp.mails.at(-1)?.text).not.toContain("http");
});

test("a mailed code verifies the address, and the database never has it", async () => {
  await using smtp = await startSmtp();
  const { directory, user } = await openWithUser(smtp);
  await using opened = directory;
  const { api, roster, dump } = opened;
  const { id } = await api.addEmail(user.id, "countess@example.com");
  const sent = await api.sendEmailVerification(user.id, id);
  expect(sent.code).toBeNull();
  expect(dump().verifications).toMatchObject([{ code_hash: null }]);
  await roster.deliver();

  const [mail] = smtp.mails;
  expect(mail).toMatchObject({ subject: "Your code for Roster", envelope: { to: ["countess@example.com"] } });
  const code = codeIn(mail ?? {});
  expect(JSON.stringify(dump())).not.toContain(code);
  expect(await api.verifyEmail(user.id, id, code)).toMatchObject({ is_verified: true });
});

test("the database holds no token that works, neither while a mail waits nor after it was sent", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { api, roster, dump } = directory;
  await api.inviteUser({ email: "grace@example.com" });
  const waiting = JSON.stringify(dump());
  await roster.deliver();
  const token = tokenIn(smtp.mails[0]);
  for (const stored of [waiting, JSON.stringify(dump())]) {
    expect(stored).not.toContain(token);
    const words = new Set(stored.match(/[\w-]{40,}/g));
    for (const word of words) await expectRefusal(api.fetchInvitation(word), "invitation_not_found");
  }
});

test("what is no longer wanted when its turn comes is not sent, and says why", async () => {
  await using smtp = await startSmtp();
  const { directory, user } = await openWithUser(smtp);
  await using opened = directory;
  const { api, roster, pass } = opened;
  const revoked = await api.inviteUser({ email: "revoked@example.com" });
  const expired = await api.inviteUser({ email: "expired@example.com", expires_in_days: 1 });
  await api.revokeInvitation(revoked.id);
  await api.sendPasswordReset("ada@example.com");
  await api.deactivateUser(user.id);
  onFile(opened, (file) => file.exec("update messages set give_up_at = '2027-01-01T00:00:00.000Z'"));
  pass(DAY);
  await roster.deliver();

  expect(smtp.connections()).toBe(0);
  expect(messages(opened)).toMatchObject([
    { recipient: "revoked@example.com", state: "cancelled", attempts: 0, last_error: expect.stringMatching(/./) },
    { invitation_id: expired.id, state: "cancelled", attempts: 0, last_error: "The invitation was no longer open." },
    { template: "password_reset", state: "cancelled", attempts: 0, last_error: expect.stringMatching(/./) },
  ]);
  expect(opened.dump().tokens).toMatchObject([{ email: "expired@example.com" }]); // the one that its caller was shown
});

test("a reset that was asked for goes nowhere once the address is no longer the user's", async () => {
  await using smtp = await startSmtp();
  const { directory, user } = await openWithUser(smtp);
  await using opened = directory;
  const { api, roster } = opened;
  const { id } = await api.addEmail(user.id, "countess@example.com");
  await api.updateEmail(user.id, id, false, true);
  await api.sendPasswordReset("countess@example.com");
  await api.deleteEmail(user.id, id);
  await roster.deliver();
  expect(smtp.connections()).toBe(0);
  const last_error = "The address is no longer that of an active user.";
  expect(messages(opened)).toMatchObject([{ state: "cancelled", attempts: 0, last_error }]);
});

test("a code that ran out on its way is not sent", async () => {
  await using smtp = await startSmtp();
  const { directory, user } = await openWithUser(smtp);
  await using opened = directory;
  const { id } = await opened.api.addEmail(user.id, "countess@example.com");
  await opened.api.sendEmailVerification(user.id, id);
  opened.pass(limits.codeMinutes * MINUTE);
  await opened.roster.deliver();
  expect(smtp.connections()).toBe(0);
  expect(messages(opened)).toMatchObject([{ state: "cancelled", attempts: 0 }]);
});

test("a mail to a redirect whose origin is no longer allowed is given up", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({ ...env(smtp), REDIRECT_ORIGINS: "https://app.example" });
  await directory.api.inviteUser({ email: "grace@example.com", redirect_url: "https://app.example/join" });
  behindTheServer(directory, "update invitations set redirect_url = 'https://evil.example/join'");
  await directory.roster.deliver();
  expect(smtp.connections()).toBe(0);
  expect(messages(directory)).toMatchObject([{ state: "failed", attempts: 0 }]);
});

test.for([
  "grace@example.com\r\nBcc: eve@evil.example",
  "grace@example.com, eve@evil.example",
  "Eve <eve@evil.example>",
  "grace\uFF20evil.example@example.com",
  "GRACE@example.com",
  "<grace@example.com> NOTIFY=SUCCESS",
  "+4915112345678",
  "",
])("a recipient that is no address (%j) is given up with nothing on the wire", async (recipient) => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  await directory.api.inviteUser({ email: "grace@example.com" });
  behindTheServer(directory, "update messages set recipient = ?", recipient);
  await directory.roster.deliver();
  expect(smtp.connections()).toBe(0);
  expect((await directory.api.fetchInvitedUsers()).data).toMatchObject([
    { delivery: { state: "failed", attempts: 0, last_error: expect.stringContaining("not an address") } },
  ]);
});

test("two workers on one database send each mail once", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { api, roster } = directory;
  const { settings, clock, log } = roster.services;
  await using other = await openRoster(settings, { clock, log });
  const addresses = Array.from({ length: 40 }, (_, index) => `guest${index}@example.com`);
  for (const email of addresses) await api.inviteUser({ email });

  await Promise.all([roster.deliver(), other.deliver(), roster.deliver()]);

  expect(smtp.mails.map(({ envelope }) => envelope.to[0]).toSorted()).toEqual(addresses.toSorted());
  expect(messages(directory)).toMatchObject(addresses.map(() => ({ state: "sent", attempts: 1 })));
});

test("not more than five mails are on their way at a time", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  for (let guest = 0; guest < 12; guest++) await directory.api.inviteUser({ email: `guest${guest}@example.com` });
  smtp.behave("hang");
  await directory.roster.outbox.begin();
  await directory.roster.outbox.begin();
  await expect.poll(smtp.connections).toBe(5);
  expect(messages(directory).filter(({ attempts }) => attempts === 1)).toHaveLength(5);
});

test("an attempt that is lost with its process is made again after a minute, and not before", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { api, roster, pass } = directory;
  await api.inviteUser({ email: "grace@example.com" });
  const { settings, clock, log } = roster.services;
  smtp.behave("hang");
  const lost = await openRoster(settings, { clock, log });
  await lost.outbox.begin();
  await expect.poll(smtp.connections).toBe(1);

  smtp.behave();
  pass(MINUTE - 1);
  await roster.deliver();
  expect(smtp.mails).toHaveLength(0);
  pass(1);
  await roster.deliver();
  expect(smtp.mails).toHaveLength(1);
  const sent = messages(directory);
  expect(sent).toMatchObject([{ state: "sent", attempts: 2 }]);

  await lost.close(); // which cuts its attempt off: too late to say anything of the message
  expect(messages(directory)).toEqual(sent);
});

test("an invitation that is revoked while its mail is on its way is not sent again", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { api, roster, pass } = directory;
  const { id } = await api.inviteUser({ email: "grace@example.com" });
  smtp.behave("hang");
  await roster.outbox.begin();
  await expect.poll(smtp.connections).toBe(1);
  await api.revokeInvitation(id);
  await smtp.close();
  await roster.deliver();
  await smtp.open();
  smtp.behave();
  pass(DAY / 2);
  await roster.deliver();
  expect(smtp.mails).toHaveLength(0);
  expect(messages(directory)).toMatchObject([{ state: "cancelled" }]);
});

test("an open roster can be closed while a mail is on its way, which is then tried again", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(env(smtp));
  const { settings, clock, log } = directory.roster.services;
  await directory.api.inviteUser({ email: "grace@example.com" });
  smtp.behave("hang");
  const closing = await openRoster(settings, { clock, log });
  await closing.outbox.begin();
  await closing.close();
  expect(messages(directory)).toMatchObject([{ state: "queued", attempts: 1, last_error: "The server stopped." }]);
});
