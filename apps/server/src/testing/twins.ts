import { mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Writable } from "node:stream";
import type { Input, ProcedureName, Scope } from "@roster/contract";
import { pino } from "pino";
import { numberEntries } from "../audit/sequencer.ts";
import { readSettings } from "../config.ts";
import { tinyCost } from "../passwords/passwords.ts";
import { openRoster } from "../roster.ts";
import { type StoredTable, tables } from "../tables.ts";
import { createDatabase, openTestDatabase } from "./database.ts";
import { makeFolder } from "./folders.ts";
import { Names } from "./names.ts";
import { expectConsistent } from "./soundness.ts";
import type { Row, TestDatabase } from "./test-database.ts";

/** One operation on a directory. Its random parts (ids, tokens, codes) have names, as in names.ts. */
export interface Operation {
  number: number;
  act: ProcedureName | "pass" | "deliver";
  /** Of `pass` the milliseconds. */
  input: unknown;
  actor: { name: string; scopes: readonly Scope[] };
}

/** The answers of both directories, as JSON text, so that the order of keys counts too. */
export interface Answers {
  sqlite: string;
  postgres: string;
  /** Logged errors that callers do not see. */
  unexpected: string[];
}

/** The same directory on each database, with one clock. */
export interface Twins extends AsyncDisposable {
  perform(operation: Operation): Promise<Answers>;
  /** All stored rows of each. */
  compareStored(): Promise<Answers>;
}

interface Line {
  level: number;
  msg: string;
  to: string;
  template?: string;
  carries?: string;
  text?: string;
  file: string;
  err?: { message: string; stack: string };
}

const ERROR = 50;

const inShort = ({ msg, err }: Line) => {
  const ours = err?.stack.split("\n").filter((line) => line.includes("/src/")) ?? [];
  return [`${msg}: ${err?.message ?? ""}`, ...ours].join("\n");
};

export async function openTwins(): Promise<Twins> {
  const folder = makeFolder("roster-twins-");
  let now = Date.parse("2026-03-01T12:00:00.000Z");
  const clock = () => new Date(now);
  const postgres = await createDatabase();
  const sqlite = openTestDatabase(`file:${join(folder, "roster.db")}`);
  const sides = { sqlite: await openSide(sqlite, folder, clock), postgres: await openSide(postgres, folder, clock) };

  async function both(work: (side: Side) => Promise<unknown>): Promise<Answers> {
    const [onSqlite, onPostgres] = await Promise.all([work(sides.sqlite), work(sides.postgres)]);
    const unexpected = [sides.sqlite, sides.postgres].flatMap((side) => side.takeUnexpected());
    return { sqlite: JSON.stringify(onSqlite), postgres: JSON.stringify(onPostgres), unexpected };
  }

  return {
    perform(operation) {
      if (operation.act === "pass") now += Number(operation.input);
      return both((side) => side.perform(operation));
    },
    async compareStored() {
      for (const { url } of [sqlite, postgres]) await expectConsistent(url);
      return both((side) => side.stored());
    },
    async [Symbol.asyncDispose]() {
      for (const { close } of Object.values(sides)) await close();
      await postgres[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Side = Awaited<ReturnType<typeof openSide>>;

async function openSide(database: TestDatabase, folder: string, clock: () => Date) {
  const lines: Line[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(JSON.parse(String(chunk)))) });
  const MAIL_FOLDER = mkdtempSync(join(folder, "mail-"));
  const read = readSettings({
    DATABASE_URL: database.url,
    MAIL_FOLDER,
    PUBLIC_URL: "https://users.example.com",
    REDIRECT_ORIGINS: "https://app.example.com",
  });
  const settings = { ...read, isDevelopment: true }; // the log has links and codes, which later calls use
  const roster = await openRoster(settings, { clock, log: pino({ level: "info" }, sink), hashCost: tinyCost });
  const names = new Names();

  const call = <P extends ProcedureName>(act: P, { input, actor }: Operation) =>
    roster.call(act, names.toSecrets(input) as Input<P>, { ...actor, name: String(names.toSecrets(actor.name)) }); // the server checks the input

  async function deliver() {
    lines.length = 0;
    await roster.deliver();
    return lines
      .filter(({ msg }) => msg === "mail" || msg === "text message")
      .toSorted((a, b) => (basename(a.file) < basename(b.file) ? -1 : 1)) // in the order of queueing
      .map(({ to, template, carries, text }) => ({ to, template, carries, text }));
  }

  return {
    async perform(operation: Operation) {
      names.at(operation.number);
      const { act } = operation;
      if (act === "pass") return "passed";
      if (act === "fetchAuditLog" || act === "fetchPersonalData") await numberEntries(roster.services.database); // as a server does every 200 ms
      return names.fromSecrets(act === "deliver" ? await deliver() : await call(act, operation));
    },
    async stored() {
      names.at("end");
      const found = await database.dump();
      const stored = Object.keys(found).filter(isTable).toSorted();
      return Object.fromEntries(stored.map((table) => [table, comparable(names, table, found[table] ?? [])]));
    },
    /** Errors since the last call. */
    takeUnexpected: () => lines.splice(0).flatMap((line) => (line.level >= ERROR ? [inShort(line)] : [])),
    close: roster.close,
  };
}

/** Tables whose keys are hashes or have ids in them, so that their rows have no order of creation. */
const unordered: StoredTable[] = ["tokens", "rate_limits", "failures", "idempotent_answers"];

const isTable = (name: string): name is StoredTable => name in tables;

/** A table's rows in an order that both databases share, without random values and those of one database. */
function comparable(names: Names, table: StoredTable, rows: Row[]) {
  const order = unordered.includes(table) ? undefined : tables[table].key;
  const inOrder = order ? rows.toSorted((a, b) => (lessThan(a[order], b[order]) ? -1 : 1)) : rows;
  const texts = inOrder.map((row) => {
    const columns = Object.entries(row).map(([name, value]) => [name, withoutChance(table, name, value)] as const);
    const kept = columns.filter(([name]) => name !== "seq").toSorted(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify(names.fromSecrets(Object.fromEntries(kept)));
  });
  return order ? texts : texts.toSorted();
}

const lessThan = (a: unknown, b: unknown) =>
  typeof a === "number" && typeof b === "number" ? a < b : String(a) < String(b);

function withoutChance(table: string, column: string, value: unknown) {
  if (table === "rate_limits" && column === "key") return String(value).split(":")[0];
  if (table === "failures" && column === "key") return "<key>";
  if (/(^|_)hash$|^prefix$/.test(column)) return value === null ? null : "<hash>";
  return value;
}
