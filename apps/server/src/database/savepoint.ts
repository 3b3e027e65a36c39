import { sql } from "kysely";
import type { Tx } from "./database.ts";
import { together } from "./together.ts";

/** Runs a part of a transaction. When it throws, that part alone is undone. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  try {
    const [, result] = await together([sql`savepoint part`.execute(tx), work()]);
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
