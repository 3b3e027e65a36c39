import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Tables } from "../tables.ts";
import type { Opening } from "./database.ts";
import { isPostgres } from "./dialect.ts";
import { expectOurs, MIGRATIONS } from "./ownership.ts";

/** The folder of the migrations. The build copies it beside this file's compiled code. */
const OURS = fileURLToPath(new URL("./migrations", import.meta.url));

export type RunScript = (tx: Kysely<unknown>, script: string) => Promise<unknown>;

interface Plan extends Pick<Opening, "access"> {
  /** The database's name, for messages. */
  place: string;
  folder: string | undefined;
}

/**
 * Brings the schema up to date, and answers whether it was empty. Refuses one of a newer server, and another application's.
 * `patiently` gives the migrations, which may take minutes, a connection for that.
 */
export async function migrate(
  db: Kysely<Tables>,
  run: RunScript,
  { access = "create", place, folder = OURS }: Plan,
  patiently: (work: (patient: Kysely<Tables>) => Promise<void>) => Promise<void> = (work) => work(db),
) {
  const migrations = readMigrations(join(folder, isPostgres(db) ? "postgres" : "sqlite"), run);
  const schema = await schemaInUse(db);
  const done = await migrationsIn(db, schema);
  const newer = done.find((name) => !(name in migrations));
  if (newer !== undefined) {
    throw new Error(
      `The database was made by a newer Roster: it has the migration ${newer}, which this one does not know.`,
    );
  }
  if (done.length === Object.keys(migrations).length) return false; // before the Migrator takes its lock, which takes ten times as long
  const isEmpty = done.length === 0;
  if (isEmpty) expectOurs(await tablesIn(db, schema), `The database ${place}`);
  if (isEmpty && access !== "create") throw new Error(`The database ${place} is empty: it holds no directory.`);
  if (access === "read") {
    throw new Error(
      `The database ${place} was made by an older Roster: start a server on it once, which brings it up to date.`,
    );
  }
  await patiently(async (patient) => {
    const migrator = new Migrator({
      db: patient,
      provider: { getMigrations: async () => migrations },
      migrationTableName: MIGRATIONS,
      migrationLockTableName: `${MIGRATIONS}_lock`,
      ...(schema && { migrationTableSchema: schema }),
    });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
  return isEmpty;
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
  const { rows } = await sql<{ schema: string | null; path: string }>`
    select current_schema() as schema, current_setting('search_path') as path`.execute(db);
  const { schema = null, path = "" } = rows[0] ?? {};
  if (schema === null) throw new Error(`No schema of the search_path (${path}) exists: create it first.`);
  return schema;
}

async function migrationsIn(db: Kysely<Tables>, schema: string | undefined) {
  if (!(await tablesIn(db, schema)).includes(MIGRATIONS)) return [];
  const table = schema ? sql.id(schema, MIGRATIONS) : sql.id(MIGRATIONS);
  const { rows } = await sql<{ name: string }>`select name from ${table} order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** The names of the tables, without those that belong to an extension. */
async function tablesIn(db: Kysely<Tables>, schema: string | undefined) {
  const query = schema
    ? sql<{ name: string }>`select relname as name from pg_class
        where relkind in ('r', 'p') and relnamespace = (select oid from pg_namespace where nspname = ${schema})
          and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e') order by relname`
    : sql<{ name: string }>`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`;
  return (await query.execute(db)).rows.map(({ name }) => name);
}
