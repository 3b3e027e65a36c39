import type { Tx } from "./database/database.ts";

/** Deletes a batch of expired rows of one table. Each slice has its own sweep, listed in loops.ts. */
export type Sweep = (tx: Tx, now: Date, batch: number) => Promise<{ numDeletedRows: bigint }>;
