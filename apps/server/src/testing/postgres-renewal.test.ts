import { expect, test } from "vitest";
import { createDatabase } from "./database.ts";
import { isRenewed } from "./postgres-renewal.ts";
import { openTestRoster } from "./roster.ts";
import type { TestDatabase } from "./test-database.ts";
import { createWorld } from "./world.ts";

/** Everything of an earlier test that a later one could see. */
async function state({ query, dump }: TestDatabase) {
  return {
    rows: await dump(),
    sequences: await query("select schemaname, sequencename, last_value from pg_sequences order by 1, 2"),
    pages: await query("select count(*) from pg_class where relkind in ('r', 'i', 'S', 'v', 'f')"),
    counts: await query("select deadlocks from pg_stat_database where datname = current_database()"),
    triggers: await query("select tgname, tgenabled from pg_trigger order by 1"),
  };
}

test("a database that a test has filled is as new for the next one", async () => {
  await using fresh = await createDatabase();
  const asNew = await state(fresh);
  await using directory = await openTestRoster();
  await createWorld(directory);
  await directory.roster.close();
  expect(await state(directory.database)).not.toEqual(asNew);

  expect(await isRenewed(directory.database)).toBe(true);

  expect(await state(directory.database)).toEqual(asNew);
});

test("a connection that somebody has left open is ended, and what it had begun is undone", async () => {
  await using database = await createDatabase();
  const asNew = await state(database);
  await using other = await createDatabase(); // is not touched
  await using directory = await openTestRoster({ DATABASE_URL: database.url });
  await directory.api.createUser({ first_name: "Ada", last_name: "Lovelace" });

  expect(await isRenewed(database)).toBe(true);

  expect(await state(database)).toEqual(asNew);
  expect(await other.query("select 1 as one")).toEqual([{ one: 1 }]);
});

const nameOf = ({ url }: TestDatabase) => new URL(url).pathname.slice(1);

test.for<[string, (database: TestDatabase) => Promise<unknown>]>([
  ["a trigger", ({ refuse }) => refuse("insert", "users")],
  [
    "a trigger that is gone again",
    async ({ refuse, allow }) => {
      await refuse("insert", "users");
      await allow("users");
    },
  ],
  ["a table less", ({ dropTable }) => dropTable("waitlist")],
  ["a column", ({ query }) => query("alter table users add column nickname text")],
  ["an index", ({ query }) => query("create index nicknames on users (first_name)")],
  [
    "a setting",
    (database) => database.query(`alter database ${nameOf(database)} set default_transaction_read_only = on`),
  ],
  ["statistics", ({ query }) => query("analyze")],
  ["another migration", ({ query }) => query("update roster_migration set name = 'another'")],
  [
    "many rows",
    ({ query }) =>
      query(`insert into rate_limits (key, points, expires_at)
        select 'a key of some length that nobody has ' || n, 1, '' from generate_series(1, 2000) n`),
  ],
])("a database with %s is not used again", async ([, change]) => {
  await using database = await createDatabase();
  await change(database);

  expect(await isRenewed(database)).toBe(false);
});
