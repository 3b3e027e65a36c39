import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Bench } from "../bench.ts";
import { commands } from "../processes.ts";
import { atMost, short, spreadOf } from "../rows.ts";

const run = promisify(execFile);

/** Goal 12: the cost of an in-process call beyond its statement, and the size of the client in a browser. */
export async function measureInProcess(bench: Bench) {
  const place = await bench.place(bench.smallest);
  const env = { DATABASE_URL: place.databaseUrl };
  const { stdout } = await run(process.execPath, commands.inProcess, { env });
  const found = JSON.parse(stdout) as { call: number[]; statement: number[] }; // the program's output
  const fixed = spreadOf(
    found.call.map((microseconds, batch) => microseconds - (found.statement[batch] ?? Number.NaN)),
  );
  bench.row({
    goal: 12,
    what: "fetchUserByExternalId in-process, less its statement",
    users: short(place.users),
    unit: "µs",
    measured: fixed,
    bound: atMost(25, 12),
    sides: { call: spreadOf(found.call), statement: spreadOf(found.statement) },
  });

  const { outputFiles } = await build({
    stdin: { contents: `export * from "@roster/client"`, resolveDir: dirname(fileURLToPath(import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const bytes = gzipSync(outputFiles?.[0]?.contents ?? "", { level: 9 }).length;
  bench.row({
    goal: 12,
    what: "client bundle, gzip",
    unit: "kB",
    measured: spreadOf([bytes / 1024]),
    bound: atMost(8),
  });
}
