import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { up as usersApi } from "./migrations/0001-users-api.ts";
import type { Tables } from "./tables.ts";

const migrations: Record<string, Migration> = {
  "0001-users-api": { up: usersApi },
};

/** Brings the schema up to date. Refuses a schema that a newer server has made. */
export async function migrate(db: Kysely<Tables>) {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  const newer = error instanceof Error && /previously executed migration (\S+) is missing/.exec(error.message)?.[1];
  throw newer
    ? new Error(`The database was made by a newer Roster: it has the migration ${newer}, which this one does not know.`)
    : error;
}
