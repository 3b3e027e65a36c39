import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { makeKey, openTestFolder, runRoster, serveRoster } from "../testing/command.ts";
import { startRacers, tally } from "../testing/race.ts";
import { expectSound } from "../testing/soundness.ts";

function query(path: string, statement: string) {
  const database = new Sqlite(path);
  const rows = database.prepare(statement).all();
  database.close();
  return rows;
}

test("processes that start together on a new file migrate it once", async () => {
  await using racers = startRacers();
  for (let round = 0; round < 5; round++) {
    using place = openTestFolder();

    const outcomes = await racers.race(
      place.env.DATABASE_URL,
      Array.from(
        { length: 4 },
        (_, index) => ["createUser", { first_name: "Ada", last_name: `Lovelace ${index}` }] as const,
      ),
    );

    expect(tally(outcomes)).toEqual({ ok: 4 });
    expect(query(place.database, "select name from kysely_migration")).toEqual([{ name: "0001-users-api" }]);
    expectSound(place.database);
  }
});

test("servers that start together on a new file all serve it", async () => {
  using place = openTestFolder();
  await using servers = new AsyncDisposableStack();
  const started = await Promise.all([1, 2, 3].map(() => serveRoster(place.env)));
  for (const server of started) servers.use(server);

  expect(query(place.database, "select name from kysely_migration")).toHaveLength(1);
});

test("a server that is older than the schema refuses to start, and changes nothing", async () => {
  using place = openTestFolder();
  await makeKey(place.env);
  query(
    place.database,
    "insert into kysely_migration (name, timestamp) values ('0999-from-the-future', '2027-01-01T00:00:00.000Z') returning 1",
  );
  const before = query(place.database, "select * from sqlite_schema");

  const { code, stdout, stderr } = await runRoster(["serve"], place.env);

  expect(code).toBe(1);
  expect(stderr.trim()).toBe(
    "The database was made by a newer Roster: it has the migration 0999-from-the-future, which this one does not know.",
  );
  expect(stdout).toBe("");
  expect(query(place.database, "select * from sqlite_schema")).toEqual(before);
});

test.for([
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
