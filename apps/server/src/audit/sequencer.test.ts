import type { AuditEntry } from "@roster/contract";
import { expect, test } from "vitest";
import { dialect, openTestDatabase } from "../testing/database.ts";
import { repeatDuring } from "../testing/race.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import { walkByCursor } from "../testing/walk.ts";
import { numberEntries } from "./sequencer.ts";

const ada = { first_name: "Ada", last_name: "Lovelace" };

/** What a server on PostgreSQL does every 200 ms. */
const number = ({ roster }: TestRoster) => numberEntries(roster.services.database);

/** All entries, newest first. */
const logOf = ({ api }: TestRoster): Promise<AuditEntry[]> =>
  walkByCursor((options) => api.fetchAuditLog({ per_page: 100, ...options }));

test.runIf(dialect === "sqlite")("on SQLite an entry has its number and hash from the start", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  await Promise.all([1, 2, 3].map(() => api.createUser(ada)));
  await api.inviteUsers([{ email: "a@example.com" }, { email: "a@example.com" }, { email: "b@example.com" }]);

  const log = await logOf(directory);

  expect(log.map(({ sequence }) => sequence)).toEqual([5, 4, 3, 2, 1]);
  for (const { hash } of log) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test.runIf(dialect === "postgres")(
  "an entry is in the log from its commit on, and is numbered soon after",
  async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const { id } = await api.createUser(ada);
    const unnumbered = { target_id: id, event: "user.created", sequence: null, hash: null };
    expect(await logOf(directory)).toMatchObject([unnumbered]);

    await number(directory);
    const [created] = await logOf(directory);
    expect(created).toEqual({ ...created, ...unnumbered, sequence: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });

    await api.updateUser(id, { last_name: "Byron" });
    expect(await logOf(directory)).toMatchObject([{ sequence: null, event: "user.updated" }, created]);
    await number(directory);
    expect(await logOf(directory)).toMatchObject([{ sequence: 2 }, created]);
  },
);

test.runIf(dialect === "postgres")(
  "an entry of a change that commits late holds up no other, and is numbered after those",
  async () => {
    await using directory = await openTestRoster();
    const { api, databaseUrl } = directory;
    const { id } = await api.createUser(ada);
    await using late = openTestDatabase(databaseUrl);
    await late.query("begin");
    await plantEntries(late, 1);

    await api.updateUser(id, { last_name: "Byron" });
    await number(directory);
    expect(await logOf(directory)).toMatchObject([{ event: "user.updated", sequence: 2 }, { sequence: 1 }]);
    await late.query("commit");
    const [newest] = await logOf(directory);
    await api.updateUser(id, { last_name: "King" });
    await number(directory);

    expect(await logOf(directory)).toMatchObject([{ sequence: 4 }, newest ?? {}, { sequence: 3 }, { sequence: 1 }]);
    await expectSound(databaseUrl);
  },
);

/** Writes copies of the oldest entry, without numbers. */
const plantEntries = ({ query }: Pick<TestRoster["database"], "query">, count: number) =>
  query(`insert into audit_entries (id, at, actor, event, action, target_type, target_id, changes, request_id)
    select left(id, -6) || lpad(copy::text, 6, '0'), at, actor, 'user.updated', 'updateUser', target_type, target_id, changes, request_id
    from audit_entries cross join generate_series(1, ${count}) as copy where seq = 1`);

test.runIf(dialect === "postgres")("a sequencer that finds very many entries numbers all of them", async () => {
  await using directory = await openTestRoster();
  await directory.api.createUser(ada);
  await plantEntries(directory.database, 1700);

  await number(directory);

  const sequences = await directory.database.query("select sequence from audit_entries order by seq");
  expect(sequences).toEqual(Array.from({ length: 1701 }, (_, index) => ({ sequence: index + 1 })));
  await expectSound(directory.databaseUrl);
});

interface Change {
  id: string;
  began: number;
  acknowledged: number;
}

test.runIf(dialect === "postgres")(
  "sequencers that run at once number each entry once, after all whose changes it could see",
  async () => {
    await using one = await openTestRoster();
    await using other = await openTestRoster({ DATABASE_URL: one.databaseUrl });
    const changes: Change[] = [];
    const lanes = Array.from({ length: 8 }, async (_, lane) => {
      for (let index = 0; index < 15; index++) {
        const began = performance.now();
        const { id } = await (lane % 2 === 0 ? one : other).api.createUser(ada);
        changes.push({ id, began, acknowledged: performance.now() });
      }
    });
    const load = Promise.all(lanes);
    await Promise.all([load, ...[one, one, other, other].map((server) => repeatDuring(load, () => number(server)))]);

    await number(one);
    const log = await logOf(one);

    expect(log.map(({ sequence }) => sequence).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 120 }, (_, index) => index + 1),
    );
    const sequenceOf = new Map(log.map(({ target_id, sequence }) => [target_id, Number(sequence)]));
    const place = ({ id }: Change) => sequenceOf.get(id) ?? Number.NaN;
    for (const change of changes) {
      const later = changes.filter(({ began }) => began > change.acknowledged);
      expect(later.filter((next) => !(place(next) > place(change)))).toEqual([]);
    }
    await expectSound(one.databaseUrl);
  },
);
