import { once } from "node:events";
import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, openTestPlace, runRoster, serveRoster } from "../testing/command.ts";
import { createEmptyDatabase, dialect } from "../testing/database.ts";
import { racers, tally } from "../testing/race.ts";
import { openTestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import { openDatabase } from "./open.ts";

const migrations = fileURLToPath(new URL("./migrations", import.meta.url));
const names = readdirSync(join(migrations, dialect))
  .map((file) => file.replace(".sql", ""))
  .toSorted();
const migrated = "select name from roster_migration order by name";

test("processes that start together on a new database migrate it once", async () => {
  for (let round = 0; round < 5; round++) {
    await using database = await createEmptyDatabase();

    const outcomes = await racers.race(
      database.url,
      Array.from(
        { length: 4 },
        (_, index) => ["createUser", { first_name: "Ada", last_name: `Lovelace ${index}` }] as const,
      ),
    );

    expect(tally(outcomes)).toEqual({ ok: 4 });
    expect(await database.query(migrated)).toEqual(names.map((name) => ({ name })));
    await expectSound(database.url);
  }
});

test("servers that start together on a new database all serve it", async () => {
  await using database = await createEmptyDatabase();
  using place = openTestFolder();
  await using servers = new AsyncDisposableStack();
  const env = { ...place.env, DATABASE_URL: database.url };
  const started = await Promise.all([1, 2, 3].map(() => serveRoster(env)));
  for (const server of started) servers.use(server);

  expect(await database.query(migrated)).toHaveLength(names.length);
});

const schema =
  dialect === "postgres"
    ? "select oid, relname, relkind from pg_class where relnamespace = 'public'::regnamespace order by oid"
    : "select * from sqlite_schema";

test("a server that is older than the schema refuses to start, and changes nothing", async () => {
  await using place = await openTestPlace();
  const { database } = place;
  await makeKey(place.env);
  await database.query(
    "insert into roster_migration (name, timestamp) values ('9999-from-the-future', '2027-01-01T00:00:00.000Z')",
  );
  const before = [await database.query(schema), await database.dump()];

  const { code, stdout, stderr } = await runRoster(["serve"], place.env);

  expect(code).toBe(1);
  expect(stderr.trim()).toBe(
    "The database was made by a newer Roster: it has the migration 9999-from-the-future, which this one does not know.",
  );
  expect(stdout).toBe("");
  expect([await database.query(schema), await database.dump()]).toEqual(before);
});

test("a database of a development version is refused with advice, and left as it is", async () => {
  await using place = await openTestPlace();
  const { database } = place;
  await database.query("alter table roster_migration rename to kysely_migration");
  await database.query("alter table roster_migration_lock rename to kysely_migration_lock");
  const before = [await database.query(schema), await database.dump()];

  const { code, stderr } = await runRoster(["serve"], place.env);

  expect(code).toBe(1);
  expect(stderr.trim()).toBe(
    "The database was made by a development version of Roster, from before its first release, and cannot be brought up to date: " +
      "name another one in DATABASE_URL, or remove this one.",
  );
  expect([await database.query(schema), await database.dump()]).toEqual(before);
});

test("a later migration adds a column to users: their data stays, and a server that is running goes on", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  for (let index = 0; index < 40; index++) {
    const name = { first_name: "Ada", last_name: `Lovelace ${index}`, username: `ada${index}` };
    const { id: user_id } = await api.createUser({ ...name, email_address: `ada${index}@example.com` });
    if (index % 3 === 0) await api.addOrganizationMember({ organization_id, user_id, role: "member" });
  }
  const ask = async () => [
    await api.fetchUsers({ per_page: 30, include_total: true }),
    await api.fetchUsers({ search: "ada17", order_by: "name_asc" }),
    await api.fetchUserByEmail("ada3@example.com"),
    await api.fetchUserDetails((await api.fetchUserByEmail("ada9@example.com")).id),
  ];
  const [answers, { users, ...others }] = [await ask(), await directory.dump()];
  using folder = openTestFolder();
  cpSync(migrations, folder.folder, { recursive: true });
  const steps = ["alter table users add column nickname text;", "create index users_by_nickname on users (nickname);"];
  writeFileSync(join(folder.folder, dialect, "9999-nicknames.sql"), steps.join("\n"));

  const opened = await openDatabase(directory.databaseUrl);
  await opened.migrate(folder.folder);
  await opened.migrate(folder.folder); // there is nothing left to do
  await opened.close();

  expect(await ask()).toEqual(answers);
  const { users: later, roster_migration: done, ...rest } = await directory.dump();
  expect(later).toEqual(users?.map((user) => ({ ...user, nickname: null })));
  expect({ ...rest, roster_migration: done?.slice(0, -1) }).toEqual(others);
  expect(done?.map(({ name }) => name)).toEqual([...names, "9999-nicknames"]);
  const { id } = await api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: "grace@example.com" });
  await api.updateUser(id, { first_name: "Rear Admiral Grace" });
  expect((await api.fetchUsers({ search: "admiral" })).data).toMatchObject([{ id }]);
  await expectSound(directory.databaseUrl);
});

