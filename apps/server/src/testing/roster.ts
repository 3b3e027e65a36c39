import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createCaller, type ErrorCode, type RosterClient, RosterError, type Scope } from "@roster/client";
import { scopes } from "@roster/contract";
import Sqlite from "better-sqlite3";
import { pino } from "pino";
import { expect, inject } from "vitest";
import { readSettings } from "../config.ts";
import type { SmsSender } from "../mail/transport.ts";
import { openRoster, type Roster } from "../roster.ts";

export interface TestRoster extends AsyncDisposable {
  roster: Roster;
  databaseUrl: string;
  /** Every function, as somebody who may do everything. */
  api: RosterClient;
  /** Every function, as somebody with these scopes. */
  as(name: string, given: readonly Scope[]): RosterClient;
  /** Lets time pass. The clock stands still otherwise. */
  pass(milliseconds: number): void;
  /** All rows of all tables, to see that a refusal left nothing behind: only that it was tried may be counted. */
  dump(): Record<string, unknown[]>;
  /** All that was logged, at every level. */
  logged(): string;
}

/** A directory of its own for one test, on a real database (a copy of `from`), with a clock that the test moves. */
export async function openTestRoster(
  env: Record<string, string> = {},
  from: Buffer = readFileSync(inject("template")),
  parts: { sms?: SmsSender } = {},
): Promise<TestRoster> {
  const folder = mkdtempSync(join(tmpdir(), "roster-test-"));
  const path = join(folder, "roster.db");
  writeFileSync(path, from);
  const databaseUrl = `file:${path}`;
  let now = Date.parse("2026-03-01T12:00:00.000Z");
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) });
  const settings = readSettings({ DATABASE_URL: databaseUrl, MAIL_FOLDER: join(folder, "mail"), ...env });
  const clock = () => new Date(now);
  const roster = await openRoster(settings, { clock, log: pino({ level: "trace" }, sink), ...parts });
  const as = (name: string, given: readonly Scope[]) => createCaller(roster, { name, scopes: given });
  return {
    roster,
    databaseUrl,
    as,
    api: as("tester", scopes),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    dump: () => dumpOf(path),
    logged: () => lines.join(""),
    [Symbol.asyncDispose]: async () => {
      await roster.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function dumpOf(path: string) {
  const database = new Sqlite(path, { readonly: true });
  const tables = database
    .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' order by name")
    .all()
    .filter(({ name }) => name !== "rate_limits");
  const rows = tables.map(({ name }) => [name, database.prepare<[]>(`select * from "${name}"`).all()] as const);
  database.close();
  return Object.fromEntries(rows);
}

/** Expects a call to fail with a code, and answers the error for a closer look. */
export async function expectRefusal(call: Promise<unknown>, code: ErrorCode): Promise<RosterError> {
  const error = await call.then(
    (data) => expect.fail(`expected ${code}, but the call answered ${JSON.stringify(data)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RosterError)) throw error;
  expect(error.code).toBe(code);
  return error;
}

/** Expects a call to fail with a code and to leave the database exactly as it was. */
export async function expectRefusedUnchanged({ dump }: TestRoster, call: () => Promise<unknown>, code: ErrorCode) {
  const before = dump();
  const error = await expectRefusal(call(), code);
  expect(dump()).toEqual(before);
  return error;
}
