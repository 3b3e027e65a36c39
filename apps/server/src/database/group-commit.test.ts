import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { locks } from "node:worker_threads";
import { type Input, RosterError } from "@roster/client";
import Sqlite from "better-sqlite3";
import { sql } from "kysely";
import { expect, onTestFinished, test, vi } from "vitest";
import { expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";

const pathOf = ({ databaseUrl }: TestRoster) => databaseUrl.slice("file:".length);

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

/** Number of commits, which SQLite counts in the header of its WAL index. */
const commitsOf = (directory: TestRoster) => readFileSync(`${pathOf(directory)}-shm`).readUInt32LE(8);

/** Creates users concurrently. Answers the outcome of each call. */
const createAll = ({ api }: TestRoster, people: readonly Input<"createUser">[]) =>
  Promise.all(
    people.map((person) =>
      api.createUser(person).then(
        () => "ok",
        (error: unknown) => (error instanceof RosterError ? error.code : error),
      ),
    ),
  );

const named = (addresses: readonly string[]) =>
  addresses.map((email_address) => ({ first_name: "Ada", last_name: "Lovelace", email_address }));

const storedAddresses = async ({ database }: TestRoster) =>
  (await database.query<{ email: string }>("select email from users order by seq")).map(({ email }) => email);

test("users created at the same moment share a few commits, one created alone has its own", async () => {
  onTestFinished(() => void vi.useRealTimers());
  await using directory = await openTestRoster();
  const addresses = times(50, (index) => `ada${index}@example.com`);
  await createAll(directory, named(["first@example.com"]));
  const before = commitsOf(directory);

  vi.useFakeTimers({ toFake: ["performance"] }); // a group also ends when it takes long, as on a slow machine
  expect(await createAll(directory, named(addresses))).toEqual(addresses.map(() => "ok"));
  vi.useRealTimers();
  const after = commitsOf(directory);
  expect(after - before).toBeGreaterThanOrEqual(1);
  expect(after - before).toBeLessThanOrEqual(25);

  await createAll(directory, named(["last@example.com"]));
  expect(commitsOf(directory) - after).toBe(1);
  expect(await storedAddresses(directory)).toEqual(["first@example.com", ...addresses, "last@example.com"]);
  await expectSound(directory.databaseUrl);
});

test("an answered change is readable, also by every other process", async () => {
  await using directory = await openTestRoster();
  const { api, database } = directory;

  await Promise.all(
    times(40, async (index) => {
      const { id } = await api.createUser({ first_name: "Ada", last_name: `${index}`, username: `ada${index}` });
      const elsewhere = database.query("select username from users where id = ?", id); // asked at once
      expect(await elsewhere).toEqual([{ username: `ada${index}` }]);
      expect((await api.fetchUserDetails(id)).user.username).toBe(`ada${index}`);
      const { version } = await api.updateUser(id, { first_name: "Augusta" });
      expect((await api.fetchUserDetails(id)).user.version).toBe(version);
    }),
  );
});

test("a refused change is undone alone among concurrent changes", async () => {
  await using directory = await openTestRoster();
  await createAll(directory, named(["taken@example.com"]));

  // In the second round the server is prepared for refusals, having met some in the first.
  for (const round of ["a", "b"]) {
    const addresses = times(60, (index) => (index % 5 === 3 ? "taken@example.com" : `${round}${index}@example.com`));
    const outcomes = await createAll(directory, named(addresses));
    expect(outcomes).toEqual(addresses.map((_, index) => (index % 5 === 3 ? "email_taken" : "ok")));
    expect((await storedAddresses(directory)).slice(-48)).toEqual(
      addresses.filter((address) => address !== "taken@example.com"),
    );
  }
  await expectSound(directory.databaseUrl);
});

/** Makes every commit with a user of this first name fail, by a violated deferred constraint. */
function breakCommits(path: string, firstName: string) {
  const database = new Sqlite(path);
  database.exec(`create trigger broken after insert on users when new.first_name = '${firstName}' begin
    insert into users (id, card, email, flags, name_key, search_text, search_digits, public_metadata, private_metadata, created_at, updated_at)
    values (new.id || 'x', '{}', 'nobody@example.com', 21, '', '', '', '{}', '{}', '', ''); end`);
  return () => {
    database.exec("drop trigger broken");
    database.close();
  };
}

const isBroken = ({ first_name }: { first_name: string }) => first_name === "Broken";

test("when one change cannot be committed, it is refused and the concurrent ones are committed", async () => {
  await using directory = await openTestRoster();
  const repair = breakCommits(pathOf(directory), "Broken");
  const people = times(20, (index) => ({
    first_name: index === 4 || index === 11 ? "Broken" : "Ada",
    last_name: "Lovelace",
    email_address: `ada${index}@example.com`,
  }));

  const outcomes = await createAll(directory, people);

  expect(outcomes).toEqual(people.map((person) => (isBroken(person) ? "internal_error" : "ok")));
  const kept = people.filter((person) => !isBroken(person)).map((person) => person.email_address);
  expect(await storedAddresses(directory)).toEqual(kept);
  repair();
  await createAll(directory, named(["after@example.com"]));
  await expectSound(directory.databaseUrl);
});

test("no change is refused because of one that fails to commit", async () => {
  await using directory = await openTestRoster();
  const repair = breakCommits(pathOf(directory), "Broken");
  const wanted = { last_name: "Lovelace", email_address: "ada@example.com" };
  const people = ["Broken", "Ada", "Augusta"].map((first_name) => ({ ...wanted, first_name }));

  expect(await createAll(directory, people)).toEqual(["internal_error", "ok", "email_taken"]);
  repair();
  await expectSound(directory.databaseUrl);
});

const refuses = (when: string, action: string) =>
  `create trigger broken ${when} insert on rate_limits when new.points = 0 begin select raise(${action}, 'refused'); end`;

const endings = [
  { ending: "is refused after it has changed something", trigger: "", told: "refused" },
  { ending: "is refused before it has changed anything", trigger: refuses("before", "abort"), told: "refused" },
  { ending: "ends all of the group, as a full disk does", trigger: refuses("after", "rollback"), told: "refused" },
  { ending: "does so and goes on", trigger: refuses("after", "rollback"), told: "ended the transaction", goesOn: true },
];

const isBad = (index: number) => index % 7 === 5;

test.for(endings)("a transaction that $ending does not affect concurrent ones", async (how) => {
  await using directory = await openTestRoster();
  await directory.database.query(how.trigger || "select 1");
  const { database } = directory.roster.services;
  const insert = (index: number) =>
    database.transaction(async (tx) => {
      const add = (key: string, points: number) =>
        tx.insertInto("rate_limits").values({ key, points, expires_at: "" }).execute();
      if (!isBad(index)) await add(String(index), 1);
      else if (how.goesOn) await Promise.allSettled([add("bad", 0), add("more", 1)]);
      else await add("bad", 0).then(() => Promise.reject(new Error("refused")));
      return String(index);
    });

  const told = await Promise.all(times(150, (index) => insert(index).catch((error: Error) => error.message)));

  const all = times(150, String);
  expect(told).toEqual(all.map((key, index) => (isBad(index) ? expect.stringContaining(how.told) : key)));
  const kept = await directory.database.query<{ key: string }>("select key from rate_limits order by rowid");
  expect(kept.map(({ key }) => key)).toEqual(all.filter((_, index) => !isBad(index)));
});

test("transactions never overlap, even when one waits", async () => {
  await using directory = await openTestRoster();
  const { database } = directory.roster.services;
  const seen: string[] = [];

  await Promise.all(
    times(3, (index) =>
      database.transaction(async (tx) => {
        seen.push(`${index} begins`);
        await sleep(10);
        await sql`select 1`.execute(tx);
        seen.push(`${index} ends`);
      }),
    ),
  );

  expect(seen).toEqual(times(3, (index) => [`${index} begins`, `${index} ends`]).flat());
});

test("a transaction inside a transaction is an error, not a deadlock", async () => {
  await using directory = await openTestRoster();
  const { database } = directory.roster.services;

  const nested = database.transaction(() => database.transaction(async () => "never"));
  await expect(nested).rejects.toThrow("inside another one");
  expect(await database.transaction(async () => "again")).toBe("again");
});

test("closing a directory finishes the queued changes", async () => {
  await using directory = await openTestRoster();
  const { database } = directory.roster.services;
  const insert = (index: number) =>
    database.transaction((tx) =>
      tx
        .insertInto("rate_limits")
        .values({ key: `key ${index}`, points: 1, expires_at: "" })
        .execute(),
    );
  const changes = times(100, insert);

  await directory.roster.close();

  await Promise.all(changes);
  const kept = await directory.database.query<{ count: number }>("select count(*) as count from rate_limits");
  expect(kept).toEqual([{ count: 100 }]);
  await expect(insert(100)).rejects.toThrow("destroyed");
});

test("a change that waits five seconds for its turn is refused, leaves nothing behind, and blocks no later one", async () => {
  await using directory = await openTestRoster();
  const create = () => directory.api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  const held = Promise.withResolvers<void>();
  const holding = locks.request(`roster ${pathOf(directory)}`, () => held.promise); // as another thread does that writes

  await expectRefusedUnchanged(directory, create, "unavailable");

  held.resolve();
  await holding;
  expect((await create()).username).toBe("ada");
});
