import { type Kysely, sql } from "kysely";
import { isPostgres } from "./dialect.ts";

type AnyTables = Pick<Kysely<never>, "getExecutor">;

/** The last `seq` that a table has assigned, even if its row was deleted. */
export async function lastNumber(db: AnyTables, table: string): Promise<number> {
  const query = isPostgres(db)
    ? sql<{ last: number | null }>`select last_value as last from pg_sequences
        where schemaname = current_schema() and sequencename = ${`${table}_seq_seq`}`
    : sql<{ last: number | null }>`select seq as last from sqlite_sequence where name = ${table}`;
  const { rows } = await query.execute(db);
  return rows[0]?.last ?? 0;
}

/** Lets a table assign numbers after `last`. */
export async function countOnFrom(db: AnyTables, table: string, last: number) {
  if (last === 0) return;
  if (isPostgres(db)) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'seq'), ${last})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
}
