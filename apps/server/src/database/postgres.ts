import { Kysely, PostgresDialect, sql } from "kysely";
import type { Tables } from "../tables.ts";
import { sendingAtOnce } from "./at-once.ts";
import type { Database, Db, Opening } from "./database.ts";
import { migrate, type RunScript } from "./migrate.ts";
import { shownAddress } from "./postgres-address.ts";
import { failure, isForAll, isLost, retried } from "./postgres-errors.ts";
import { openPool } from "./postgres-pool.ts";
import { type Connections, sinceItsStart, timeline, write } from "./postgres-transaction.ts";
import { takingTurns } from "./turns.ts";

/** After so many failed attempts a transaction runs alone, so that it succeeds whatever the others do. */
const ATTEMPTS_BESIDE_OTHERS = 2;
/** Connections of the pool that changes leave to reads. */
const CONNECTIONS_FOR_READS = 2;

function connect(url: string, poolSize: number, options?: { isPatient: boolean }): Connections {
  const dialect = new PostgresDialect({ pool: openPool(url, poolSize, options) });
  return { db: new Kysely<Tables>({ dialect }), atOnce: sendingAtOnce(dialect) };
}

/** A database on PostgreSQL, or on a server that speaks its protocol. */
export function openPostgres(url: string, poolSize: number, { access }: Opening): Database {
  const connections = connect(url, poolSize);
  const { db } = connections;
  /** Runs work that may take minutes, on a connection of its own without statement timeouts. */
  const patiently = async <T>(work: (patient: Connections) => Promise<T>) => {
    const patient = connect(url, 1, { isPatient: true });
    return work(patient).finally(() => patient.db.destroy());
  };
  let lineage = sinceItsStart;
  const most = Math.max(1, poolSize - CONNECTIONS_FOR_READS);
  const inTurn = takingTurns(most);
  const longInTurn = takingTurns(Math.max(1, most - 1));
  let lastFailure = { at: 0, error: new Error("") };
  /** Changes run side by side, as long as reads find a connection. A lost database fails all changes that wait for one. */
  const transaction: Database["transaction"] = (work, finish, { name, isLong } = { name: "", isLong: false }) => {
    const asked = performance.now();
    const run = async () => {
      if (lastFailure.at > asked) throw lastFailure.error;
      try {
        return await retried((attempt) =>
          write(connections, { lineage, isAlone: attempt > ATTEMPTS_BESIDE_OTHERS }, work, finish),
        );
      } catch (error) {
        if (error instanceof Error && isForAll(error)) lastFailure = { at: performance.now(), error };
        throw error;
      }
    };
    return isLong ? longInTurn(name, () => inTurn(name, run)) : inTurn(name, run);
  };
  return {
    read: db,
    single: (work) => retried(() => work(db)),
    snapshot: (work, { isPatient = false } = {}) =>
      isPatient ? patiently((patient) => snapshotOf(patient.db, work)) : retried(() => snapshotOf(db, work)),
    transaction,
    bulk: (work) => patiently((patient) => retried(() => write(patient, { lineage, isAlone: true }, work))),
    tend: async () => undefined, // PostgreSQL updates its indexes in each change
    failure,
    migrate: async (folder) => {
      await expectDatabase(db, url);
      const { rows } = await sql`select ${timeline}`.execute(db).catch(() => ({ rows: [] }));
      if (rows.length > 0) lineage = timeline; // some servers that speak the protocol have none
      const plan = { access, place: shownAddress(url), folder };
      return await migrate(db, runScript, plan, (work) => patiently((patient) => work(patient.db)));
    },
    warnings: () => warnings(db),
    close: () => db.destroy(),
  };
}

const runScript: RunScript = (tx, script) => sql.raw(script).execute(tx);

const snapshotOf = <T>(db: Kysely<Tables>, work: (db: Db) => Promise<T>) =>
  db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work);

/** The risk of each setting that is weaker than `on`. */
const weakCommits: Record<string, string> = {
  off: "PostgreSQL may lose changes of the last moments, which were acknowledged, when it goes down",
  local: "changes that were acknowledged may be missing on a standby that takes over",
  remote_write: "changes that were acknowledged may be missing on a standby that goes down and takes over",
};

async function warnings(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
  const setting = rows[0]?.synchronous_commit ?? "";
  const loss = weakCommits[setting];
  return loss === undefined ? [] : [`synchronous_commit is ${setting}: ${loss}. Set it to on.`];
}

async function expectDatabase(db: Kysely<Tables>, url: string) {
  try {
    const ask = () => sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(db);
    const { rows } = await ask().catch((error) => (isLost(error) ? ask() : Promise.reject(error)));
    const encoding = rows[0]?.encoding;
    if (encoding !== "UTF8")
      throw new Error(`its encoding is ${encoding}, which lacks many letters: create it with UTF8`);
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors : [error]; // one error for each address of a host name
    const texts = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
    throw new Error(`The database ${shownAddress(url)} cannot be opened: ${texts.join(", ")}`, { cause: error });
  }
}
