import type { Database, Tx } from "./database/database.ts";

/** Deletes a batch of expired rows of one table. Each slice has its own sweep, listed in loops.ts. */
export type Sweep = (tx: Tx, now: Date, batch: number) => Promise<{ numDeletedRows: bigint }>;

const BATCH = 500;

/** Sweeps table by table, in short transactions, so that changes do not wait long. */
export async function sweepAll(
  { database, clock }: { database: Database; clock: () => Date },
  sweeps: readonly Sweep[],
  stopped: AbortSignal,
) {
  for (const sweep of sweeps) {
    let deleted = BATCH;
    while (deleted === BATCH && !stopped.aborted) {
      const { numDeletedRows } = await database.transaction((tx) => sweep(tx, clock(), BATCH));
      deleted = Number(numDeletedRows);
    }
  }
}
