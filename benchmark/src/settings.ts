import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";
import type { Options } from "./bench.ts";

const require = createRequire(import.meta.url);

function versionOf(name: string) {
  const paths = require.resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return (JSON.parse(readFileSync(`${path}/${name}/package.json`, "utf8")) as { version: string }).version; // npm's own file
    } catch {
      // it is in another of the folders
    }
  }
  return "unknown";
}

const measured = ["better-sqlite3", "kysely", "@trpc/server", "zod", "pg", "better-auth", "autocannon"];

/** The settings that belong to every figure. */
export const settingsOf = (options: Options) => ({
  date: new Date().toISOString(),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
  node: process.version,
  versions: Object.fromEntries(measured.map((name) => [name, versionOf(name)])),
  roster:
    "as built, with --max-semi-space-size=16; synchronous FULL; a key with all scopes; log at info to a file; RATE_LIMIT_PER_KEY 1000000",
  peer: "Better Auth: WAL and synchronous NORMAL, limiter, telemetry and log off, a session of an administrator",
  ...options,
});
