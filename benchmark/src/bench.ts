import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Presets, SingleBar } from "cli-progress";
import { type Load, measure, type Sample } from "./load.ts";
import { commands, type Env, runRoster, type Side, start } from "./processes.ts";
import type { Row } from "./rows.ts";
import { signInAdmin } from "./seed/better-auth.ts";
import { copyOf, dataFolder } from "./seed/seeds.ts";

export interface Options {
  /** Numbers of users, ascending. */
  sizes: number[];
  seconds: number;
  rounds: number;
}

/** A writable Roster database of this run. */
export interface Place {
  users: number;
  databaseUrl: string;
  /** A key with all scopes. */
  headers: Record<string, string>;
  /** Ids of users from the whole directory. */
  ids: string[];
}

export type RunningSide = Side & { headers: Record<string, string> };

type Program = keyof typeof commands;

const IDS = 2000;

/** The context of all measurements: databases and servers of this run, rounds, and result rows. */
export class Bench extends AsyncDisposableStack {
  readonly rows: Row[] = [];
  readonly folder: string;
  readonly options: Options;
  readonly #places = new Map<number, Promise<Place>>();

  constructor(options: Options) {
    super();
    this.options = options;
    mkdirSync(dataFolder, { recursive: true });
    this.folder = mkdtempSync(join(dataFolder, "run-"));
    this.defer(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  get smallest() {
    return Math.min(...this.options.sizes);
  }

  get largest() {
    return Math.max(...this.options.sizes);
  }

  row(row: Row) {
    this.rows.push(row);
  }

  place(users: number): Promise<Place> {
    const known = this.#places.get(users) ?? this.#makePlace(users);
    this.#places.set(users, known);
    return known;
  }

  async #makePlace(users: number): Promise<Place> {
    const path = await copyOf("roster", users, this.folder);
    const databaseUrl = `file:${path}`;
    return { users, databaseUrl, headers: await keyFor(databaseUrl), ids: sampleIds(path, "users") };
  }

  /** Roster as an operator runs it: durable settings, and all limits on, but too high to matter. */
  async roster(place: Pick<Place, "databaseUrl" | "headers">, env: Env = {}): Promise<RunningSide> {
    const own = { DATABASE_URL: place.databaseUrl, MAIL_FOLDER: join(this.folder, "mail"), LOG_LEVEL: "info" };
    const side = await this.#start("roster", { ...own, RATE_LIMIT_PER_KEY: "1000000", ...env });
    return { ...side, headers: place.headers };
  }

  start(program: Program, databaseUrl: string, env: Env = {}): Promise<Side> {
    return this.#start(program, { DATABASE_URL: databaseUrl, ...env });
  }

  /** Ends at the end of the run. */
  async #start(program: Program, env: Env) {
    return this.use(await start(commands[program], env, this.folder));
  }

  async betterAuth(users: number, prepare?: (database: Sqlite.Database) => void) {
    const path = await copyOf("better-auth", users, this.folder, prepare ? "better-auth-prepared" : "better-auth");
    if (prepare) {
      const database = new Sqlite(path);
      prepare(database);
      database.close();
    }
    const side = await this.start("betterAuth", path);
    return { ...side, headers: await signInAdmin(side.url), ids: sampleIds(path, "user") };
  }

  /** Measures each side once per round, in turn, after a warm-up round. */
  async compare<Name extends string>(
    what: string,
    sides: Record<Name, Load | (() => Promise<Sample>)>,
    { seconds = this.options.seconds, rounds = this.options.rounds } = {},
  ): Promise<Record<Name, Sample[]>> {
    const names = Object.keys(sides) as Name[]; // a record's keys are its `Name`s
    // One entry per name, which Object.fromEntries forgets.
    const found = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
    const bar = new SingleBar({ format: `  {what} [{bar}] {value}/{total} {side}`, hideCursor: true }, Presets.legacy);
    bar.start((rounds + 1) * names.length, 0, { what: what.padEnd(40), side: "" });
    try {
      for (let round = 0; round <= rounds; round++) {
        for (const side of names) {
          bar.update({ side });
          const load = sides[side];
          const sample = await (typeof load === "function" ? load() : measure(load, seconds));
          if (round > 0) found[side].push(sample);
          bar.increment();
        }
      }
    } finally {
      bar.stop();
    }
    return found;
  }
}

export async function keyFor(databaseUrl: string) {
  const key = await runRoster(["keys", "create", "benchmark", "--scopes", "all"], { DATABASE_URL: databaseUrl });
  return { authorization: `Bearer ${key}` };
}

/** Ids from the whole table, in random order. */
function sampleIds(path: string, table: "users" | "user"): string[] {
  const database = new Sqlite(path, { readonly: true });
  const rows = database.prepare<[], number>(`select max(rowid) from ${table}`).pluck().get() ?? 0;
  const find = database.prepare<[number], string>(`select id from ${table} where rowid = ?`).pluck();
  const count = Math.min(IDS, rows);
  // A step that is coprime to the count visits every place once.
  const ids = Array.from({ length: count }, (_, index) =>
    find.get(1 + Math.floor((((index * 7919) % count) * rows) / count)),
  );
  database.close();
  return ids.filter((id) => id !== undefined);
}
