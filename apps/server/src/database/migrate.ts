import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Tables } from "../tables.ts";
import { isPostgres } from "./dialect.ts";

/** The folder of the migrations. The build copies it beside this file's compiled code. */
const OURS = fileURLToPath(new URL("./migrations", import.meta.url));

const TABLE = "roster_migration";

/** Runs a file of many statements. */
export type RunScript = (tx: Kysely<unknown>, script: string) => Promise<unknown>;

/** Brings the schema up to date. Refuses a schema of a newer server or of a development version. */
export async function migrate(db: Kysely<Tables>, run: RunScript, folder = OURS) {
  const migrations = readMigrations(join(folder, isPostgres(db) ? "postgres" : "sqlite"), run);
  const schema = await schemaInUse(db);
  const done = await migrationsIn(db, TABLE, schema);
  if (done.join() === Object.keys(migrations).join()) return; // before the Migrator takes its lock, which takes ten times as long
  if (done.length === 0 && (await migrationsIn(db, "kysely_migration", schema)).includes("0001-users-api")) {
    throw new Error(
      "The database was made by a development version of Roster, from before its first release, and cannot be brought up to date: " +
        "name another one in DATABASE_URL, or remove this one.",
    );
  }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: TABLE,
    migrationLockTableName: `${TABLE}_lock`,
    ...(schema && { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  const newer = error instanceof Error && /previously executed migration (\S+) is missing/.exec(error.message)?.[1];
  throw newer
    ? new Error(`The database was made by a newer Roster: it has the migration ${newer}, which this one does not know.`)
    : error;
}

/** One migration per file, named after it. Only migrations that run are read. */
function readMigrations(folder: string, run: RunScript): Record<string, Migration> {
  const files = readdirSync(folder).toSorted();
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.sql$/, ""),
      { up: async (tx) => void (await run(tx, readFileSync(join(folder, file), "utf8"))) },
    ]),
  );
}

/** The schema on PostgreSQL, because another schema of the same database may hold another directory. */
async function schemaInUse(db: Kysely<Tables>) {
  if (!isPostgres(db)) return undefined;
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? undefined;
}

/** The names of the completed migrations in a migration table; none without that table. */
async function migrationsIn(db: Kysely<Tables>, table: string, schema: string | undefined) {
  const query = sql<{ name: string }>`select name from ${schema ? sql.id(schema, table) : sql.id(table)} order by name`;
  const { rows } = await query.execute(db).catch(() => ({ rows: [] }));
  return rows.map(({ name }) => name);
}
