import { inject } from "vitest";
import type { TestDatabase } from "./test-database.ts";

/** Bytes up to which PostgreSQL plans as for an empty table, as long as nobody has analyzed it. */
const SMALL = 10 * 8192;

const flushCounts = "select pg_stat_force_next_flush()";

/** Ends whoever is still connected, so that their changes are counted and no more can follow. */
const endOthers = `${flushCounts}, (select count(pg_terminate_backend(pid, 5000))
  from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid())`;

/** The tables of the database and of its catalog, and which of them the test has written to. */
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
 * Makes a database that a test has used as new. Answers false where that takes more than emptying tables: when the schema, a
 * setting or what the migrations wrote has changed, or when a table has grown so that queries are planned in another way.
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
  // No trigger fires and no foreign key is looked at, so that the order does not matter.
  const asNew = ["set local session_replication_role = replica", ...deletions, restartSequences, flushCounts];
  await query(asNew.join(";"));
  await query("select pg_stat_reset()");
  const empty = tables.filter(({ name, isOurs }) => isOurs && !filled.includes(name));
  const left = await query(empty.map(({ name }) => `(select from "${name}" limit 1)`).join(" union all "));
  return left.length === 0;
}
