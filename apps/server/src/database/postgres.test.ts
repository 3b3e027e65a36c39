import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { parseSearch } from "../lists/search.ts";
import { createDatabase } from "../testing/database.ts";
import { waitOf } from "../testing/elapsed.ts";
import { named } from "../testing/postgres-database.ts";
import { openProxy } from "../testing/proxy.ts";
import { repeatDuring } from "../testing/race.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import type { Db } from "./database.ts";
import { openDatabase } from "./open.ts";

const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
const grace = { first_name: "Grace", last_name: "Hopper" };

/** Another client of the same database. */
async function openStranger({ database }: TestRoster) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** Connections that wait for a lock. `pg_locks` would tell those of all databases, whose tests run meanwhile. */
const waitingFor = ({ database }: TestRoster, lock: "relation" | "transactionid") =>
  database.query("select pid from pg_stat_activity where datname = current_database() and wait_event = ?", lock);

/** Makes the first inserts into a table fail with an error code. Answers the number of all inserts. */
async function failAtFirst({ database }: TestRoster, table: string, code: string, times: number) {
  await database.query("create sequence tries");
  await database.query(`create function fail() returns trigger language plpgsql as $$ begin
    if nextval('tries') <= ${times} then raise exception 'not now' using errcode = '${code}'; end if;
    return new; end $$`);
  await database.query(`create trigger fail before insert on ${table} for each row execute function fail()`);
  return async () => (await database.query<{ last_value: number }>("select last_value from tries"))[0]?.last_value;
}

const conflicts = [
  ["a serialization failure", "40001"],
  ["a deadlock", "40P01"],
] as const;

test.for(conflicts)("a change that %s ends is retried, and made once", async ([, code]) => {
  await using directory = await openTestRoster();
  const tries = await failAtFirst(directory, "users", code, 4);

  const { id } = await directory.api.createUser(ada);

  expect(await tries()).toBe(5);
  const { users, audit_entries } = await directory.dump();
  expect(users).toMatchObject([{ id }]);
  expect(audit_entries).toHaveLength(1);
  await expectSound(directory.databaseUrl);
});

test("statements are prepared once, but a search is planned for its own words each time", async () => {
  await using directory = await openTestRoster();
  await directory.api.createUser(ada);
  for (const search of ["a", "lovelace", "ada e"]) await directory.api.fetchUsers({ search });
  await directory.api.fetchUsers();

  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
    directory.roster.services.database.read,
  );

  const texts = rows.map(({ statement }) => statement);
  expect(texts).toContainEqual(expect.stringContaining('from "users"'));
  expect(texts).not.toContainEqual(expect.stringContaining('"search_text" like'));
});

test.each(["☃", "zq"])("a search for a rare text such as %s uses an index", async (search) => {
  await using directory = await openTestRoster();
  await directory.api.createUser(ada);

  const plan = await directory.roster.services.database.snapshot(async (db) => {
    await sql`set local enable_seqscan = off`.execute(db); // the table is too small for another way
    const { holds } = (await parseSearch(db, "users", search)) ?? {};
    const { rows } = await sql<{ "QUERY PLAN": string }>`explain select seq from users where ${holds}`.execute(db);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });

  expect(plan).toContain("Bitmap Index Scan on users_by_short_runs");
  expect((await directory.api.fetchUsers({ search })).data).toEqual([]);
});

test.for(conflicts)("a change that %s ends five times fails, and leaves nothing", async ([, code]) => {
  await using directory = await openTestRoster();
  const tries = await failAtFirst(directory, "users", code, 5);

  await expectRefusedUnchanged(directory, () => directory.api.createUser(ada), "unavailable");

  expect(await tries()).toBe(5);
  await directory.api.createUser(ada);
});

test("a bulk call that a conflict ends is retried as a whole: no row is refused for it", async () => {
  await using directory = await openTestRoster();
  await failAtFirst(directory, "invitations", "40001", 3);

  const { results } = await directory.api.inviteUsers([{ email: "ada@example.com" }, { email: "grace@example.com" }]);

  expect(results).toMatchObject([{ ok: true }, { ok: true }]);
  expect((await directory.dump()).invitations).toHaveLength(2);
});

