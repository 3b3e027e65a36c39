import { createCaller } from "@roster/client";
import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { auditHash } from "../audit/audit.service.ts";
import { numberEntries } from "../audit/sequencer.ts";
import { readSettings } from "../config.ts";
import { openRoster } from "../roster.ts";
import { openTestPlace, runRoster } from "../testing/command.ts";
import { createDatabase, dialect } from "../testing/database.ts";

/** A directory with some entries in its log. */
async function openLog(changes = 8) {
  const place = await openTestPlace();
  await using roster = await openRoster(readSettings({ ...place.env, LOG_LEVEL: "silent" }));
  const api = createCaller(roster, { name: "tester", scopes });
  for (let index = 0; index < changes; index++) await api.createUser({ first_name: "Ada", last_name: `${index}` });
  await numberEntries(roster.services.database);
  const verify = (...args: string[]) => runRoster(["audit", "verify", ...args], place.env);
  return { ...place, verify };
}

test("a whole log is verified, and its head is printed, which a later log continues from", async () => {
  await using log = await openLog();
  const [{ hash } = { hash: "" }] = await log.database.query<{ hash: string }>(
    "select hash from audit_entries where sequence = 8",
  );

  await log.database.expectNothingWritten(async () => {
    expect(await log.verify()).toMatchObject({ code: 0, stdout: `8:${hash}\n` });
    expect(await log.verify("--head", `8:${hash}`)).toMatchObject({ code: 0, stdout: `8:${hash}\n` });
  });
  const [fifth] = await log.database.query<{ hash: string }>("select hash from audit_entries where sequence = 5");
  expect(await log.verify("--head", `5:${fifth?.hash}`)).toMatchObject({ code: 0 });
  expect(await log.verify("--head", "five")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--head must be/),
  });
});

const broken: [what: string, statements: string[], told: RegExp][] = [
  ["an edited actor", ["update audit_entries set actor = 'nobody' where sequence = 5"], /entry 5 \(audit_\w+\)/],
  ["an edited hash", ["update audit_entries set hash = 'none' where sequence = 5"], /entry 5 \(/],
  ["a dropped entry", ["delete from audit_entries where sequence = 5"], /entry 5 is missing/],
  ["a dropped first entry", ["delete from audit_entries where sequence = 1"], /entry 1 is missing/],
  [
    "an entry that is put in before the first",
    [
      `insert into audit_entries (id, at, actor, event, action, target_type, target_id, changes, request_id, sequence, hash)
        select 'audit_forged', at, actor, event, action, target_type, target_id, changes, request_id, -1, 'none'
        from audit_entries where sequence = 1`,
    ],
    /entry -1 \(audit_forged\) was put in/,
  ],
  [
    "an entry that is dropped, and the others renumbered",
    [
      "delete from audit_entries where sequence = 5",
      "update audit_entries set sequence = sequence + 100 where sequence > 5",
      "update audit_entries set sequence = sequence - 101 where sequence > 100",
    ],
    /entry 5 \(/,
  ],
  [
    "two entries that are swapped",
    [
      "update audit_entries set sequence = 100 where sequence = 5",
      "update audit_entries set sequence = 5 where sequence = 6",
      "update audit_entries set sequence = 6 where sequence = 100",
    ],
    /entry 5 \(/,
  ],
];

test.for(broken)("%s is named as the first that is wrong", async ([, statements, told]) => {
  await using log = await openLog();
  for (const statement of statements) await log.database.query(statement);

  expect(await log.verify()).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(told) });
});

test("a log that was cut off does not reach the head that was kept", async () => {
  await using log = await openLog();
  const head = (await log.verify()).stdout.trim();
  await log.database.query("delete from audit_entries where sequence > 6");

  const told = await log.verify("--head", head);

  expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining("the entries from 7 to 8") });
  // SQLite remembers the number of the last row.
  expect(await log.verify()).toMatchObject(
    dialect === "sqlite"
      ? { code: 1, stderr: expect.stringContaining("the entries from 7 on were cut off") }
      : { code: 0 },
  );
});

test("a log that was rewritten from some entry on has another head than the one that was kept", async () => {
  await using log = await openLog();
  const head = (await log.verify()).stdout.trim();
  await log.database.query("update audit_entries set actor = 'nobody' where sequence = 6");
  type Entry = Parameters<typeof auditHash>[1] & { sequence: number; hash: string };
  let before = "";
  for (const entry of await log.database.query<Entry>("select * from audit_entries order by sequence")) {
    before = auditHash(before, entry);
    await log.database.query("update audit_entries set hash = ? where sequence = ?", before, entry.sequence);
  }

  expect(await log.verify()).toMatchObject({ code: 0 });
  const told = await log.verify("--head", head);
  expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining("entry 8 has another hash") });
});

test("a log of many thousand entries is verified to its last one", async () => {
  await using log = await openLog(1);
  const [first] = await log.database.query<Parameters<typeof auditHash>[1] & { hash: string }>(
    "select * from audit_entries",
  );
  if (!first) throw new Error("there is no entry");
  let { hash } = first;
  const entries = Array.from({ length: 10_000 }, (_, index) => {
    const entry = { ...first, id: `audit_${String(index).padStart(26, "0")}` };
    hash = auditHash(hash, entry);
    return { ...entry, seq: index + 2, sequence: index + 2, hash };
  });
  const names = Object.keys(entries[0] ?? {});
  for (let at = 0; at < entries.length; at += 1000) {
    const rows = entries.slice(at, at + 1000).map(
      (entry) =>
        `(${Object.values(entry)
          .map((value) => `'${value}'`)
          .join()})`,
    );
    await log.database.query(`insert into audit_entries (${names.join()}) values ${rows.join()}`);
  }

  expect(await log.verify()).toMatchObject({ code: 0, stdout: `10001:${hash}\n` });
  await log.database.query("update audit_entries set actor = 'another' where sequence = 10001");
  expect(await log.verify()).toMatchObject({ code: 1 });
});

test("an empty log is whole", async () => {
  await using database = await createDatabase();

  expect(await runRoster(["audit", "verify"], { DATABASE_URL: database.url })).toMatchObject({
    code: 0,
    stdout: "0:\n",
  });
});
