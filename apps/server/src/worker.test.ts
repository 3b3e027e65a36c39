import { createClient } from "@roster/client";
import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { readSettings } from "./config.ts";
import { openRoster } from "./roster.ts";
import { makeKey, openTestPlace, serveRoster } from "./testing/command.ts";
import { openTestRoster } from "./testing/roster.ts";
import { type SmtpTestServer, startSmtp } from "./testing/smtp.ts";
import type { TestDatabase } from "./testing/test-database.ts";
import { startWorker } from "./worker.ts";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

const guests = (count: number) => Array.from({ length: count }, (_, index) => `guest${index}@example.com`).toSorted();

const recipients = (smtp: SmtpTestServer) => smtp.mails.map(({ envelope }) => envelope.to[0]).toSorted();

const messagesIn = (database: TestDatabase) =>
  database.query<{ state: string; attempts: number }>("select state, attempts from messages");

/** Sends the remaining messages, as a server does that starts a minute later. */
async function sendAMinuteLater(env: Record<string, string>) {
  const settings = readSettings({ ...env, LOG_LEVEL: "silent" });
  await using roster = await openRoster(settings, { clock: () => new Date(Date.now() + 61_000) });
  await roster.deliver();
}

test("two servers on one database send each mail once, by themselves", async () => {
  await using smtp = await startSmtp();
  await using place = await openTestPlace(smtp.env);
  const apiKey = await makeKey(place.env);
  await using first = await serveRoster(place.env);
  await using second = await serveRoster(place.env);
  const addresses = guests(30);
  const invite = (email: string, index: number) =>
    createClient({ url: (index % 2 === 0 ? first : second).url, apiKey }).inviteUser({ email });
  await Promise.all(addresses.map(invite));

  await expect.poll(() => smtp.mails.length).toBe(30);
  const sent = async () => (await messagesIn(place.database)).filter(({ state }) => state === "sent").length;
  await expect.poll(sent).toBe(30);
  expect(recipients(smtp)).toEqual(addresses);
  expect((await messagesIn(place.database)).every(({ attempts }) => attempts === 1)).toBe(true);
});

test("a server that is killed between an answer and its mail loses none", async () => {
  await using smtp = await startSmtp();
  await using place = await openTestPlace(smtp.env);
  const apiKey = await makeKey(place.env);
  const addresses = guests(12);
  smtp.behave("hang");
  {
    await using server = await serveRoster(place.env);
    const api = createClient({ url: server.url, apiKey });
    for (const email of addresses) await api.inviteUser({ email });
    await expect.poll(smtp.connections).toBe(5); // some on their way, some not
    server.signal("SIGKILL");
    expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
  }
  expect(recipients(smtp)).toEqual([]);
  smtp.behave();
  await sendAMinuteLater(place.env);
  expect(recipients(smtp)).toEqual(addresses);
  expect((await messagesIn(place.database)).every(({ state }) => state === "sent")).toBe(true);
});

test("on SIGTERM a server finishes the mail that is on its way", async () => {
  await using smtp = await startSmtp();
  await using place = await openTestPlace(smtp.env);
  const apiKey = await makeKey(place.env);
  await using server = await serveRoster(place.env);
  smtp.behave("held");
  await createClient({ url: server.url, apiKey }).inviteUser({ email: "grace@example.com" });
  await expect.poll(() => smtp.mails.length).toBe(1);
  expect(await messagesIn(place.database)).toEqual([{ state: "queued", attempts: 1 }]);
  server.signal("SIGTERM");
  await expect.poll(() => server.output.stdout).toContain('"stopping"');
  smtp.behave();
  expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
  expect(await messagesIn(place.database)).toEqual([{ state: "sent", attempts: 1 }]);
});

