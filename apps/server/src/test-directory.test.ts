import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCaller, createClient } from "@roster/client";
import { scopes } from "@roster/contract";
import { CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { readSettings } from "./config.ts";
import { openRoster } from "./roster.ts";
import { openTestDirectory } from "./test-directory.ts";
import { procedureNames, samplesOf } from "./testing/examples.ts";
import { masked } from "./testing/masked.ts";
import { expectRefusal, openTestRoster, type TestRoster } from "./testing/roster.ts";
import type { Row } from "./testing/test-database.ts";
import { createWorld } from "./testing/world.ts";

const actor = { name: "tester", scopes };
const HOUR = 60 * 60 * 1000;
const now = new Date("2026-03-01T12:00:00.000Z");

/** A directory in memory, behind the interface of one on a file. */
async function inMemory(other: TestRoster): Promise<TestRoster> {
  const roster = await openTestDirectory({ now });
  const as: TestRoster["as"] = (name, given) => createCaller(roster, { name, scopes: given });
  const query = async <Answer = Row>(statement: string, ...values: unknown[]) =>
    (await roster.services.database.read.executeQuery<Answer>(CompiledQuery.raw(statement, values))).rows;
  const database = { ...other.database, query };
  return { ...other, ...roster, roster, as, api: as("tester", scopes), database };
}

const comparable = (answer: unknown) =>
  masked(JSON.stringify(answer)).replace(/(?<="next_cursor":)"[^"]+"/g, "<cursor>");

const isLast = (name: string) => /^(delete|remove|revoke|deactivate|unlink)/.test(name);

test("each procedure has the same answers in memory as in a file", async () => {
  await using file = await openTestRoster();
  await using memory = await inMemory(file);
  const worlds = [await createWorld(file), await createWorld(memory)] as const;
  const inOrder = [...procedureNames.filter((name) => !isLast(name)), ...procedureNames.filter(isLast)];
  const samples = await samplesOf(worlds[0], file, inOrder);
  const samplesInMemory = new Map(await samplesOf(worlds[1], memory, inOrder));

  let done = 0;
  for (const [name, input] of [...samples, ...samples]) {
    const answer = await file.roster.call(name, input, actor);
    const answerInMemory = await memory.roster.call(name, samplesInMemory.get(name), actor);
    expect(comparable(answerInMemory), name).toBe(comparable(answer));
    if (answer.ok) done += 1;
  }
  expect(done).toBeGreaterThan(inOrder.length * 0.8);
});

test("calls in memory run side by side, and a refused one leaves nothing behind", async () => {
  await using directory = await openTestDirectory();
  const api = createCaller(directory, actor);
  const calls = Array.from({ length: 100 }, async (_, index) => {
    const username = `ada${index % 50}`;
    const { ok } = await api.safe.createUser({ first_name: "Ada", last_name: `${index}`, username });
    const { total } = await api.fetchUsers({ search: "ada", include_total: true });
    return { ok, total };
  });

  const answers = await Promise.all(calls);

  expect(answers.filter(({ ok }) => ok)).toHaveLength(50);
  expect(answers.every(({ total }) => total !== null && total !== undefined && total <= 50)).toBe(true);
  expect((await api.fetchUsers({ include_total: true })).total).toBe(50);
});

test("its clock stands still until the test advances it, and ends invitations and codes", async () => {
  await using directory = await openTestDirectory({ now });
  const api = createCaller(directory, actor);
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const email = await api.addEmail(user.id, "ada@example.com");
  await api.inviteUser({ email: "grace@example.com", expires_in_days: 1 });
  await api.sendEmailVerification(user.id, email.id);
  const sent = await directory.sent();
  const { code } = sent.find(({ to }) => to === "ada@example.com") ?? expect.fail();
  const { link } = sent.find(({ to }) => to === "grace@example.com") ?? expect.fail();
  const token = new URL(link ?? "").searchParams.get("token") ?? "";
  expect(user.created_at).toBe(now.toISOString());
  expect((await api.fetchInvitation(token)).email).toBe("grace@example.com");

  directory.pass(HOUR);
  await expectRefusal(api.verifyEmail(user.id, email.id, code ?? ""), "code_expired");
  directory.pass(24 * HOUR);
  await expectRefusal(api.acceptInvitation(token), "invitation_not_found");
});

test("it lists each message with its recipient, its text, and the link or code in it", async () => {
  await using directory = await openTestDirectory({ settings: { APP_NAME: "Acme" } });
  const api = createCaller(directory, actor);
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const phone = await api.addPhone(user.id, "+14155552671");

  await api.sendPasswordReset("ada@example.com");
  await api.sendPhoneVerification(user.id, phone.id);

  const [mail, text] = (await directory.sent()).toSorted((a, b) => a.kind.localeCompare(b.kind));
  expect(mail).toMatchObject({ kind: "mail", to: "ada@example.com", template: "password_reset", code: null });
  expect(mail?.subject).toBe("Reset your password for Acme");
  expect(mail?.text).toContain(mail?.link);
  expect(text).toMatchObject({ kind: "sms", to: "+14155552671", subject: null, link: null });
  await api.verifyPhone(user.id, phone.id, text?.code ?? "");
});

test("it is served over HTTP on request, with pages behind its links", async () => {
  await using directory = await openTestDirectory();
  const { url, apiKey } = await directory.listen();
  const api = createClient({ url, apiKey });
  await api.inviteUser({ email: "grace@example.com" });

  const [{ link } = expect.fail()] = await directory.sent();

  expect(await (await fetch(link ?? "")).text()).toContain("grace@example.com");
  await directory.close();
  const { error } = (await createClient({ url, apiKey, retries: 0 }).safe.fetchUsers()) as { error?: { code: string } };
  expect(error?.code).toBe("unreachable");
});

test("many are open in one process, and each is alone", async () => {
  const directories = await Promise.all(Array.from({ length: 20 }, () => openTestDirectory()));

  const ada = { first_name: "Ada", last_name: "Lovelace", username: "ada" };
  const users = await Promise.all(directories.map((directory) => createCaller(directory, actor).createUser(ada)));

  expect(new Set(users.map(({ id }) => id)).size).toBe(20);
  for (const directory of directories) await directory.close();
});

test("it writes nothing to disk", async () => {
  const MAIL_FOLDER = join(tmpdir(), `roster-${randomUUID()}`);
  await using directory = await openTestDirectory({ settings: { MAIL_FOLDER } });

  await createCaller(directory, actor).inviteUser({ email: "grace@example.com" });

  expect(await directory.sent()).toHaveLength(1);
  expect(existsSync(MAIL_FOLDER)).toBe(false);
  const { read } = directory.services.database;
  const { rows } = await read.executeQuery(CompiledQuery.raw("pragma database_list"));
  expect(rows).toEqual([{ seq: 0, name: "main", file: "" }]);
});

test("DATABASE_URL cannot name a database in memory, which a server would lose", () => {
  for (const url of [":memory:", "file::memory:", "sqlite::memory:"])
    expect(() => readSettings({ DATABASE_URL: url })).toThrow("DATABASE_URL must be file: and a path");
});

test("a directory logs with the logger that it is given", async () => {
  const lines: unknown[] = [];
  const line = (...parts: unknown[]) => void lines.push(parts);
  const log = { fatal: line, error: line, warn: line, info: line, debug: line };
  const settings = { ...readSettings({}), databaseUrl: ":memory:" };

  await using directory = await openRoster(settings, { log });
  await createCaller(directory, actor).fetchUsers();

  expect(JSON.stringify(lines)).toContain("created a new directory");
  expect(JSON.stringify(lines)).toContain("fetchUsers");
});