test.runIf(dialect === "postgres")("two schemas of one database hold a directory each", async () => {
  await using place = await openTestPlace();
  await place.database.query("create schema second");
  const url = new URL(place.env.DATABASE_URL);
  url.searchParams.set("options", "-c search_path=second,public"); // where the extension is
  await makeKey(place.env);

  const { code } = await runRoster(["keys", "list"], { ...place.env, DATABASE_URL: url.href });

  expect(code).toBe(0);
  expect(await place.database.query("select name from second.api_keys")).toEqual([]);
  expect(await place.database.query("select name from api_keys")).toHaveLength(1);
});

/** The address of a directory in a schema of its own. */
function inSchema(databaseUrl: string, path: string) {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", `-c search_path=${path}`);
  return url.href;
}

test.runIf(dialect === "postgres")(
  "another application's schema is refused by name, and nothing is changed in it",
  async () => {
    await using database = await createEmptyDatabase();
    using place = openTestFolder();
    await database.query("create table invoices (id text)");
    await database.query("create table kysely_migration (name text)");
    const env = { ...place.env, DATABASE_URL: database.url };
    const before = [await database.query(schema), await database.dump()];
    const file = `file:${place.database}`;

    const commands = [["serve"], ["keys", "list"], ["audit", "verify"], ["copy", "--from", database.url, "--to", file]];
    for (const command of commands) {
      const { code, stdout, stderr } = await runRoster(command, env);
      expect({ command, code, stdout }).toEqual({ command, code: 1, stdout: "" });
      expect(stderr).toMatch(/^The database \S+ is not Roster's: it has the tables invoices, kysely_migration\./);
    }
    expect([await database.query(schema), await database.dump()]).toEqual(before);
    expect(existsSync(place.database)).toBe(false);
  },
);

test.runIf(dialect === "postgres")(
  "a directory lives beside another application that uses Kysely, and beside another directory, and disturbs neither",
  async () => {
    await using database = await createEmptyDatabase();
    using place = openTestFolder();
    const theirs = ["create table kysely_migration (name text)", "create table kysely_migration_lock (id text)"];
    for (const statement of [...theirs, "create table users (id text)", "insert into users values ('theirs')"])
      await database.query(statement);
    for (const name of ["one", "two"]) await database.query(`create schema ${name}`);
    const before = [await database.query(schema), await database.dump()];

    for (const name of ["one", "two"]) {
      const env = { ...place.env, DATABASE_URL: inSchema(database.url, name) };
      await using server = await serveRoster(env);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      expect((await runRoster(["keys", "create", name, "--scopes", "all"], env)).code).toBe(0);
      expect(await database.query(`select name from ${name}.api_keys`)).toEqual([{ name }]);
      expect(await database.query(`select count(*) as made from ${name}.roster_migration`)).toEqual([
        { made: names.length },
      ]);
    }

    expect([await database.query(schema), await database.dump()]).toEqual(before);
  },
);

test.runIf(dialect === "postgres")("a search_path that names no schema is refused", async () => {
  await using database = await createEmptyDatabase();
  using place = openTestFolder();

  const env = { ...place.env, DATABASE_URL: inSchema(database.url, "nowhere") };
  expect(await runRoster(["serve"], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("No schema of the search_path (nowhere) exists"),
  });
});

test.runIf(dialect === "postgres")(
  "with DATABASE_CREATE=false an empty database is refused, and stays empty",
  async () => {
    await using database = await createEmptyDatabase();
    using place = openTestFolder();
    const env = { ...place.env, DATABASE_URL: database.url };

    const refused = await runRoster(["serve"], { ...env, DATABASE_CREATE: "false" });

    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("is empty: it holds no directory") });
    expect(await database.query(schema)).toEqual([]);
    await using server = await serveRoster(env);
    expect(server.output.stdout).toContain("created a new directory in postgres://");
  },
);

