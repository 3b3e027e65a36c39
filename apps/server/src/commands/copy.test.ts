import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { createCaller, createClient, type RosterClient } from "@roster/client";
import { scopes, userOrders } from "@roster/contract";
import { expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { openRoster } from "../roster.ts";
import { openTestFolder, rosterCommand, run, runRoster, serveRoster } from "../testing/command.ts";
import { createDatabase, openTestDatabase } from "../testing/database.ts";
import { expectSound } from "../testing/soundness.ts";
import { walkByCursor } from "../testing/walk.ts";
import { createWorld, tokenIn, type World } from "../testing/world.ts";

/** Calls in this process, with all scopes. */
async function inDirectory<T>(url: string, work: (api: RosterClient) => Promise<T>): Promise<T> {
  await using roster = await openRoster(readSettings({ DATABASE_URL: url, LOG_LEVEL: "error" }));
  return await work(createCaller(roster, { name: "tester", scopes }));
}

/** A world with more users, some of them deleted, including the newest, whose numbers must not be assigned again. */
async function populate(url: string): Promise<World> {
  await using database = openTestDatabase(url);
  return await inDirectory(url, async (api) => {
    const world = await createWorld({ api, database });
    const names = ["Åsa", "straße", "Zoë", "İpek", "日本", "100%", "a_b", "O'Brien", "\\", "ẞ", "e\u0301mile", "Ada"];
    for (const [index, first_name] of names.entries()) {
      const email_address = index % 3 === 0 ? undefined : `${index}@example.com`;
      const made = { first_name, last_name: names[index - 1] ?? "First", email_address };
      await api.createUser({ ...made, public_metadata: { index, text: `${first_name}\n\u2028` } });
    }
    const last = await api.createUser({ first_name: "Gone", last_name: "Soon" });
    await api.deleteUser(last.id);
    return world;
  });
}

const searches = [
  "ada",
  "ÅSA",
  "STRASSE",
  "%",
  "_",
  "\\",
  "'",
  "本",
  "é",
  "415 555",
  "+1 (415) 555-2671",
  "example.com a",
];

/** All reads of a directory. */
async function answersOf(api: RosterClient) {
  const all = { per_page: 100, include_total: true } as const;
  const { data: users } = await api.fetchUsers(all);
  return {
    orders: await Promise.all(
      userOrders.map((order_by) => api.fetchUsers({ per_page: 4, order_by, include_total: true })),
    ),
    searches: await Promise.all(searches.map((search) => api.fetchUsers({ ...all, search }))),
    details: await Promise.all(users.map(({ id }) => api.fetchUserDetails(id))),
    organizations: await api.fetchOrganizations({ ...all, search: "cm" }),
    workspaces: await api.fetchWorkspaces(all),
    invitations: await api.fetchInvitedUsers({ ...all, search: "invited" }),
    waitlist: [await api.fetchWaitlist(all), await api.fetchWaitlist({ ...all, status: "rejected" })],
    keys: await api.fetchApiKeys(all),
    audit: await walkByCursor((options) => api.fetchAuditLog({ per_page: 7, ...options })),
  };
}

/** The copied rows, in any order. */
async function rowsOf(url: string) {
  await using database = openTestDatabase(url);
  const copied = Object.entries(await database.dump()).filter(([name]) => !/_search|roster_migration/.test(name));
  return copied.map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).toSorted()]);
}

const copy = (from: string, to: string) => runRoster(["copy", "--from", from, "--to", to], {});

test("a directory that moves from a file to PostgreSQL and back answers and continues as before", async () => {
  using place = openTestFolder();
  await using postgres = await createDatabase();
  const [first, last] = ["first", "last"].map((name) => `file:${join(place.folder, `${name}.db`)}`) as [string, string]; // of two
  const world = await populate(first);
  const before = await inDirectory(first, answersOf);

  const there = await copy(first, postgres.url);
  expect(there).toMatchObject({ code: 0, stderr: "" });
  expect(there.stdout).toMatch(/users +15 rows, compared/);
  expect(await inDirectory(postgres.url, answersOf)).toEqual(before);
  await expectSound(postgres.url);

  const back = await copy(postgres.url, last);
  expect(back).toEqual(there);
  expect(await inDirectory(last, answersOf)).toEqual(before);
  await expectSound(last);
  expect(await rowsOf(last)).toEqual(await rowsOf(first));

  for (const [index, url] of [postgres.url, last].entries()) await expectToGoOn(url, world, index);
});

