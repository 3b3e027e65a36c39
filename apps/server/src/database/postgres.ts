import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import pLimit from "p-limit";
import pg from "pg";
import type { Tables } from "../tables.ts";
import type { Database, Db, Failure, Tx } from "./database.ts";
import { migrate } from "./migrate.ts";
import { shownAddress } from "./postgres-address.ts";
import { openPool } from "./postgres-pool.ts";

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE = 20;
/** Milliseconds for which lost connections are retried. */
const PATIENCE = 1000;
/** How long a transaction waits for the writer lock, and how long an idle one may hold it. */
const LOCK_MILLISECONDS = 5000;

/** A database on PostgreSQL, or on a server that speaks its protocol. */
export function openPostgres(url: string, poolSize: number): Database {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, poolSize) }) });
  /** Runs work that may take minutes, on a connection of its own without statement timeouts. */
  const patiently = async <T>(work: (patient: Kysely<Tables>) => Promise<T>) => {
    const pool = openPool(url, 1, { isPatient: true });
    const patient = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    return work(patient).finally(() => patient.destroy());
  };
  let lineage = sinceItsStart;
  const inTurn = pLimit(1);
  let lastFailure = { at: 0, error: new Error("") };
  /** One transaction at a time per process, so that only one connection waits for the lock. A lost database fails all that wait. */
  const transaction: Database["transaction"] = (work) => {
    const asked = performance.now();
    return inTurn(async () => {
      if (lastFailure.at > asked) throw lastFailure.error;
      try {
        return await retried(() => write(db, lineage, work));
      } catch (error) {
        if (error instanceof Error && isForAll(error)) lastFailure = { at: performance.now(), error };
        throw error;
      }
    });
  };
  return {
    read: db,
    single: (work) => retried(() => work(db)),
    snapshot: (work, { isPatient = false } = {}) =>
      isPatient ? patiently((patient) => snapshotOf(patient, work)) : retried(() => snapshotOf(db, work)),
    transaction,
    bulk: (work) => patiently((patient) => retried(() => write(patient, lineage, work))),
    tend: async () => undefined, // PostgreSQL updates its indexes in each change
    failure,
    migrate: async (folder) => {
      await expectDatabase(db, url);
      const { rows } = await sql`select ${timeline}`.execute(db).catch(() => ({ rows: [] }));
      if (rows.length > 0) lineage = timeline; // some servers that speak the protocol have none
      await patiently((patient) => migrate(patient, (tx, script) => sql.raw(script).execute(tx), folder));
    },
    warnings: () => warnings(db),
    close: () => db.destroy(),
  };
}

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

/** One writer at a time in the whole database, as on SQLite: what a transaction reads stays true until it ends. */
const WRITER_LOCK = 4400;

/** It is unknown whether the transaction was committed. So no retry, and not `unavailable`, which says that nothing was changed. */
class InDoubt extends Error {}

async function write<T>(db: Kysely<Tables>, lineage: RawBuilder<unknown>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const limit = sql.lit(String(LOCK_MILLISECONDS));
  let begun: Begun | undefined;
  let ended: { result: T } | undefined;
  try {
    return await db
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (tx) => {
        const { rows } = await sql<Begun>`
        select set_config('lock_timeout', ${limit}, true),
          set_config('idle_in_transaction_session_timeout', ${limit}, true),
          pg_advisory_xact_lock(${sql.lit(WRITER_LOCK)}), pg_current_xact_id()::text as xid,
          ${lineage} as lineage`.execute(tx);
        begun = rows[0];
        const result = await work(tx);
        ended = { result };
        return result;
      });
  } catch (error) {
    // The connection was lost during the commit: only the database knows the outcome.
    if (ended && begun && isLost(error) && (await wasCommitted(db, lineage, begun))) return ended.result;
    throw error;
  }
}

/** A transaction's id and its lineage: after a failover the new primary gives the same id to another transaction. */
interface Begun {
  xid: string;
  lineage: string;
}

/** Changes when a standby takes over, and stays when a server restarts. */
const timeline = sql`substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)`;
const sinceItsStart = sql`pg_postmaster_start_time()::text`;

async function wasCommitted(db: Kysely<Tables>, lineage: RawBuilder<unknown>, begun: Begun) {
  const end = performance.now() + PATIENCE;
  try {
    for (;;) {
      const { rows } = await retried(() =>
        sql<{ status: string | null; lineage: string }>`
          select pg_xact_status(${begun.xid}::xid8) as status, ${lineage} as lineage`.execute(db),
      );
      const [{ status, ...now } = { status: null, lineage: "" }] = rows;
      if (now.lineage !== begun.lineage) throw new Error("another server has taken over");
      if (status === "committed" || status === "aborted") return status === "committed";
      if (status !== "in progress" || performance.now() > end) throw new Error(`its status is ${status}`);
      await sleep(FIRST_PAUSE);
    }
  } catch (error) {
    throw new InDoubt(`the connection was lost while transaction ${begun.xid} was committed`, { cause: error });
  }
}

/** Retries work after a conflict or a lost connection, when nothing was committed. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isWorthIt = isConflict(error) || (isLost(error) && performance.now() - started < PATIENCE);
      if (attempt === MAX_ATTEMPTS || !isWorthIt) throw error;
      await sleep(FIRST_PAUSE * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const lostCodes = /^(08|57P0[123]|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
const lostTexts =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection|Client was closed)/;

/** The connection is lost, or was never open. The driver has no codes for some of these errors. */
const isLost = (error: unknown) =>
  lostCodes.test(codeOf(error)) || (error instanceof Error && lostTexts.test(error.message));

/** Serialization failures and deadlocks. */
const isConflict = (error: unknown) => /^40(001|P01)$/.test(codeOf(error));

/** Errors that the transactions which wait for their turn would meet as well. */
const isForAll = (error: unknown) => isLost(error) || codeOf(error) === "55P03";

/** Also out of resources, read-only (a standby), cancelled by a timeout, or an I/O error. */
const isUnavailable = (error: unknown) =>
  isForAll(error) || isConflict(error) || /^(53|25006|57014|58)/.test(codeOf(error));

function failure(error: unknown): Failure | undefined {
  if (error instanceof pg.DatabaseError && error.code === "23505") {
    return { kind: "unique", constraint: error.constraint ?? "" };
  }
  return isUnavailable(error) ? { kind: "unavailable" } : undefined;
}
