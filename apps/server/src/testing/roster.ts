import { rmSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createCaller, type ErrorCode, type RosterClient, RosterError, type Scope } from "@roster/client";
import { scopes } from "@roster/contract";
import { levels, pino } from "pino";
import { expect, onTestFailed, TestRunner } from "vitest";
import { readSettings } from "../config.ts";
import { tinyCost } from "../passwords/passwords.ts";
import { openRoster, type Parts, type Roster } from "../roster.ts";
import { createClock } from "../test-directory.ts";
import { createDatabase } from "./database.ts";
import { makeFolder } from "./folders.ts";
import type { Row, TestDatabase } from "./test-database.ts";

export interface TestRoster extends AsyncDisposable {
  roster: Roster;
  databaseUrl: string;
  /** Every function, as a caller with all scopes. */
  api: RosterClient;
  /** Every function, as a caller with these scopes. */
  as(name: string, given: readonly Scope[]): RosterClient;
  /** Advances the clock, which otherwise stands still. */
  pass(milliseconds: number): void;
  /** All rows of all tables except counts of tries and failures, to check that a refusal changed nothing. */
  dump(): Promise<Record<string, Row[]>>;
  /** The database itself, behind the server's back. */
  database: TestDatabase;
  /** The log, at every level. */
  logged(): string;
}

/** A directory for one test, on a real database (a copy of `template`), with a clock that only the test moves by default. */
export async function openTestRoster(
  env: Record<string, string> = {},
  template?: string,
  { isDevelopment = true, ...parts }: Omit<Parts, "log"> & { isDevelopment?: boolean } = {},
): Promise<TestRoster> {
  const database = await createDatabase(template);
  const folder = makeFolder("roster-test-mail-");
  const { url: databaseUrl } = database;
  const { clock, pass } = createClock(new Date("2026-03-01T12:00:00.000Z"));
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) });
  const read = readSettings({ DATABASE_URL: databaseUrl, MAIL_FOLDER: join(folder, "mail"), ...env });
  const settings = { ...read, isDevelopment };
  const roster = await openRoster(settings, {
    clock,
    log: pino({ level: "trace" }, sink),
    hashCost: tinyCost,
    ...parts,
  });
  const showErrors = () => {
    for (const line of lines) if (JSON.parse(line).level >= (levels.values.error ?? 0)) console.error(line);
  };
  if (TestRunner.getCurrentTest()) onTestFailed(showErrors); // not in a hook before all tests
  const as = (name: string, given: readonly Scope[]) => createCaller(roster, { name, scopes: given });
  return {
    roster,
    database,
    databaseUrl,
    as,
    api: as("tester", scopes),
    pass,
    dump: async () => {
      const { rate_limits: _, failures: __, ...tables } = await database.dump();
      return tables;
    },
    logged: () => lines.join(""),
    [Symbol.asyncDispose]: async () => {
      await roster.close();
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Expects a call to fail with a code, and answers the error. */
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
  const before = await dump();
  const error = await expectRefusal(call(), code);
  expect(await dump()).toEqual(before);
  return error;
}
