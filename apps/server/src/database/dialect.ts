import { type Kysely, PostgresAdapter } from "kysely";

export const isPostgres = (db: Pick<Kysely<never>, "getExecutor">) =>
  db.getExecutor().adapter instanceof PostgresAdapter;
