import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { expectRefusal, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { codeIn, linkIn, type SmtpTestServer, startSmtp, tokenIn } from "../testing/smtp.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

const messages = async (directory: TestRoster) => (await directory.dump()).messages as Record<string, unknown>[]; // rows are objects

/** A user with a verified address, and no mail under way. */
async function openWithUser(smtp: SmtpTestServer, email = "ada@example.com") {
  const directory = await openTestRoster(smtp.env);
  const user = await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: email });
  return { directory, user };
}

test("an invitation arrives once, with a link that opens it", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
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
  expect(mail?.messageId).toBe(`<${String((await messages(directory))[0]?.id)}@harbour.example>`);
  expect(await api.fetchInvitation(tokenIn(mail))).toMatchObject({ email: "grace@example.com", first_name: "Grace" });
  const delivery = { state: "sent", attempts: 1, last_error: null, sent_at: "2026-03-01T12:00:00.000Z" };
  expect((await api.fetchInvitedUsers()).data).toMatchObject([{ id, delivery }]);
});

test("an invitation to an organization says which, and leads where its caller wanted", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({ ...smtp.env, REDIRECT_ORIGINS: "https://app.example" });
  const { api, roster } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Hopper & Sons" });
  const redirect_url = "https://app.example/join?from=mail";
  await api.inviteUser({ email: "grace@example.com", organization_id, redirect_url });
  await roster.deliver();

  const [mail] = smtp.mails;
  expect(mail?.text).toContain("invited to join Hopper & Sons on Roster");
  expect(mail?.html).toContain("invited to join Hopper &amp; Sons on Roster");
  const link = linkIn(mail);
  expect(link.origin + link.pathname).toBe("https://app.example/join");
  expect(link.searchParams.get("from")).toBe("mail");
  expect(mail?.html).toContain(`href="${link.href.replaceAll("&", "&amp;")}"`);
});

test("approval from the waitlist sends a welcome mail, with a link to set a password for a week", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster, pass } = directory;
  await api.joinWaitlist({ email: "joan@example.com", first_name: "Joan" });
  const [entry] = (await api.fetchWaitlist()).data;
  const user = await api.approveWaitlistUser(entry?.id ?? "");
  pass(DAY / 2);
  await roster.deliver();

  const [mail] = smtp.mails;
  expect(mail).toMatchObject({ subject: "Welcome to Roster", envelope: { to: ["joan@example.com"] } });
  expect(linkIn(mail).pathname).toBe("/set-password");
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

  const inTime = await reset();
  await api.resetPassword(inTime, "a long enough pass phrase");
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
  expect((await dump()).verifications).toMatchObject([{ code_hash: null }]);
  await roster.deliver();

  const [mail] = smtp.mails;
  expect(mail).toMatchObject({ subject: "Your code for Roster", envelope: { to: ["countess@example.com"] } });
  const code = codeIn(mail);
  expect(JSON.stringify(await dump())).not.toMatch(new RegExp(`\\b${code}\\b`)); // it may be within a time or an id
  expect(await api.verifyEmail(user.id, id, code)).toMatchObject({ is_verified: true });
});

test("the database holds no token that works, neither while a mail waits nor after it was sent", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster, dump } = directory;
  await api.inviteUser({ email: "grace@example.com" });
  const waiting = JSON.stringify(await dump());
  await roster.deliver();
  const token = tokenIn(smtp.mails[0]);
  for (const stored of [waiting, JSON.stringify(await dump())]) {
    expect(stored).not.toContain(token);
    const words = new Set(stored.match(/[\w-]{40,}/g));
    for (const word of words) await expectRefusal(api.fetchInvitation(word), "invitation_not_found");
  }
});
