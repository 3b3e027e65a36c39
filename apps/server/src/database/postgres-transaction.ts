import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "../tables.ts";
import type { Finish, Tx } from "./database.ts";
import { DirectoryLocked, FIRST_PAUSE, isLockTimeout, isLost, PATIENCE, retried } from "./postgres-errors.ts";

/** Ordinary transactions share this lock. One that must run alone, as bulk work, takes it exclusively. */
const DIRECTORY_LOCK = sql`hashtextextended('roster in ' || current_schema(), 0)`; // a database may hold a directory in each schema

/** It is unknown whether the transaction was committed. So no retry, and not `unavailable`, which says that nothing was changed. */
class InDoubt extends Error {}

export async function write<T>(
  { db, atOnce }: Connections,
  { lineage, isAlone }: { lineage: RawBuilder<unknown>; isAlone: boolean },
  work: (tx: Tx) => Promise<T>,
  finish?: Finish<T>,
): Promise<T> {
  let begun: Promise<Begun | undefined> | undefined;
  let finished: Promise<unknown> | undefined;
  let ended: { result: T } | undefined;
  try {
    return await db
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (serial) => {
        const tx = await atOnce(serial);
        begun = begin(tx, lineage, isAlone); // sent with the first statement of `work`
        begun.catch(() => undefined); // thrown below
        const result = await work(tx);
        finished = finish?.(tx, [result]); // sent with the commit
        finished?.catch(() => undefined); // thrown below
        ended = { result };
        return result;
      });
  } catch (error) {
    // The first failed statement tells why. Those behind it only tell that the transaction is aborted.
    const first = await firstError([begun, finished]);
    if (first && !isLost(first)) throw first;
    // The connection was lost during the commit: only the database knows the outcome.
    const known = await begun?.catch(() => undefined);
    if (ended && known && isLost(error) && (await wasCommitted(db, lineage, known))) return ended.result;
    throw error;
  }
}

/** A pool's connections, and `atOnce` of its dialect. */
export interface Connections {
  db: Kysely<Tables>;
  atOnce(tx: Tx): Promise<Tx>;
}

async function begin(tx: Tx, lineage: RawBuilder<unknown>, isAlone: boolean) {
  const lock = sql.raw(isAlone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared");
  const { rows } = await sql<Begun>`
    select ${lock}(${DIRECTORY_LOCK}), pg_current_xact_id()::text as xid, ${lineage} as lineage`
    .execute(tx)
    .catch((error: unknown) => {
      throw isLockTimeout(error) ? new DirectoryLocked("the directory is locked", { cause: error }) : error;
    });
  return rows[0];
}

async function firstError(promises: readonly (Promise<unknown> | undefined)[]) {
  for (const promise of promises) {
    const failure = await promise?.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (failure) return failure.error;
  }
  return undefined;
}

/** A transaction's id and its lineage: after a failover the new primary gives the same id to another transaction. */
interface Begun {
  xid: string;
  lineage: string;
}

/** Changes when a standby takes over, and stays when a server restarts. */
export const timeline = sql`substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)`;
export const sinceItsStart = sql`pg_postmaster_start_time()::text`;

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
