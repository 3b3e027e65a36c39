import { type Kysely, PostgresAdapter } from "kysely";

/** Whether a query runs on PostgreSQL. */
export const isPostgres = (db: Pick<Kysely<never>, "getExecutor">) =>
  db.getExecutor().adapter instanceof PostgresAdapter;
