import Sqlite from "better-sqlite3";
import { expect } from "vitest";
import { auditHash } from "../audit/audit.service.ts";
import type { AuditEntryTable } from "../audit/audit.table.ts";
import type { Ledger } from "./load.ts";

type StoredEntry = AuditEntryTable & { sequence: number };

/** Expects of a database file what must hold after anything that may have happened to its server. */
export function expectSound(path: string) {
  using database = openForReading(path);
  const { rows, column } = database;
  expect(rows("pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
  expect(rows("pragma foreign_key_check")).toEqual([]);

  const entries = rows<StoredEntry>("select * from audit_entries order by sequence");
  let before = "";
  for (const entry of entries) {
    expect(entry.hash, `audit entry ${entry.sequence}`).toBe(auditHash(before, entry));
    before = entry.hash;
  }
  expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => index + 1));

  const gone = new Set(entries.filter((entry) => entry.action === "deleteUser").map((entry) => entry.target_id));
  const created = entries.filter(isCreationOfUser).map((entry) => entry.target_id);
  expect(created.filter((id) => !gone.has(id)).toSorted()).toEqual(column("select id from users order by id"));

  for (const kind of ["email", "phone"]) {
    const primary = kind === "email" ? "email" : "phone_number";
    expect(
      rows(`select id from users where (${primary} is null) = exists
        (select 1 from user_${kind}s where user_id = users.id and is_verified = 1)`),
      `users with a verified ${kind} and no primary one, or the other way round`,
    ).toEqual([]);
    expect(
      rows(`select identifier from user_${kind}s group by identifier
      having count(*) > 1 and sum(is_verified) > 0`),
    ).toEqual([]);
  }
  for (const table of ["users", "organizations", "workspaces", "invitations", "waitlist"]) {
    expect(column(`select rowid from ${table}_search order by rowid`), `${table}_search`).toEqual(
      column(`select seq from ${table} order by seq`),
    );
  }
  expect(rows("select id from waitlist where (status = 'approved') <> (user_id is not null)")).toEqual([]);
}

const creating = ["createUser", "approveWaitlistUser", "approveNextWaitlistUsers", "acceptInvitation"];

/** The entry of a new user: others of the same calls tell of addresses taken from others, and of memberships. */
const isCreationOfUser = ({ action, target_type, changes }: StoredEntry) =>
  creating.includes(action) &&
  target_type === "user" &&
  !['["emails"]', '["phones"]', '["organizations"]'].includes(changes);

/** Expects that a database file holds all that callers were told, and nothing that they were told is gone. */
export function expectKept(path: string, ledgers: readonly Ledger[], counterId: string) {
  using database = openForReading(path);
  const missing = (ids: string[], query: string) => {
    const there = new Set(database.column(query));
    return ids.filter((id) => !there.has(id));
  };
  const all = (pick: (ledger: Ledger) => string[]) => ledgers.flatMap(pick);
  expect({
    users: missing(
      all((ledger) => ledger.users),
      "select id from users",
    ),
    emails: missing(
      all((ledger) => ledger.emails),
      "select id from user_emails",
    ),
    members: missing(
      all((ledger) => ledger.members),
      "select user_id from organization_memberships",
    ),
    invitations: missing(
      all((ledger) => ledger.invitations),
      "select id from invitations where status = 'pending'",
    ),
    mails: missing(
      all((ledger) => ledger.invitations),
      "select invitation_id from messages",
    ),
    approved: missing(
      all((ledger) => ledger.approved),
      "select id from waitlist where status = 'approved'",
    ),
    deletedUsers: missing(
      all((ledger) => ledger.deletedUsers),
      "select target_id from audit_entries where action = 'deleteUser'",
    ),
  }).toEqual({ users: [], emails: [], members: [], invitations: [], mails: [], approved: [], deletedUsers: [] });

  const back = new Set(database.column("select id from users union all select id from user_emails"));
  expect(all((ledger) => [...ledger.deletedUsers, ...ledger.deletedEmails]).filter((id) => back.has(id))).toEqual([]);

  const [count] = database.column(
    `select coalesce(json_extract(public_metadata, '$.count'), 0) from users where id = '${counterId}'`,
  );
  const sum = (pick: (ledger: Ledger) => number) => ledgers.reduce((total, ledger) => total + pick(ledger), 0);
  const counted = sum((ledger) => ledger.counted);
  expect(count).toBeGreaterThanOrEqual(counted);
  expect(count).toBeLessThanOrEqual(counted + sum((ledger) => ledger.maybeCounted));
}

function openForReading(path: string) {
  const database = new Sqlite(path, { readonly: true });
  return {
    rows: <Row = unknown>(query: string) => database.prepare<[], Row>(query).all(),
    column: (query: string) => database.prepare(query).pluck().all(),
    [Symbol.dispose]: () => void database.close(),
  };
}
