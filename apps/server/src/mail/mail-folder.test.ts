import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { codeIn, linkIn } from "../testing/smtp.ts";

const folderOf = ({ roster }: TestRoster) => roster.services.settings.mailFolder;
const filesOf = (directory: TestRoster) => readdirSync(folderOf(directory));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("without a mail server a mail becomes a file that only the server's user can read, and only in development its link a line of the log", async () => {
  for (const isDevelopment of [true, false]) {
    await using directory = await openTestRoster({}, undefined, { isDevelopment });
    const { api, roster, logged } = directory;
    await api.inviteUser({ email: "grace@example.com", first_name: "Grace" });
    await roster.deliver();

    const [name = ""] = filesOf(directory);
    expect(name).toMatch(/^2026-03-01T12-00-00\.000Z-invitation-msg_[0-9a-z]{26}\.eml$/);
    const file = join(folderOf(directory), name);
    expect(modeOf(file)).toBe("600");
    expect(modeOf(folderOf(directory))).toBe("700");
    const mail = await simpleParser(readFileSync(file));
    expect(mail).toMatchObject({ subject: "You are invited to Roster", to: { text: "grace@example.com" } });
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    const link = linkIn(mail);
    expect(await api.fetchInvitation(link.searchParams.get("token") ?? "")).toMatchObject({ first_name: "Grace" });
    expect(logged().includes(JSON.stringify(link.href))).toBe(isDevelopment);
    expect(logged().includes(link.searchParams.get("token") ?? "")).toBe(isDevelopment);
    expect((await api.fetchInvitedUsers()).data).toMatchObject([{ delivery: { state: "sent" } }]);
  }
});

test("a mail that is written again is the same file", async () => {
  await using directory = await openTestRoster();
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.roster.deliver();
  const before = filesOf(directory);
  await directory.database.query("update messages set state = 'queued'"); // as after a crash between file and note
  directory.pass(60_000);
  await directory.roster.deliver();
  expect(filesOf(directory)).toEqual(before);
});

test("without a hook a text message becomes a file, and in development a line of the log, too", async () => {
  for (const isDevelopment of [true, false]) {
    await using directory = await openTestRoster({}, undefined, { isDevelopment });
    const { api, roster, logged } = directory;
    const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const { id } = await api.addPhone(user.id, "+4915112345678");
    await api.sendPhoneVerification(user.id, id);
    await roster.deliver();

    const [name = ""] = filesOf(directory);
    expect(name).toMatch(/^2026-03-01T12-00-00\.000Z-phone_code-msg_[0-9a-z]{26}\.txt$/);
    const file = join(folderOf(directory), name);
    expect(modeOf(file)).toBe("600");
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^To: \+4915112345678\n\n\d{6} is your code for Roster\. It works for 10 minutes\./);
    expect(logged().includes(`${codeIn(text)} is your code`)).toBe(isDevelopment);
    expect(await api.verifyPhone(user.id, id, codeIn(text))).toMatchObject({ is_verified: true });
  }
});

test("a read-only folder delays mail, and loses none", async () => {
  await using directory = await openTestRoster({ MAIL_FOLDER: "/dev/null/mail" });
  await directory.api.inviteUser({ email: "grace@example.com" });
  await directory.roster.deliver();
  expect((await directory.api.fetchInvitedUsers()).data).toMatchObject([
    { delivery: { state: "queued", attempts: 1, last_error: expect.stringContaining("ENOTDIR") } },
  ]);
});
