import type { Database, Tx } from "./database/database.ts";

/** Deletes rows of one table that are of no more use, a batch at most. Each slice has its own, for the list in loops.ts. */
export type Sweep = (tx: Tx, now: Date, batch: number) => Promise<{ numDeletedRows: bigint }>;

const BATCH = 500;

/** Sweeps table by table, in transactions so short that no change waits long for one. */
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
