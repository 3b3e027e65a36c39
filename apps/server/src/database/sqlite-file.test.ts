import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createCaller, createClient, type RosterClient } from "@roster/client";
import { scopes } from "@roster/contract";
import Sqlite from "better-sqlite3";
import { expect, inject, test } from "vitest";
import { readSettings } from "../config.ts";
import { openRoster } from "../roster.ts";
import { makeKey, openTestFolder, runRoster, serveRoster } from "../testing/command.ts";
import { openTestDatabase } from "../testing/database.ts";
import { repeatDuring } from "../testing/race.ts";
import { expectSound } from "../testing/soundness.ts";

/** A server with one user, and another directory's file, with users of its own. */
async function openServed() {
  const place = openTestFolder();
  const data = join(place.folder, "data");
  mkdirSync(data);
  const path = join(data, "roster.db");
  const other = join(place.folder, "other.db");
  const env = { ...place.env, DATABASE_URL: `file:${path}` };
  copyFileSync(inject("template"), path);
  const apiKey = await makeKey(env);
  await createUsers(`file:${other}`, 20);
  const server = await serveRoster(env);
  const api = createClient({ url: server.url, apiKey, retries: 0 });
  const created = await api.createUser(named("before"));
  return {
    ...place,
    data,
    path,
    other,
    env,
    server,
    api,
    created,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

const named = (last_name: string) => ({ first_name: "Ada", last_name });

async function createUsers(url: string, count: number) {
  await using roster = await openRoster(readSettings({ DATABASE_URL: url, LOG_LEVEL: "silent" }));
  const api = createCaller(roster, { name: "tester", scopes });
  for (let index = 0; index < count; index++) await api.createUser(named(`other ${index}`));
}

type Served = Awaited<ReturnType<typeof openServed>>;

const lost: [what: string, lose: (served: Served) => void][] = [
  ["replaced by another", ({ other, path }) => renameSync(other, path)],
  [
    "moved away, and replaced by another",
    ({ other, path, data }) => (renameSync(path, join(data, "old.db")), renameSync(other, path)),
  ],
  ["removed", ({ path }) => rmSync(path)],
  ["removed with its folder", ({ data }) => rmSync(data, { recursive: true })],
  ["moved with its folder", ({ data, folder }) => renameSync(data, join(folder, "moved"))],
  ["deprived of its log", ({ path }) => rmSync(`${path}-wal`)],
  ["deprived of its log's index", ({ path }) => rmSync(`${path}-shm`)],
  ["cut short", ({ path }) => truncateSync(path, 8192)],
  ["emptied", ({ path }) => truncateSync(path, 0)],
  ["overwritten by one of its size", ({ path }) => writeFileSync(path, readFileSync(path))],
];

test.for(lost)("a server whose file is %s is not ready, and acknowledges no change", async ([, lose]) => {
  await using served = await openServed();
  const { api, server } = served;
  lose(served);

  const results = await Promise.all(["one", "two", "three"].map((name) => api.safe.createUser(named(name))));

  for (const result of results)
    expect(result).toMatchObject({ ok: false, error: { code: "unavailable", retry_after: 1 } });
  const ready = () => fetch(`${server.url}/readyz`).then(({ status, headers }) => [status, headers.get("retry-after")]);
  await expect.poll(ready).toEqual([503, "1"]); // an attempt to write that takes long is no fault yet
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

const isIn = async (path: string) => {
  await using database = openTestDatabase(`file:${path}`);
  await database.expectWhole();
  return (await database.query<{ last_name: string }>("select last_name from users order by seq")).map(
    (user) => user.last_name,
  );
};
const others = Array.from({ length: 20 }, (_, index) => `other ${index}`);

test.for(["SIGTERM", "SIGKILL"] as const)(
  "a file that replaces the one of a server keeps its own users, when the server ends by %s",
  async (signal) => {
    await using served = await openServed();
    const { path, other, server, data } = served;
    renameSync(path, join(data, "old.db"));
    renameSync(other, path);
    await expect.poll(() => readdirSync(data).some((name) => name.includes("-wal.replaced-"))).toBe(true);

    server.signal(signal);
    await server.ended;

    expect(await isIn(path)).toEqual(others);
    await using again = await serveRoster(served.env);
    const api = createClient({ url: again.url, apiKey: await makeKey(served.env) });
    expect((await api.fetchUsers({ per_page: 100 })).data).toHaveLength(20);
    await api.createUser(named("after"));
    await expectSound(served.env.DATABASE_URL);
  },
);

test("a file that replaces the one of a server under load keeps its own users, and no answered change is in it", async () => {
  await using served = await openServed();
  const { api, path, other, server } = served;
  const load = Promise.all(
    Array.from({ length: 6 }, async (_, lane) => {
      for (let index = 0; index < 150; index++) await api.safe.createUser(named(`load ${lane} ${index}`));
    }),
  );
  await expect.poll(() => server.output.stdout.includes("the writer thread makes changes")).toBe(true);
  renameSync(other, path);
  const late = await api.safe.createUser(named("late"));
  await load;

  expect(late).toMatchObject({ ok: false, error: { code: "unavailable" } });
  server.signal("SIGTERM");
  await server.ended;
  expect(await isIn(path)).toEqual(others);
});

test("a file that is overwritten under a server keeps its own users", async () => {
  await using served = await openServed();
  const { api, path, server, data } = served;
  await createUsers(`file:${join(data, "large.db")}`, 200);

  copyFileSync(join(data, "large.db"), path);

  expect(await api.safe.createUser(named("late"))).toMatchObject({ ok: false });
  await expect.poll(() => readdirSync(data).some((name) => name.includes("-wal.replaced-"))).toBe(true);
  server.signal("SIGTERM");
  await server.ended;
  expect(await isIn(path)).toHaveLength(200);
});

test.for(["at once", "after a refused change"])(
  "a backup that is copied over the file of a server, which ends %s, stays as it was",
  async (when) => {
    await using served = await openServed();
    const { api, path, folder, server, env } = served;
    const backup = join(folder, "backup.db");
    expect(await runRoster(["backup", backup], env)).toMatchObject({ code: 0 });
    for (const name of ["one", "two", "three"]) await api.createUser(named(name));

    copyFileSync(backup, path);
    if (when !== "at once") expect(await api.safe.createUser(named("late"))).toMatchObject({ ok: false });
    server.signal("SIGTERM");
    await server.ended;

    expect(await isIn(path)).toEqual(["before"]);
  },
);

test("a file that was only touched under a server loses nothing: the server needs a restart", async () => {
  await using served = await openServed();
  const { api, path, server, env } = served;
  utimesSync(path, new Date(), new Date());
  expect(await api.safe.createUser(named("late"))).toMatchObject({ ok: false, error: { code: "unavailable" } });
  server.signal("SIGTERM");
  await server.ended;

  await using again = await serveRoster(env);
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  expect(await isIn(path)).toEqual(["before"]);
});

test("when the file comes back, the server goes on", async () => {
  await using served = await openServed();
  const { api, data, folder, server } = served;
  renameSync(data, join(folder, "moved"));
  expect((await api.safe.createUser(named("one"))).ok).toBe(false);

  renameSync(join(folder, "moved"), data);

  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(await api.createUser(named("two"))).toMatchObject({ last_name: "two" });
  await expectSound(served.env.DATABASE_URL);
});

/** The bytes of all files in a folder. */
const contentsOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name)).toString("latin1")])
    .toSorted();