/** Expects that earlier keys, links and cursors still work, and that no number is assigned again. */
async function expectToGoOn(url: string, world: World, index: number) {
  await using database = openTestDatabase(url);
  const newest = "select seq from users order by seq desc limit 1";
  const [before] = await database.query<{ seq: number }>(newest);
  await using server = await serveRoster({ DATABASE_URL: url, PORT: "0", LOG_LEVEL: "info" });
  const api = createClient({ url: server.url, apiKey: world.apiKey.key });
  expect((await api.fetchApiKeys({ per_page: 1 })).data).toHaveLength(1);

  await inDirectory(url, async (all) => {
    const cursor = (await all.fetchUsers({ per_page: 1, search: "ada" })).next_cursor ?? "";
    expect((await all.fetchUsers({ per_page: 1, search: "ada", cursor })).data).toHaveLength(1);
    const { id } = await all.createUser({
      first_name: "Next",
      last_name: "One",
      email_address: `next${index}@example.com`,
    });
    const [user] = await database.query<{ seq: number }>("select seq from users where id = ?", id);
    expect(Number(user?.seq)).toBe(Number(before?.seq) + 2); // one has gone between them
    const accepted = await all.acceptInvitation(tokenIn(world.invitation.accept_url), {
      first_name: "Mary",
      last_name: "Jackson",
    });
    expect(accepted.is_new_user).toBe(true);
    const { ada, coded, code } = world;
    expect(await all.verifyPassword({ user_id: ada.id, password: world.password })).toMatchObject({ id: ada.id });
    expect((await all.safe.verifyEmail(ada.id, coded.id, code)).ok).toBe(true);
  });
  await expectSound(url);
}

const sequences = async (api: RosterClient) => (await api.fetchAuditLog()).data.map(({ sequence }) => sequence);

test("a copy numbers entries of the audit log that PostgreSQL has not numbered yet, and the log goes on from there", async () => {
  using place = openTestFolder();
  await using from = await createDatabase();
  await using to = await createDatabase();
  const ada = { first_name: "Ada", last_name: "Lovelace" };
  const makeUser = (url: string) =>
    inDirectory(url, async (api) => {
      await api.createUser(ada);
      return sequences(api);
    });
  await makeUser(from.url);
  expect(await makeUser(from.url)).toEqual([null, null]);

  for (const [source, target, next] of [
    [from.url, place.env.DATABASE_URL, 3],
    [place.env.DATABASE_URL, to.url, null],
  ] as const) {
    expect(await copy(source, target)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/audit_entries +\d rows, compared/),
    });
    const copied = await inDirectory(target, sequences);
    expect(copied.at(-1)).toBe(1);
    expect(await makeUser(target)).toEqual([next, ...copied]);
    await expectSound(target);
  }
  expect(await inDirectory(to.url, sequences)).toEqual([4, 3, 2, 1]);
});

test("a copy refuses a target that is not empty, and leaves it as it is", async () => {
  using place = openTestFolder();
  await using postgres = await createDatabase();
  await inDirectory(place.env.DATABASE_URL, (api) => api.createUser({ first_name: "Ada", last_name: "Lovelace" }));
  await inDirectory(postgres.url, (api) => api.createOrganization({ name: "Acme" }));
  const dump = async () => [await rowsOf(place.env.DATABASE_URL), await rowsOf(postgres.url)];
  const before = await dump();

  for (const [from, to] of [
    [place.env.DATABASE_URL, postgres.url],
    [postgres.url, place.env.DATABASE_URL],
  ] as const) {
    const refused = await copy(from, to);
    expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("The target is not empty") });
  }
  expect(await dump()).toEqual(before);
});

