import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createDatabase, openTestDatabase } from "../testing/database.ts";
import { waitOf } from "../testing/elapsed.ts";
import { startLoad } from "../testing/load.ts";
import { named } from "../testing/postgres-database.ts";
import { startPostgres } from "../testing/postgres-template.ts";
import { openTestRoster } from "../testing/roster.ts";
import { expectKept, expectSound } from "../testing/soundness.ts";
import { openDatabase } from "./open.ts";

const grace = { first_name: "Grace", last_name: "Hopper" };

test("acknowledged changes are there exactly once, however often connections are cut", async () => {
  await using directory = await openTestRoster();
  const { api, database, databaseUrl } = directory;
  const counter = await api.createUser({ first_name: "Count", last_name: "Er" });
  const organization = await api.createOrganization({ name: "All" });
  const plan = { name: "cut", lanes: 8, counterId: counter.id, organizationId: organization.id };

  const load = startLoad(api, plan);
  const end = performance.now() + 6000;
  let before = 0;
  for (let cut = 0; cut <= 5 || load.ledger.users.length === 0 || performance.now() < end; ) {
    await sleep(10);
    const [{ changes } = { changes: 0 }] = await database.query<{ changes: number }>(
      "select count(*) as changes from audit_entries",
    );
    if (changes <= before + 1) continue; // a machine this slow would make no progress
    before = changes;
    const ended = await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'roster' and state <> 'idle'`);
    cut += ended.length;
  }
  const ledger = await load.end();

  expect(Object.keys(ledger.refusals).filter((code) => !/taken|mismatch|already|unavailable/.test(code))).toEqual([]);
  await expectKept(databaseUrl, [ledger], counter.id);
  await expectSound(databaseUrl);
});

test("while PostgreSQL is stopped calls answer unavailable within two seconds, and work again when it is back", async () => {
  const postgres = await startPostgres();
  await using _ = { [Symbol.asyncDispose]: postgres.stop };
  await using directory = await openTestRoster({}, postgres.url);
  const { api } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const calls = [
    () => api.safe.fetchUsers(),
    () => api.safe.createUser(grace),
    () => api.safe.updatePassword(id, { new_password: "four random words here" }),
  ];
  const thirty = Array.from({ length: 10 }, () => calls).flat();
  await Promise.all(thirty.map((call) => call())); // so that there are connections to be lost

  await postgres.halt();
  for (let round = 0; round < 3; round++) {
    const answers = Promise.all(thirty.map((call) => call()));
    expect(await waitOf(() => answers)).toBeLessThan(2000);
    for (const result of await answers) expect(result).toMatchObject({ ok: false, error: { code: "unavailable" } });
  }

  await postgres.start();
  await expect.poll(() => api.safe.fetchUsers()).toMatchObject({ ok: true });
  for (const result of await Promise.all(thirty.map((call) => call()))) expect(result).toMatchObject({ ok: true });
  await expectSound(directory.databaseUrl);
});

test("a stop of PostgreSQL under load loses no acknowledged change", async () => {
  const postgres = await startPostgres(["-c", "fsync=on"]);
  await using _ = { [Symbol.asyncDispose]: postgres.stop };
  await using directory = await openTestRoster({}, postgres.url);
  const { api, databaseUrl } = directory;
  const counter = await api.createUser({ first_name: "Count", last_name: "Er" });
  const organization = await api.createOrganization({ name: "All" });
  const plan = { name: "stop", lanes: 8, counterId: counter.id, organizationId: organization.id };

  const load = startLoad(api, plan);
  const made = () => load.ledger.users.length;
  await expect.poll(made).toBeGreaterThan(2);
  await postgres.halt();
  await expect.poll(() => load.ledger.refusals.unavailable).toBeGreaterThan(plan.lanes);
  await postgres.start();
  await expect.poll(made).toBeGreaterThan(made() + 2);
  const ledger = await load.end();

  await expectKept(databaseUrl, [ledger], counter.id);
  await expectSound(databaseUrl);
});

test("with several hosts, the first that accepts writes is used, and the next when it accepts none any more", async () => {
  const other = await startPostgres();
  await using _ = { [Symbol.asyncDispose]: other.stop };
  await using one = await createDatabase();
  const name = new URL(one.url).pathname.slice(1);
  await using server = openTestDatabase(named(other.url, "postgres"));
  await server.query(`create database ${name}`);
  await using two = openTestDatabase(named(other.url, name));
  const migrated = await openDatabase(two.url);
  await migrated.migrate();
  await migrated.close();
  /** As a standby is, until it is promoted. */
  const setStandby = async (database: typeof one, isStandby: boolean) => {
    await database.query(`alter database ${name} set default_transaction_read_only = ${isStandby ? "on" : "off"}`);
    await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'roster'`);
  };
  const namesIn = async (database: typeof one) =>
    (await database.query<{ last_name: string }>("select last_name from users order by seq")).map((u) => u.last_name);
  const hosts = ["127.0.0.1:1", new URL(one.url).host, new URL(two.url).host];
  await setStandby(one, true);
  const url = one.url.replace(new URL(one.url).host, hosts.join(","));

  await using directory = await openTestRoster({ DATABASE_URL: url });
  const { api } = directory;
  const create = (last_name: string) => api.createUser({ first_name: "Ada", last_name });
  await create("first");
  expect([await namesIn(one), await namesIn(two)]).toEqual([[], ["first"]]);

  await setStandby(one, false);
  await setStandby(two, true);
  await create("second");
  expect([await namesIn(one), await namesIn(two)]).toEqual([["second"], ["first"]]);
  expect((await api.fetchUsers()).data).toMatchObject([{ last_name: "second" }]);

  await other.halt();
  await create("third");
  await other.start();
  await create("fourth");
  expect(await namesIn(one)).toEqual(["second", "third", "fourth"]);
});
