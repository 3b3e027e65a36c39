import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../database/open.ts";
import { makeFolder } from "./folders.ts";
import { copyDatabase, dropFamily, leaveServers, openPostgres } from "./postgres-database.ts";
import { startServer } from "./postgres-server.ts";

/** Migrates one database for the whole run, which each test copies. Starts a PostgreSQL, or uses the one in the environment. */
export default async function setup(project: TestProject) {
  const own = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres();
  const template = await copyDatabase(own?.url ?? process.env.TEST_POSTGRES_URL ?? "");
  const database = await openDatabase(template);
  await database.migrate();
  await database.close();
  project.provide("template", template);
  project.provide("filledTables", await filledTables(template));
  return async () => {
    await dropFamily(template);
    await leaveServers();
    await own?.stop();
  };
}

/** The tables in which the migrations leave rows. */
async function filledTables(template: string) {
  await using database = openPostgres(template);
  const tables = Object.entries(await database.dump());
  return tables.flatMap(([name, rows]) => (rows.length > 0 ? [name] : []));
}

const careless = ["fsync", "full_page_writes", "synchronous_commit", "autovacuum"];

/** A PostgreSQL from npm, in a folder of its own, without syncs to the disk. */
export async function startPostgres(flags = careless.flatMap((setting) => ["-c", `${setting}=off`])) {
  const folder = makeFolder("roster-postgres-");
  chmodSync(folder, 0o755); // as root, the server runs as another user
  const server = await startServer({
    databaseDir: join(folder, "data"),
    initdbFlags: ["--set=scram_iterations=1"], // a connection takes half as long
    postgresFlags: ["-c", "max_connections=300", ...flags],
  });
  return {
    url: server.urlOf("template1"),
    start: server.start,
    /** Until it is started again. */
    halt: server.stop,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
