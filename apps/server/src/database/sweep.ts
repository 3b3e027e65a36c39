import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type StoredTable, tables } from "../tables.ts";
import { after } from "../times.ts";
import type { Tx } from "./database.ts";
import { isPostgres } from "./dialect.ts";

/** Deletes a batch of expired rows of one table. Each slice has its own sweep, listed in loops.ts. Answers how many it deleted. */
export type Sweep = (tx: Tx, now: Date, batch: number) => Promise<number>;

interface Expiry {
  /** The column with the time from which a row may go. */
  column: string;
  /** Milliseconds for which it stays longer. */
  keptFor?: number;
  only?: RawBuilder<SqlBool>;
}

/** The sweep of a table. It skips rows that another transaction has locked. */
export function sweepOf(name: StoredTable, { column, keptFor = 0, only = sql`true` }: Expiry): Sweep {
  const [table, key] = [sql.table(name), sql.ref(tables[name].key)];
  return async (tx, now, batch) => {
    const end = after(now, -keptFor);
    const { numAffectedRows } = await sql`delete from ${table} where ${key} in (
      select ${key} from ${table} where ${sql.ref(column)} <= ${end} and ${only} limit ${sql.lit(batch)}
      ${isPostgres(tx) ? sql`for update skip locked` : sql``})`.execute(tx);
    return Number(numAffectedRows);
  };
}