test("a copy accepts both forms of a file's URL, and refuses a missing database", async () => {
  using place = openTestFolder();
  const there = join(place.folder, "there.db");
  await inDirectory(place.env.DATABASE_URL, (api) => api.createUser({ first_name: "Ada", last_name: "Lovelace" }));

  const copied = await copy(place.env.DATABASE_URL.replace("file:", "sqlite:"), `sqlite:${there}`);
  expect(copied).toMatchObject({ code: 0, stdout: expect.stringMatching(/users +1 rows/) });
  expect(await rowsOf(`file:${there}`)).toEqual(await rowsOf(place.env.DATABASE_URL));

  for (const other of [there, "mysql://roster@localhost/roster"]) {
    expect(await copy(other, `file:${there}`)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--from must be/),
    });
    expect(await copy(`file:${there}`, other)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--to must be/),
    });
  }
});

/** A directory whose copy takes a while. */
async function fill(url: string) {
  await using database = openTestDatabase(url);
  await inDirectory(url, (api) => api.createUser({ first_name: "Ada", last_name: "Lovelace" }));
  const digits =
    "select 0 as d union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9";
  const tens = ["a", "b", "c", "d", "e"];
  const number = tens.map((name) => `${name}.d`).join(" || '-' || ");
  await database.query(`insert into rate_limits (key, points, expires_at)
    select 'key-' || ${number}, 1, '2030-01-01T00:00:00.000Z' from ${tens.map((name) => `(${digits}) as ${name}`).join(", ")}`);
}

test("a copy that is killed half-way leaves nothing behind, and can be made again", async () => {
  using place = openTestFolder();
  await using postgres = await createDatabase();
  const [from, to] = ["from", "to"].map((name) => join(place.folder, `${name}.db`)) as [string, string]; // of two
  await fill(`file:${from}`);
  const inserting = `select 1 from pg_stat_activity
    where datname = current_database() and query like 'insert into "rate_limits"%'`;
  const isWritten = async () => (await postgres.query(inserting)).length > 0;
  const isGrowing = async () => existsSync(`${to}-wal`) && statSync(`${to}-wal`).size > 2 ** 21;

  for (const [source, target, isUnderWay] of [
    [`file:${from}`, postgres.url, isWritten],
    [postgres.url, `file:${to}`, isGrowing],
  ] as const) {
    const child = spawn(rosterCommand[0], [...rosterCommand.slice(1), "copy", "--from", source, "--to", target]);
    const ended = once(child, "close");
    await expect.poll(isUnderWay, { interval: 5 }).toBe(true);
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    for (const [table, rows] of await rowsOf(target))
      if (table !== "sqlite_sequence") expect({ table, rows }).toEqual({ table, rows: [] });

    expect(await copy(source, target)).toMatchObject({ code: 0, stdout: expect.stringContaining("100000 rows") });
  }
});

test("a copy shows its progress on a terminal, and never a password", async ({ skip }) => {
  using place = openTestFolder();
  await using postgres = await createDatabase();
  const secret = "postgres:postgres@";
  expect(postgres.url).toContain(secret);
  await populate(place.env.DATABASE_URL);
  const line = [...rosterCommand, "copy", "--from", place.env.DATABASE_URL, "--to", postgres.url].join("' '");
  const terminal = await run(["script", "--quiet", "--return", "--command", `'${line}'`, "/dev/null"], {
    TERM: "xterm",
  });
  skip(terminal.code === 127, "needs script");

  expect(terminal.code).toBe(0);
  expect(terminal.stdout).toMatch(/\[░+\] 0\/(\d+).+audit_entries +\[█+\] \1\/\1/su);
  const said = [
    terminal,
    await copy(place.env.DATABASE_URL, postgres.url), // not empty
    await copy(place.env.DATABASE_URL, postgres.url.replace(/:\d+\//, ":1/")), // no server there
    await copy(postgres.url.replace(/[^/]+$/, "none"), place.env.DATABASE_URL), // no such database
    await copy(place.env.DATABASE_URL, "postgres://roster:postgres:postgres@[::1"), // no address
    await copy(`file:${place.folder}/none`, postgres.url),
  ];
  expect(said.map(({ code }) => code)).toEqual([0, 1, 1, 1, 1, 1]);
  for (const { stdout, stderr } of said) expect(stdout + stderr).not.toMatch(/postgres:postgres|postgres@/);
});