test("a change that loses a deadlock is retried after the other", async () => {
  await using directory = await openTestRoster();
  const { database } = directory;
  // The first to wait checks for the deadlock first, so the stranger must come second within that time, on a busy machine too.
  await database.query(
    "do $$ begin execute format('alter database %I set deadlock_timeout = 4000', current_database()); end $$",
  );
  await using patient = await openTestRoster({ DATABASE_URL: directory.databaseUrl });
  const { api } = patient;
  const { id } = await api.createUser({ ...grace, username: "grace" });
  await using stranger = await openStranger(directory);
  await stranger.query("begin");
  await stranger.query("insert into user_emails values ('email_1', $1, $2, 1, 'now', 'now', 'now')", [
    id,
    ada.email_address,
  ]);

  const created = api.createUser({ ...ada, username: "ada" });
  await expect.poll(() => waitingFor(directory, "transactionid")).toHaveLength(1);
  await stranger.query("update users set username = 'ada' where id = $1", [id]); // waits until the deadlock is found
  await stranger.query("rollback");

  expect(await created).toMatchObject({ username: "ada" });
  const [{ deadlocks } = { deadlocks: 0 }] = await database.query<{ deadlocks: number }>(
    "select deadlocks from pg_stat_database where datname = current_database()",
  );
  expect(deadlocks).toBe(1);
  await expectSound(directory.databaseUrl);
});

test.for([
  ["its commit is answered", "answer", "COMMIT\0"],
  ["it is to be committed", "request", "commit\0"],
  ["it has begun", "answer", "START TRANSACTION\0"],
  ["half of it is done", "request", "audit_entries"],
] as const)("a change is done once when the line is cut as %s", async ([, direction, text]) => {
  await using directory = await openTestRoster();
  await using proxy = await openProxy(directory.databaseUrl);
  await using through = await openTestRoster({ DATABASE_URL: proxy.url });
  proxy.cutAt(direction, text);

  const { id } = await through.api.createUser(ada);

  expect(proxy.cuts()).toBe(1);
  const { users, audit_entries } = await directory.dump();
  expect(users).toMatchObject([{ id, email: ada.email_address }]);
  expect(audit_entries).toHaveLength(1);
  expect(await through.api.fetchUsers()).toMatchObject({ data: [{ id }] });
  await expectSound(directory.databaseUrl);
});

test("a change whose commit is in doubt is neither retried nor answered as unavailable", async () => {
  await using directory = await openTestRoster();
  await using proxy = await openProxy(directory.databaseUrl);
  await using through = await openTestRoster({ DATABASE_URL: proxy.url });
  const { api } = through;
  const create = { first_name: "Ada", last_name: "Lovelace" }; // without any unique value
  proxy.cutAt("answer", "COMMIT\0");
  proxy.refuse(5); // the connections that ask for the outcome

  await expectRefusal(api.createUser(create), "internal_error");

  expect(proxy.cuts()).toBe(6);
  expect(through.logged()).toMatch(/the connection was lost while transaction \d+ was committed/);
  expect((await directory.dump()).users).toHaveLength(1);
  expect(await api.createUser(grace)).toMatchObject(grace);
  await expectSound(directory.databaseUrl);
});

