import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { openDatabase } from "../database/open.ts";
import { dialect } from "../testing/database.ts";
import { openTestRoster } from "../testing/roster.ts";
import { lockUser } from "../user-rows/user-row.queries.ts";

const rows = (call: number) => Array.from({ length: 50 }, (_, row) => ({ email: `${call}.${row}@example.com` }));

test("a caller waits for a turn of another caller with many bulk calls, and not for all of them", async () => {
  await using directory = await openTestRoster();
  const [busy, calm] = [directory.as("busy", scopes), directory.as("calm", scopes)];
  const done: string[] = [];

  const calls = Array.from({ length: 40 }, (_, call) => busy.inviteUsers(rows(call)).then(() => done.push("busy")));
  await Promise.all([...calls, calm.createOrganization({ name: "Calm" }).then(() => done.push("calm"))]);

  expect(done).toHaveLength(41);
  expect(done.indexOf("calm")).toBeLessThan(20);
});

// SQLite has one writer at a time.
test.runIf(dialect === "postgres")(
  "bulk calls that wait, however many, leave a connection to other changes",
  async () => {
    await using directory = await openTestRoster();
    const { api, database, databaseUrl } = directory;
    const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const stranger = await openDatabase(databaseUrl);
    const released = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = stranger.transaction(async (tx) => {
      await lockUser(tx, id);
      held.resolve();
      await released.promise;
    });
    await held.promise;

    const calls = Promise.all(
      Array.from({ length: 20 }, (_, index) => directory.as(`busy ${index % 2}`, scopes).deactivateUsers([id])),
    );
    const waiting = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(() => database.query(waiting)).not.toEqual([]);
    await api.createOrganization({ name: "Calm" });

    expect(await database.query(waiting)).not.toEqual([]);
    released.resolve();
    await holding;
    expect((await calls).every(({ results: [first] }) => first?.ok)).toBe(true);
    await stranger.close();
  },
);
