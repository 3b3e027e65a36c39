import { expect, test } from "vitest";
import { openRoster } from "../roster.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { startSmtp } from "../testing/smtp.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

const messages = async (directory: TestRoster) => (await directory.dump()).messages as Record<string, unknown>[]; // rows are objects

test("two workers on one database send each mail once", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster } = directory;
  const { settings, clock, log } = roster.services;
  await using other = await openRoster(settings, { clock, log });
  const addresses = Array.from({ length: 40 }, (_, index) => `guest${index}@example.com`);
  for (const email of addresses) await api.inviteUser({ email });

  await Promise.all([roster.deliver(), other.deliver(), roster.deliver()]);

  expect(smtp.mails.map(({ envelope }) => envelope.to[0]).toSorted()).toEqual(addresses.toSorted());
  expect(await messages(directory)).toMatchObject(addresses.map(() => ({ state: "sent", attempts: 1 })));
});

test("at most five mails are sent at a time", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  for (let guest = 0; guest < 12; guest++) await directory.api.inviteUser({ email: `guest${guest}@example.com` });
  smtp.behave("hang");
  await directory.roster.outbox.begin();
  await directory.roster.outbox.begin();
  await expect.poll(smtp.connections).toBe(5);
  expect((await messages(directory)).filter(({ attempts }) => attempts === 1)).toHaveLength(5);
});

test("an attempt that is lost with its process is retried after a minute, and not before", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
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
  const sent = await messages(directory);
  expect(sent).toMatchObject([{ state: "sent", attempts: 2 }]);

  await lost.close(); // aborts its attempt, whose outcome no longer counts
  expect(await messages(directory)).toEqual(sent);
});

test("an attempt that ends after its lease does not affect the next attempt", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster, pass } = directory;
  await api.inviteUser({ email: "grace@example.com" });
  const { settings, clock, log } = roster.services;
  smtp.behave("hang");
  const late = await openRoster(settings, { clock, log });
  await late.outbox.begin();
  await expect.poll(smtp.connections).toBe(1);
  pass(MINUTE);
  await roster.outbox.begin();
  await expect.poll(smtp.connections).toBe(2);
  const second = await messages(directory);
  await late.close(); // aborts the first attempt
  expect(await messages(directory)).toEqual(second);
});

test("an invitation that is revoked while its mail is on its way is not sent again", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { api, roster, pass } = directory;
  const { id } = await api.inviteUser({ email: "grace@example.com" });
  smtp.behave("hang");
  await roster.outbox.begin();
  await expect.poll(smtp.connections).toBe(1);
  await api.revokeInvitation(id);
  const revoked = await messages(directory);
  await smtp.close();
  await roster.deliver(); // until the one on its way has ended
  expect(await messages(directory)).toEqual(revoked);
  await smtp.open();
  smtp.behave();
  pass(DAY / 2);
  await roster.deliver();
  expect(smtp.mails).toHaveLength(0);
  expect(await messages(directory)).toMatchObject([{ state: "cancelled" }]);
});

test("an open roster can be closed while a mail is on its way, which is then tried again", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  const { settings, clock, log } = directory.roster.services;
  await directory.api.inviteUser({ email: "grace@example.com" });
  smtp.behave("hang");
  const closing = await openRoster(settings, { clock, log });
  await closing.outbox.begin();
  await closing.close();
  expect(await messages(directory)).toMatchObject([
    { state: "queued", attempts: 1, last_error: "The server stopped." },
  ]);
});

test("a mail server that hangs holds up no text message, and invitations hold up no code", async () => {
  await using smtp = await startSmtp();
  const texts: string[] = [];
  const sms = { send: async ({ to }: { to: string }) => void texts.push(to) };
  await using directory = await openTestRoster(smtp.env, undefined, { sms });
  const { api, roster } = directory;
  smtp.behave("hang");
  for (let guest = 0; guest < 8; guest++) await api.inviteUser({ email: `guest${guest}@example.com` });
  await roster.outbox.begin();
  await expect.poll(smtp.connections).toBe(5);

  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const phone = await api.addPhone(id, "+14155552671");
  await api.sendPhoneVerification(id, phone.id);
  const email = await api.addEmail(id, "ada@example.com");
  await api.sendEmailVerification(id, email.id);
  await roster.outbox.begin();

  await expect.poll(() => texts).toEqual(["+14155552671"]);
  await expect.poll(smtp.connections).toBe(6);
});
