import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { up as usersApi } from "./migrations/0001-users-api.ts";
import type { Tables } from "./tables.ts";

const migrations: Record<string, Migration> = {
  "0001-users-api": { up: usersApi },
};

/** Brings the schema up to date. Refuses a schema that a newer server has made. */
export async function migrate(db: Kysely<Tables>) {
  if (await isUpToDate(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  const newer = error instanceof Error && /previously executed migration (\S+) is missing/.exec(error.message)?.[1];
  throw newer
    ? new Error(`The database was made by a newer Roster: it has the migration ${newer}, which this one does not know.`)
    : error;
}

/** Asked before anything is locked or looked up in the catalogue, which takes ten times as long. */
async function isUpToDate(db: Kysely<Tables>) {
  const query = sql<{ name: string }>`select name from kysely_migration order by name`;
  const done = await query.execute(db).catch(() => ({ rows: [] })); // nothing is there yet
  return done.rows.map(({ name }) => name).join() === Object.keys(migrations).join();
}