type Commands = readonly (readonly string[])[];
const commands = (folder: string): Commands => [
  ["serve"],
  ["start"],
  ["keys", "list"],
  ["keys", "create", "x", "--scopes", "all"],
  ["backup", join(folder, "new.db")],
  ["audit", "verify"],
  ["copy", "--from", `file:${join(folder, "roster.db")}`, "--to", `file:${join(folder, "new.db")}`],
  ["copy", "--from", `file:${inject("template")}`, "--to", `file:${join(folder, "roster.db")}`],
];

function makeForeign(path: string, journal: string) {
  const other = new Sqlite(path);
  other.pragma(`journal_mode = ${journal}`);
  other.exec("create table invoices (id text); insert into invoices values ('1')");
  return other;
}

test.for(["wal", "delete"])(
  "every command refuses another application's file (%s) by name, and changes nothing",
  async (journal) => {
    using place = openTestFolder();
    makeForeign(place.database, journal).close();
    const before = contentsOf(place.folder);

    for (const command of commands(place.folder)) {
      const { code, stdout, stderr } = await runRoster(command, place.env);
      expect({ command, code, stdout }).toEqual({ command, code: 1, stdout: "" });
      expect(stderr).toContain(place.database);
      expect(stderr).toContain("is not Roster's: it has the tables invoices");
      expect(contentsOf(place.folder)).toEqual(before);
    }
  },
);

