import { sql } from "kysely";
import type { Tx } from "./database.ts";

/** Runs a part of a transaction. When it throws, that part alone is undone. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx);
  try {
    const result = await work();
    await sql`release savepoint part`.execute(tx);
    return result;
  } catch (error) {
    // A full disk ends the whole transaction, and its savepoint with it.
    await sql`rollback to savepoint part`.execute(tx).catch(() => {
      throw error;
    });
    await sql`release savepoint part`.execute(tx);
    throw error;
  }
}
