import { inject } from "vitest";
import type { TestDatabase } from "./test-database.ts";

/** Bytes up to which PostgreSQL plans as for an empty table without statistics. */
const SMALL = 10 * 8192;

const flushCounts = "select pg_stat_force_next_flush()";

/** Terminates remaining connections, so that their changes are counted and no more follow. */
const endOthers = `${flushCounts}, (select count(pg_terminate_backend(pid, 5000))
  from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid())`;

/** The tables of the database and its catalog, and those that the test has written to. */
const tablesAndUse = `select relname as name, relnamespace = 'public'::regnamespace as "isOurs", pg_relation_size(oid) as size,
    pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid) > 0 as "isWritten"
  from pg_class where relkind = 'r' and not relisshared`;

interface Table {
  name: string;
  isOurs: boolean;
  size: number;
  isWritten: boolean;
}

const ownSettings = `select from pg_db_role_setting
  where setdatabase = (select oid from pg_database where datname = current_database())`;

const restartSequences = "select setval(seqrelid::regclass, seqstart, false) from pg_sequence";

/**
 * Empties a used database. Answers false when that does not make it as new: when the schema, a setting or the rows of migrations
 * have changed, or a table has grown so much that query plans would change.
 */
export async function isRenewed({ query }: TestDatabase): Promise<boolean> {
  await query("discard all");
  await query(endOthers);
  const tables = await query<Table>(tablesAndUse);
  const filled = inject("filledTables");
  const written = tables.filter(({ isWritten }) => isWritten);
  if (written.some(({ name, isOurs, size }) => !isOurs || filled.includes(name) || size > SMALL)) return false;
  if ((await query(ownSettings)).length > 0) return false;
  const deletions = written.map(({ name }) => `delete from "${name}"`);
  // Without triggers and foreign keys the order does not matter.
  const asNew = ["set local session_replication_role = replica", ...deletions, restartSequences, flushCounts];
  await query(asNew.join(";"));
  await query("select pg_stat_reset()");
  const empty = tables.filter(({ name, isOurs }) => isOurs && !filled.includes(name));
  const left = await query(empty.map(({ name }) => `(select from "${name}" limit 1)`).join(" union all "));
  return left.length === 0;
}
