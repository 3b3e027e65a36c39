import type { EventName } from "@roster/contract";
import type { Selectable } from "kysely";
import { expect } from "vitest";
import { hasUnnumberedEntries } from "../audit/audit.queries.ts";
import { auditHash } from "../audit/audit.service.ts";
import type { AuditEntryTable, EventCountTable } from "../audit/audit.table.ts";
import { numberEntries } from "../audit/sequencer.ts";
import { openDatabase } from "../database/open.ts";
import { searchedOf } from "../user-rows/user-row.queries.ts";
import { toUser, type UserTable } from "../user-rows/user-row.table.ts";
import { openTestDatabase } from "./database.ts";
import type { Ledger } from "./load.ts";
import type { TestDatabase } from "./test-database.ts";

type StoredEntry = Selectable<AuditEntryTable> & { sequence: number; hash: string };

/** Expects the invariants of a database after any crash of its server, if no approved user was deleted. */
export async function expectSound(url: string) {
  await expectConsistent(url);
  await using database = openTestDatabase(url);
  const decided = "select id from waitlist where (status = 'approved') <> (user_id is not null)";
  expect(await database.query(decided)).toEqual([]);
}

/** Does what a server's sequencer does within a second, or waits until the sequencer of a running server has done it. */
async function numberEntriesOf(url: string) {
  const database = await openDatabase(url);
  const isNumbered = async () => {
    await numberEntries(database);
    return !(await database.single(hasUnnumberedEntries));
  };
  await expect
    .poll(isNumbered) // seconds for the entries of a long race
    .toBe(true)
    .finally(() => database.close());
}

/** Expects the invariants of a database that hold after any calls. */
export async function expectConsistent(url: string) {
  await using database = openTestDatabase(url);
  await database.expectWhole();
  const identifiers = Map.groupBy(await database.query<Identifier>(allIdentifiers), ({ user_id }) => user_id);
  for (const user of await database.query<Selectable<UserTable>>("select * from users")) {
    expect(user.card).toBe(JSON.stringify(toUser(user)));
    const own = identifiers.get(user.id) ?? [];
    const of = (kind: Identifier["kind"]) => own.filter((found) => found.kind === kind);
    const searched = searchedOf(user, { email: of("email"), phone: of("phone"), account: of("account") });
    expect(user).toMatchObject(searched);
  }

  await numberEntriesOf(url);
  const entries = await database.query<StoredEntry>("select * from audit_entries order by sequence");
  let before = "";
  for (const entry of entries) {
    expect(entry.hash, `audit entry ${entry.sequence}`).toBe(auditHash(before, entry));
    before = entry.hash;
  }
  expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => index + 1));

  const counts = Map.groupBy(entries, ({ at, event }) => `${at.slice(0, 10)} ${event}`);
  for (const { key, times } of await database.query<EventCountTable>("select * from event_counts")) {
    expect([key, counts.get(key)?.length]).toEqual([key, times]);
    counts.delete(key);
  }
  expect([...counts.keys()].filter((key) => /user\.(created|signed_in)$/.test(key))).toEqual([]);

  const idsIn = (event: EventName) => entries.filter((entry) => entry.event === event).map((entry) => entry.target_id);
  const gone = new Set(idsIn("user.deleted"));
  expect(
    idsIn("user.created")
      .filter((id) => !gone.has(id))
      .toSorted(),
  ).toEqual(await idsOf(database, "select id from users order by id"));

  for (const kind of ["email", "phone"]) {
    const primary = kind === "email" ? "email" : "phone_number";
    expect(
      await database.query(`select id from users where (${primary} is null) = exists
        (select 1 from user_${kind}s where user_id = users.id and is_verified = 1)`),
      `users with a verified ${kind} and no primary one, or the other way round`,
    ).toEqual([]);
    expect(
      await database.query(`select identifier from user_${kind}s group by identifier
      having count(*) > 1 and sum(is_verified) > 0`),
    ).toEqual([]);
  }
}

/** Expects that a database has all acknowledged records, and no record whose deletion was acknowledged. */
export async function expectKept(url: string, ledgers: readonly Ledger[], counterId: string) {
  await using database = openTestDatabase(url);
  const all = (pick: (ledger: Ledger) => string[]) => ledgers.flatMap(pick);
  const missing = async (pick: (ledger: Ledger) => string[], query: string) => {
    const there = new Set(await idsOf(database, query));
    return all(pick).filter((id) => !there.has(id));
  };
  expect({
    users: await missing((ledger) => ledger.users, "select id from users"),
    emails: await missing((ledger) => ledger.emails, "select id from user_emails"),
    members: await missing((ledger) => ledger.members, "select user_id as id from organization_memberships"),
    invitations: await missing((ledger) => ledger.invitations, "select id from invitations where status = 'pending'"),
    mails: await missing((ledger) => ledger.invitations, "select subject_id as id from messages"),
    approved: await missing((ledger) => ledger.approved, "select id from waitlist where status = 'approved'"),
    deletedUsers: await missing(
      (ledger) => ledger.deletedUsers,
      "select target_id as id from audit_entries where event = 'user.deleted'",
    ),
  }).toEqual({ users: [], emails: [], members: [], invitations: [], mails: [], approved: [], deletedUsers: [] });

  const back = new Set(await idsOf(database, "select id from users union all select id from user_emails"));
  expect(all((ledger) => [...ledger.deletedUsers, ...ledger.deletedEmails]).filter((id) => back.has(id))).toEqual([]);

  const [counter] = await database.query<{ public_metadata: string }>(
    "select public_metadata from users where id = ?",
    counterId,
  );
  const { count = 0 } = JSON.parse(counter?.public_metadata ?? "null") as { count?: number }; // load.ts writes this metadata
  const sum = (pick: (ledger: Ledger) => number) => ledgers.reduce((total, ledger) => total + pick(ledger), 0);
  const counted = sum((ledger) => ledger.counted);
  expect(count).toBeGreaterThanOrEqual(counted);
  expect(count).toBeLessThanOrEqual(counted + sum((ledger) => ledger.maybeCounted));
}

interface Identifier {
  user_id: string;
  kind: "email" | "phone" | "account";
  identifier: string;
}

const allIdentifiers = `select user_id, 'email' as kind, identifier from user_emails
  union all select user_id, 'phone', identifier from user_phones
  union all select user_id, 'account', provider_user_id from social_connections
  union all select user_id, 'account', email from social_connections where email is not null`;

const idsOf = async (database: TestDatabase, query: string) =>
  (await database.query<{ id: string }>(query)).map(({ id }) => id);