test("a file that another application has open, with its log, is refused, and neither is changed", async () => {
  using place = openTestFolder();
  const other = makeForeign(place.database, "wal");
  const bytes = () => ["", "-wal"].map((ending) => readFileSync(place.database + ending).toString("latin1"));
  const before = bytes();

  expect(await runRoster(["serve"], place.env)).toMatchObject({ code: 1, stderr: expect.stringContaining("invoices") });

  expect(bytes()).toEqual(before);
  other.close();
});

async function makeDamaged({ database, env }: ReturnType<typeof openTestFolder>) {
  await createUsers(env.DATABASE_URL, 30);
  const bytes = readFileSync(database);
  bytes.fill(0x5a, 8192, 16_384);
  writeFileSync(database, bytes);
}

test("every command refuses a damaged file by name, and changes nothing", async () => {
  using place = openTestFolder();
  await makeDamaged(place);
  const before = contentsOf(place.folder);

  for (const command of commands(place.folder).slice(0, -1)) {
    const { code, stderr } = await runRoster(command, place.env);
    expect({ command, code }).toEqual({ command, code: 1 });
    expect(stderr).toContain(`The database ${place.database} is damaged`);
    expect(contentsOf(place.folder)).toEqual(before);
  }
});

test.for([
  ["cut short", (path: string) => truncateSync(path, 16_384), /is damaged|cannot be opened/],
  ["beside the log of another", (path: string) => strandLog(path), /is damaged|is not Roster's/],
  ["missing, with its log still there", (path: string) => (strandLog(path), rmSync(path)), /is missing, and its log/],
  [
    "empty, with its log still there",
    (path: string) => (strandLog(path), truncateSync(path, 0)),
    /is empty, and its log/,
  ],
] as const)("a file that is %s is refused at the start", async ([, change, told]) => {
  using place = openTestFolder();
  await createUsers(place.env.DATABASE_URL, 30);
  change(place.database);

  for (const command of ["serve", "start"]) {
    expect(await runRoster([command], place.env)).toMatchObject({ code: 1, stderr: expect.stringMatching(told) });
  }
});

/** Leaves the log of another database beside a file, as when the file is replaced after a crash. */
function strandLog(path: string) {
  const other = `${path}.other`;
  const database = new Sqlite(other);
  database.pragma("journal_mode = wal");
  database.exec(`create table t (x); ${"insert into t values (zeroblob(9000));".repeat(20)}`);
  copyFileSync(`${other}-wal`, `${path}-wal`);
  database.close();
  rmSync(other);
}

test("a new file, its log and its folder are readable by their owner only, and so is one that was not", async () => {
  using place = openTestFolder();
  const path = join(place.folder, "new", "roster.db");
  const env = { ...place.env, DATABASE_URL: `file:${path}` };
  const modes = () => ["", "-wal", "-shm"].map((ending) => (statSync(path + ending).mode & 0o777).toString(8));
  {
    await using server = await serveRoster(env);
    expect(modes()).toEqual(["600", "600", "600"]);
    expect(server.output.stdout).toContain(`created a new directory in file:${path}`);
    expect(statSync(join(place.folder, "new")).mode & 0o777).toBe(0o700);
  }
  const loose = join(place.folder, "loose.db");
  copyFileSync(inject("template"), loose);
  chmodSync(loose, 0o644);
  await using server = await serveRoster({ ...env, DATABASE_URL: `file:${loose}` });
  expect(statSync(loose).mode & 0o777).toBe(0o600);
  expect(server.output.stdout).not.toContain("created");
});

test("with DATABASE_CREATE=false a path without a database is refused, and nothing is made", async () => {
  using place = openTestFolder();
  const env = { ...place.env, DATABASE_CREATE: "false" };

  for (const command of ["serve", "start"]) {
    const { code, stderr } = await runRoster([command], env);
    expect(code).toBe(1);
    expect(stderr).toContain(`There is no database at file:${place.database}`);
  }
  writeFileSync(place.database, "");
  expect(await runRoster(["serve"], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("no database at") });
  expect(contentsOf(place.folder)).toEqual([["roster.db", ""]]);
});

test("spaces around the path in DATABASE_URL name the same file", async () => {
  using place = openTestFolder();
  const key = await makeKey(place.env);
  await using server = await serveRoster({ ...place.env, DATABASE_URL: ` file: ${place.database} ` });

  expect((await createClient({ url: server.url, apiKey: key }).fetchUsers()).data).toEqual([]);
  expect(readdirSync(place.folder).filter((name) => name.trim() !== name)).toEqual([]);
});

test("a copy leaves its source as it is, byte for byte", async () => {
  using place = openTestFolder();
  await createUsers(place.env.DATABASE_URL, 5);
  const before = contentsOf(place.folder);

  const target = join(place.folder, "target", "copy.db");
  expect(await runRoster(["copy", "--from", place.env.DATABASE_URL, "--to", `file:${target}`], {})).toMatchObject({
    code: 0,
  });

  expect(contentsOf(place.folder).filter(([name]) => name !== "copy.db")).toEqual(before);
});

test("reads go on while the file is gone", async () => {
  await using served = await openServed();
  const { api, path } = served;
  rmSync(path);
  const changes = Promise.all(Array.from({ length: 5 }, (_, index) => api.safe.createUser(named(`${index}`))));

  await repeatDuring(changes, async () => expect((await api.fetchUsers()).data).toHaveLength(1));
});

test("an older copy of a file, beside the log of the newer one, is refused at the start", async () => {
  using place = openTestFolder();
  const { env, database } = place;
  const copy = join(place.folder, "older.db");
  const apiKey = await makeKey(env);
  const user = { ...named("before"), username: "older" };
  const served = async (end: NodeJS.Signals, work: (api: RosterClient) => Promise<unknown>) => {
    await using server = await serveRoster(env);
    await work(createClient({ url: server.url, apiKey }));
    server.signal(end);
    await server.ended;
  };
  await served("SIGTERM", async (api) => {
    await api.createUser(user);
    for (const name of others) await api.createUser(named(name)); // fills further pages
  });
  copyFileSync(database, copy);
  await served("SIGTERM", async (api) =>
    api.updateUser((await api.fetchUserByUsername("older")).id, { username: "newer" }),
  );
  await served("SIGKILL", (api) => api.createUser({ ...named("after"), username: "after" }));

  copyFileSync(copy, database);
  const { code, stderr } = await runRoster(["serve"], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/is damaged: .* If the file was replaced, its log \(-wal\) belongs to the one before\./);
});

test("behind a symbolic link the file is watched, and restored in its place", async () => {
  await using served = await openServed();
  const { path, folder, other, env } = served;
  const link = { ...env, DATABASE_URL: `file:${join(folder, "link.db")}` };
  symlinkSync(path, join(folder, "link.db"));
  const backup = join(folder, "backup.db");
  expect(await runRoster(["backup", backup], link)).toMatchObject({ code: 0 });
  served.server.signal("SIGTERM");
  await served.server.ended;
  {
    await using server = await serveRoster(link);
    const api = createClient({ url: server.url, apiKey: await makeKey(env), retries: 0 });
    await api.createUser(named("late"));
    renameSync(other, path);
    expect(await api.safe.createUser(named("lost"))).toMatchObject({ ok: false, error: { code: "unavailable" } });
  }
  expect(await runRoster(["restore", backup], link)).toMatchObject({ code: 0 });
  expect(await isIn(path)).toEqual(["before"]);
  expect(lstatSync(join(folder, "link.db")).isSymbolicLink()).toBe(true);
});