test.runIf(dialect === "sqlite").for([
  [
    "a file that is no database",
    (folder: string) => {
      writeFileSync(join(folder, "roster.db"), "This is a letter, not a database. ".repeat(200));
      return join(folder, "roster.db");
    },
  ],
  [
    "a path below a file",
    (folder: string) => {
      writeFileSync(join(folder, "letter"), "");
      return join(folder, "letter", "roster.db");
    },
  ],
  ["a folder in the place of the file", (folder: string) => folder],
] as const)("%s is refused at the start, with the path", async ([, make]) => {
  using place = openTestFolder();
  const path = make(place.folder);

  const { code, stdout, stderr } = await runRoster(["serve"], { ...place.env, DATABASE_URL: `file:${path}` });

  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(path);
  expect(stderr).not.toContain("    at "); // no stack
});

const wrongAddresses: [name: string, change: (url: URL) => void, reason: RegExp][] = [
  ["a port that nobody listens on", (url) => Object.assign(url, { port: "1" }), /ECONNREFUSED/],
  ["a name that stands for no host", (url) => Object.assign(url, { hostname: "nowhere.invalid" }), /nowhere\.invalid/],
  ["a database that is not there", (url) => Object.assign(url, { pathname: "/nowhere" }), /"nowhere" does not exist/],
  ["a user who is not there", (url) => Object.assign(url, { username: "nobody" }), /authentication failed/],
  ["a wrong password", (url) => Object.assign(url, { password: "s3cret" }), /authentication failed/],
];

test.runIf(dialect === "postgres").for(wrongAddresses)(
  "%s is refused at the start, with the address and the reason, but no password",
  async ([, change, reason]) => {
    await using place = await openTestPlace();
    const url = new URL(place.env.DATABASE_URL);
    url.password = "postgres";
    change(url);
    const { code, stdout, stderr } = await runRoster(["serve"], { ...place.env, DATABASE_URL: url.href });

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`The database ${url.host}${url.pathname} cannot be opened: `);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/s3cret|postgres:postgres|    at /); // nor a stack
  },
);

test.runIf(dialect === "postgres")("a start fails after some seconds when the host does not answer", async () => {
  using place = openTestFolder();
  await using server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1"); // accepts connections and never answers
  await once(server, "listening");
  const port = (server.address() as AddressInfo).port; // a TCP server that listens has one
  const url = `postgres://roster:s3cret@127.0.0.1:${port}/roster`;

  const { code, stderr } = await runRoster(["serve"], { ...place.env, DATABASE_URL: url });

  expect(code).toBe(1);
  expect(stderr.trim()).toMatch(/^The database 127\.0\.0\.1:\d+\/roster cannot be opened: .*timeout$/);
});

test.runIf(dialect === "postgres").for<[string, string]>([
  ["a port that is no number", "postgres://roster:s3cret@one:port/roster"],
  ["a host with a bracket", "postgres://roster:s3cret@[one/roster"],
])("an address with %s is refused at the start", async ([, url]) => {
  using place = openTestFolder();

  const { code, stderr } = await runRoster(["serve"], { ...place.env, DATABASE_URL: url });

  expect(code).toBe(1);
  expect(stderr).toContain("DATABASE_URL must be file: and a path");
  expect(stderr).not.toMatch(/s3cret|    at /);
});