test("a server that cannot send says where mails and text messages go, and what to set", async () => {
  await using smtp = await startSmtp();
  await using place = await openTestPlace(smtp.env);
  const hook = { SMS_WEBHOOK_URL: "http://127.0.0.1:9", SMS_WEBHOOK_SECRET: `whsec_${"A".repeat(32)}` };
  const { SMTP_URL: _, ...without } = place.env;
  await using folder = await serveRoster(without);
  await using able = await serveRoster({ ...place.env, ...hook });
  const warnings = folder.output.stdout.split("\n").filter((line) => /"level":40.*not sent/.test(line));
  expect(warnings[0]).toContain(`mails are not sent but written to ${place.env.MAIL_FOLDER}: set SMTP_URL`);
  expect(warnings[1]).toContain(
    `text messages are not sent but written to ${place.env.MAIL_FOLDER}: set SMS_WEBHOOK_URL`,
  );
  expect(able.output.stdout).not.toContain("not sent");
});

test("a database that fails for a while does not end the sending", async () => {
  await using smtp = await startSmtp();
  await using directory = await openTestRoster(smtp.env);
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.database.refuse("update", "messages");
  const worker = startWorker(directory.roster.loops, directory.roster.services.log);
  await expect.poll(directory.logged).toContain("looking for messages to send failed");
  await directory.database.allow("messages");
  await expect.poll(() => recipients(smtp)).toEqual(["grace@example.com"]);
  await worker.stop();
});

test("expired rows are deleted, and nothing else", async () => {
  await using directory = await openTestRoster();
  const { api, dump, pass } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const [old, fresh] = [await api.addEmail(user.id, "old@example.com"), await api.addEmail(user.id, "new@example.com")];
  const answer = async (id: string, at: Date) => {
    const insert = "insert into idempotent_answers values (?, 'fingerprint', 'answer', ?)";
    await directory.database.query(insert, id, at.toISOString());
  };
  const many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1200)";
  const limit = `${many} insert into rate_limits select 'old ' || i, 1, ? from n`;
  await directory.database.query(limit, "2026-03-01T12:30:00.000Z");
  await directory.database.query("insert into rate_limits values ('new', 1, '2026-03-08T00:00:00.000Z')");
  const { clock } = directory.roster.services;
  await answer("old", clock());
  await api.sendEmailVerification(user.id, old.id, { deliver: false });
  await api.inviteUser({ email: "old@example.com", expires_in_days: 1, notify: false });
  await api.inviteUser({ email: "new@example.com", expires_in_days: 2, notify: false });
  pass(limits.idempotencyHours * HOUR);
  await answer("new", clock());
  await api.sendEmailVerification(user.id, fresh.id, { deliver: false });
  pass(limits.codeMinutes * MINUTE + HOUR - 1); // expired, but not for an hour yet

  const worker = startWorker(directory.roster.loops, directory.roster.services.log);
  const keys = async () => (await dump()).idempotent_answers?.map((row) => (row as { id: string }).id); // rows are objects
  await expect.poll(keys).toEqual(["new"]);
  await expect.poll(async () => (await dump()).verifications).toMatchObject([{ email_id: fresh.id }]);
  await worker.stop();
  expect((await dump()).tokens).toMatchObject([{ email: "new@example.com" }]);
  const counted = "select key from rate_limits where key like 'old%' or key = 'new'";
  expect(await directory.database.query(counted)).toEqual([{ key: "new" }]);
});

test("a message is kept for a month, that of an invitation for as long as there is the invitation", async () => {
  await using directory = await openTestRoster();
  const { api, dump, pass, roster } = directory;
  await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const organization = await api.createOrganization({ name: "Acme" });
  await api.sendPasswordReset("ada@example.com");
  await api.inviteUser({ email: "grace@example.com" });
  await api.inviteUser({ email: "alan@example.com", organization_id: organization.id });
  await roster.deliver();
  pass(30 * 24 * HOUR);
  await api.sendPasswordReset("ada@example.com");
  await roster.deliver();

  const recipientsLeft = async () => (await dump()).messages?.map((row) => (row as { recipient: string }).recipient); // rows are objects
  const worker = startWorker(roster.loops, roster.services.log);
  await expect.poll(recipientsLeft).toEqual(["grace@example.com", "alan@example.com", "ada@example.com"]);
  await worker.stop();

  await api.deleteOrganization(organization.id);
  expect(await recipientsLeft()).toEqual(["grace@example.com", "ada@example.com"]);
});
