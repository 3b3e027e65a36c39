import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { isOpenToAll, isRoot, startServer } from "../../../apps/server/src/testing/postgres-server.ts";
import { runRoster } from "../processes.ts";
import { dataFolder } from "./seeds.ts";

/** A PostgreSQL from npm with its default settings, whose databases are kept between runs. */
export const startPostgres = () => startServer({ databaseDir: join(enterableFolder(), "postgres") });

/** As root the server runs as another user, who may not have access to the folder of the other databases. */
function enterableFolder() {
  if (isRoot) chmodSync(dataFolder, 0o755);
  if (!isRoot || isOpenToAll(dataFolder)) return dataFolder;
  const folder = "/var/tmp/roster-benchmark";
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

/** Answers the address of a new database. */
export async function emptyDatabase(urlOf: (name: string) => string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  try {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name}`);
    return urlOf(name);
  } finally {
    await admin.end();
  }
}

/** The directory of a SQLite file, brought over by the server's own command, once. Answers its address. */
export async function copiedToPostgres(urlOf: (name: string) => string, from: string, name: string): Promise<string> {
  const unfinished = `${name}_unfinished`;
  const admin = new pg.Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  try {
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount) return urlOf(name);
    const url = await emptyDatabase(urlOf, unfinished);
    console.log(`  copying ${from} to PostgreSQL, which takes as long as making it`);
    await runRoster(["copy", "--from", `file:${from}`, "--to", url], {});
    const copy = new pg.Client({ connectionString: url });
    await copy.connect();
    await copy.query("vacuum analyze"); // as its own daemon does some minutes later
    await copy.end();
    await admin.query(`alter database ${unfinished} rename to ${name}`);
    return urlOf(name);
  } finally {
    await admin.end();
  }
}