test("a change whose connection hangs holds up only changes that need its locks, and those for some seconds", async () => {
  await using directory = await openTestRoster();
  await using proxy = await openProxy(directory.databaseUrl);
  await using through = await openTestRoster({ DATABASE_URL: proxy.url });
  const { api, database } = directory;
  const { id } = await api.createUser(ada);
  proxy.stallAt('update "users"');
  const silent = through.api.safe.updateUser(id, { first_name: "Eve" });
  const wait = waitOf(() => silent);
  const idle = `select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
  await expect.poll(() => database.query(idle)).toHaveLength(1);

  await api.createUser(grace);
  const waiting = api.updateUser(id, { last_name: "Byron" });

  expect(await silent).toMatchObject({ ok: false, error: { code: "unavailable" } });
  expect(await wait).toBeLessThan(6000);
  expect(await waiting).toMatchObject({ first_name: "Ada", last_name: "Byron" });
});

const rest = (seconds: number) => (db: Db) => sql<{ one: number }>`select 1 as one, pg_sleep(${seconds})`.execute(db);

test("a statement may take some seconds, and one of bulk work or a long read as many as it needs", async () => {
  await using directory = await openTestRoster();
  const { database } = directory.roster.services;
  const ended = await Promise.allSettled([
    database.single(rest(2)),
    database.snapshot(rest(7), { isPatient: true }),
    database.bulk(rest(7)),
    database.single(rest(7)),
  ]);

  expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  const [last] = ended.slice(-1);
  expect(last?.status === "rejected" && database.failure(last.reason)).toMatchObject({ kind: "unavailable" });
});

test("while somebody else keeps the database locked, writes answer unavailable and reads go on", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser(ada);
  const before = await directory.dump();
  await using stranger = await openStranger(directory);
  await stranger.query("begin");
  await stranger.query("select pg_advisory_xact_lock(hashtextextended('roster in ' || current_schema(), 0))");

  const writes = Promise.all(Array.from({ length: 10 }, () => api.safe.createUser(grace)));
  const wait = waitOf(() => writes);
  const reads = await repeatDuring(writes, async () => expect((await api.fetchUsers()).data).toHaveLength(1));

  for (const write of await writes) expect(write).toMatchObject({ ok: false, error: { code: "unavailable" } });
  expect(await wait).toBeLessThan(8000); // five seconds, for all at the same time
  expect(reads).toBeGreaterThan(10); // each would wait for as long
  expect(await directory.dump()).toEqual(before);
  await stranger.query("rollback");
  expect(await api.createUser(grace)).toMatchObject(grace);
});

test("when all connections are in use, calls answer unavailable within two seconds, and none waits for ever", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await api.createUser(ada);
  await using stranger = await openStranger(directory);
  await stranger.query("begin");
  await stranger.query("lock table users in access exclusive mode"); // reads of the table wait, each on a connection
  const connections = 10;

  const stuck = Array.from({ length: connections }, () => api.safe.fetchUsers());
  await expect.poll(() => waitingFor(directory, "relation")).toHaveLength(connections);
  const more = Promise.all(
    Array.from({ length: 30 }, (_, n) => (n % 2 ? api.safe.fetchUsers() : api.safe.createUser(grace))),
  );
  expect(await waitOf(() => more)).toBeLessThan(2000);
  for (const result of await more) expect(result).toMatchObject({ ok: false, error: { code: "unavailable" } });
  await stranger.query("rollback");

  for (const result of await Promise.all(stuck)) expect(result).toMatchObject({ ok: true, data: { data: [{}] } });
  const many = Array.from({ length: 60 }, (_, n) => (n % 2 ? api.safe.fetchUsers() : api.safe.createUser(grace)));
  for (const result of await Promise.all(many)) expect(result).toMatchObject({ ok: true });
});

test("the log never has the values of a refused row, which PostgreSQL quotes", async () => {
  await using directory = await openTestRoster();
  await directory.database.query("alter table users add constraint no_ada check (first_name <> 'Ada')");

  const change = () => directory.api.createUser({ ...ada, private_metadata: { note: "a private note" } });
  await expectRefusedUnchanged(directory, change, "internal_error");

  expect(directory.logged()).toContain("no_ada");
  expect(directory.logged()).not.toMatch(/Lovelace|ada@example|private note/);
});

test("on a read-only database writes answer unavailable and reads go on", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  await api.createUser(ada);
  await database.query(
    `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = on`,
  );
  await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'roster' and datname = current_database()`);

  await expectRefusedUnchanged(directory, () => api.createUser(grace), "unavailable");

  expect((await api.fetchUsers()).data).toHaveLength(1);
});

test("a database whose encoding lacks letters is refused at the start", async () => {
  await using database = await createDatabase();
  const name = `${new URL(database.url).pathname.slice(1)}_latin`;
  await database.query(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
  const opened = await openDatabase(named(database.url, name));

  await expect(opened.migrate()).rejects.toThrow(
    "its encoding is LATIN1, which lacks many letters: create it with UTF8",
  );

  await opened.close();
});

test("a server warns at its start when PostgreSQL may lose acknowledged changes", async () => {
  await using database = await createDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const warned = async (setting: string) => {
    await database.query(`alter database ${name} set synchronous_commit = ${setting}`);
    const opened = await openDatabase(database.url);
    const warnings = await opened.warnings();
    await opened.close();
    return warnings;
  };
  expect(await warned("'on'")).toEqual([]);
  expect(await warned("off")).toEqual([
    expect.stringMatching(/^synchronous_commit is off: .*may lose.* Set it to on\.$/),
  ]);
  expect(await warned("local")).toEqual([expect.stringContaining("standby")]);
});
