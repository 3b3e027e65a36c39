import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCaller } from "@roster/client";
import { openRoster, readSettings } from "@roster/server";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Side, start } from "../processes.ts";
import { bare, usual } from "../requests.ts";
import { seedRoster } from "../seed/roster.ts";

const USERS = 200;
const folder = mkdtempSync(join(tmpdir(), "roster-benchmark-"));
const databaseUrl = `file:${join(folder, "seed.db")}`;

beforeAll(() => seedRoster(join(folder, "seed.db"), USERS, () => undefined));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serve = (program: string) =>
  start([fileURLToPath(new URL(`${program}.ts`, import.meta.url))], { DATABASE_URL: databaseUrl }, folder);

async function openSeed() {
  const directory = await openRoster(readSettings({ DATABASE_URL: databaseUrl }), { log: pino({ level: "silent" }) });
  const roster = createCaller(directory, { name: "test", scopes: ["users:read", "audit:read"] });
  const { data: newest } = await roster.fetchUsers();
  const details = await roster.fetchUserDetails(newest[7]?.id ?? "");
  return { roster, newest, details, [Symbol.asyncDispose]: () => directory.close() };
}

async function ask({ url }: Side, target: { path: string } | undefined): Promise<unknown> {
  const response = await fetch(url + target?.path);
  expect(response.status).toBe(200);
  return response.json();
}

test("the bare server that Roster is compared with gives the same answers", async () => {
  await using seed = await openSeed();
  await using server = await serve("bare");
  const { workspaces, ...details } = seed.details;

  expect(await ask(server, bare.list(server, 1).targets[0])).toEqual({ data: seed.newest });
  expect(await ask(server, bare.details(server, 1, [details.user.id]).targets[0])).toEqual(details);
  expect([seed.newest.length, details.emails.length, details.organizations.length, workspaces.length]).toEqual([
    20, 2, 1, 0,
  ]);
});

test("the usual way of writing the stack gives the same users", async () => {
  await using seed = await openSeed();
  await using server = await serve("usual");
  const { user, emails } = seed.details;

  expect(await ask(server, usual.list(server, 1).targets[0])).toEqual({ result: { data: { data: seed.newest } } });
  expect(await ask(server, usual.details(server, 1, [user.id]).targets[0])).toMatchObject({
    result: { data: { user: { id: user.id }, emails: emails.map(({ id, email }) => ({ id, identifier: email })) } },
  });
});

test("a seeded directory has all users, found by name, nine in ten of them active", async () => {
  await using seed = await openSeed();
  const { roster } = seed;

  expect((await roster.fetchUsers({ include_total: true })).total).toBe(USERS);
  expect((await roster.fetchUsers({ search: "ꭓwxkjqzv" })).data).toHaveLength(1);
  const active = (await roster.fetchUsers({ is_active: true, include_total: true })).total ?? 0;
  expect(active / USERS).toBeGreaterThan(0.8);
  expect(active / USERS).toBeLessThan(0.98);
});
