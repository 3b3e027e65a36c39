import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { type SmtpTestServer, startSmtp } from "../testing/smtp.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

const messages = async (directory: TestRoster) => (await directory.dump()).messages as Record<string, unknown>[]; // rows are objects

/** A user with a verified address, and no mail under way. */
async function openWithUser(smtp: SmtpTestServer, email = "ada@example.com") {
  const directory = await openTestRoster(smtp.env);
  const user = await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: email });
  return { directory, user };
}

test("a message that is no longer needed when it is due is cancelled with a reason", async () => {
  await using smtp = await startSmtp();
  const { directory, user } = await openWithUser(smtp);
  await using opened = directory;
  const { api, roster, pass } = opened;
  const revoked = await api.inviteUser({ email: "revoked@example.com" });
  const expired = await api.inviteUser({ email: "expired@example.com", expires_in_days: 1 });
  await api.revokeInvitation(revoked.id);
  await api.sendPasswordReset("ada@example.com");
  await api.deactivateUser(user.id);
  await opened.database.query("update messages set give_up_at = '2027-01-01T00:00:00.000Z'");
  pass(DAY);
  await roster.deliver();

  expect(smtp.connections()).toBe(0);
  expect(await messages(opened)).toMatchObject([
    { recipient: "revoked@example.com", state: "cancelled", attempts: 0, last_error: expect.stringMatching(/./) },
    { subject_id: expired.id, state: "cancelled", attempts: 0, last_error: "The invitation was no longer open." },
    { template: "password_reset", state: "cancelled", attempts: 0, last_error: expect.stringMatching(/./) },
  ]);
  expect((await opened.dump()).tokens).toMatchObject([{ email: "expired@example.com" }]); // the token of the link that the caller got
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
  expect(smtp.mails.map(({ envelope }) => envelope.to)).toEqual([["ada@example.com"], ["ada@example.com"]]);
  const last_error = "The address is no longer that of an active user.";
  const reset = (await messages(opened)).filter(({ template }) => template === "password_reset");
  expect(reset).toMatchObject([{ state: "cancelled", attempts: 0, last_error }]);
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
  expect(await messages(opened)).toMatchObject([{ state: "failed", attempts: 0 }]);
});

test("a mail to a redirect whose origin is no longer allowed is given up", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster({ ...smtp.env, REDIRECT_ORIGINS: "https://app.example" });
  await directory.api.inviteUser({ email: "grace@example.com", redirect_url: "https://app.example/join" });
  await directory.database.query("update invitations set redirect_url = 'https://evil.example/join'");
  await directory.roster.deliver();
  expect(smtp.connections()).toBe(0);
  expect(await messages(directory)).toMatchObject([{ state: "failed", attempts: 0 }]);
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
  await using directory = await openTestRoster(smtp.env);
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.database.query("update messages set recipient = ?", recipient);
  await directory.roster.deliver();
  expect(smtp.connections()).toBe(0);
  expect((await directory.api.fetchInvitedUsers()).data).toMatchObject([
    { delivery: { state: "failed", attempts: 0, last_error: expect.stringContaining("not an address") } },
  ]);
});
