import { type Kysely, PostgresAdapter, type SelectQueryBuilder } from "kysely";

/** Whether a query runs on PostgreSQL. */
export const isPostgres = (db: Pick<Kysely<never>, "getExecutor">) =>
  db.getExecutor().adapter instanceof PostgresAdapter;

/** Locks the rows of a query and skips rows that another transaction has locked. SQLite has one writer at a time. */
export const lockFree = <DB, TB extends keyof DB, O>(
  db: Pick<Kysely<never>, "getExecutor">,
  query: SelectQueryBuilder<DB, TB, O>,
) => (isPostgres(db) ? query.forUpdate().skipLocked() : query);

/** Locks the rows of a query until the transaction ends. SQLite has one writer at a time. */
export const locked = <DB, TB extends keyof DB, O>(
  db: Pick<Kysely<never>, "getExecutor">,
  query: SelectQueryBuilder<DB, TB, O>,
) => (isPostgres(db) ? query.forUpdate() : query);
