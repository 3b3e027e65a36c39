import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import pLimit from "p-limit";
import pg from "pg";
import type { Database, Db, Failure, Tx } from "./database.ts";
import { migrate } from "./migrate.ts";
import { shownAddress } from "./postgres-address.ts";
import { openPool } from "./postgres-pool.ts";
import type { Tables } from "./tables.ts";

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE = 20;
/** Milliseconds after which a call that finds no database is told so. */
const PATIENCE = 1000;
/** How long to wait for somebody else who writes, and how long a writer of whom nothing is heard may keep others waiting. */
const LOCK_MILLISECONDS = 5000;

/** A PostgreSQL database, or what speaks its protocol. */
export function openPostgres(url: string, poolSize: number): Database {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, poolSize) }) });
  /** Does what may take minutes, on a connection of its own that gives up no statement. */
  const patiently = async <T>(work: (patient: Kysely<Tables>) => Promise<T>) => {
    const pool = openPool(url, 1, { isPatient: true });
    const patient = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    return work(patient).finally(() => patient.destroy());
  };
  let lineage = sinceItsStart;
  const inTurn = pLimit(1);
  let lastFailure = { at: 0, error: new Error("") };
  /** One transaction at a time per process, so that one connection waits for the lock. A failure ends the wait of all others. */
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
    tend: async () => undefined, // PostgreSQL keeps its indexes up to date by itself
    failure,
    migrate: async (folder) => {
      await expectDatabase(db, url);
      const hasTimeline = await sql`select ${timeline}`.execute(db).then(
        () => true,
        () => false, // not everything that speaks the protocol has one
      );
      if (hasTimeline) lineage = timeline;
      await patiently((patient) => migrate(patient, (tx, script) => sql.raw(script).execute(tx), folder));
    },
    warnings: () => warnings(db),
    close: () => db.destroy(),
  };
}

const snapshotOf = <T>(db: Kysely<Tables>, work: (db: Db) => Promise<T>) =>
  db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work);

/** What an acknowledged change survives with each setting that is weaker than `on`. */
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
      throw new Error(`its encoding is ${encoding}, which does not have every name: make it in UTF8`);
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors : [error]; // of each address that a name stands for
    const texts = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
    throw new Error(`The database ${shownAddress(url)} cannot be opened: ${texts.join(", ")}`, { cause: error });
  }
}

/** One writer at a time in the whole database, as on SQLite: what is read in a transaction stays so until its end. */
const WRITER_LOCK = 4400;

/** Nobody knows whether it was committed. So it is not done again, nor `unavailable`, which says that nothing was changed. */
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
    // The line was cut while it committed: only the database knows whether it did.
    if (ended && begun && isLost(error) && (await wasCommitted(db, lineage, begun))) return ended.result;
    throw error;
  }
}

/** A transaction, and where its number comes from: a server that takes over gives it to another transaction. */
interface Begun {
  xid: string;
  lineage: string;
}

/** Becomes another one when a standby takes over, and stays when a server is started anew. */
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

/** Does again what failed by no fault of its own and left nothing behind. */
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

/** The connection is gone, or was never there. The driver has no codes for some of it. */
const isLost = (error: unknown) =>
  lostCodes.test(codeOf(error)) || (error instanceof Error && lostTexts.test(error.message));

/** Serialization failures and deadlocks. */
const isConflict = (error: unknown) => /^40(001|P01)$/.test(codeOf(error));

/** What whoever waits for a turn would find as well: it is told at once. */
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
