import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "../bench.ts";
import type { Env } from "../processes.ts";
import { bare, roster } from "../requests.ts";
import { atLeast, atMost, type Bound, mediansOf, ratios, short } from "../rows.ts";

const source = fileURLToPath(new URL("../programs/slow-sync.c", import.meta.url));

/** The library that makes a sync take 2 ms more, or why it cannot be built. */
function slowSync(folder: string): Env | string {
  if (process.platform !== "linux") return "not measured: the slow disk is made by LD_PRELOAD, which is Linux";
  const library = join(folder, "slow-sync.so");
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], { stdio: "pipe" });
    return { LD_PRELOAD: library };
  } catch (error) {
    return `not measured: the slow disk needs a C compiler (${error instanceof Error ? error.message.split("\n")[0] : String(error)})`;
  }
}

/** Goal 9: durable creates, to a plain program with a transaction for each; at FULL on both sides. */
export async function measureWrites(bench: Bench) {
  const place = await bench.place(bench.smallest);
  const users = short(place.users);
  await compareWrites(bench, {}, { 64: atLeast(4, 5), 8: atLeast(2, 2.5), 1: atMost(1.3, 1.1) });
  const env = slowSync(bench.folder);
  const row = { goal: 9, what: "durable creates, 64 connections, sync of 2 ms", users, unit: "× creates/s" };
  if (typeof env === "string") bench.row({ ...row, note: env });
  else await compareWrites(bench, env, { 64: atLeast(15, 20) }, ", sync of 2 ms");
}

async function compareWrites(bench: Bench, env: Env, bounds: Record<number, Bound>, disk = "") {
  const place = await bench.place(bench.smallest);
  await using shared = await bench.roster(place, env);
  await using plain = await bench.start("durable", `file:${join(bench.folder, "durable.db")}`, env);
  for (const [connections, bound] of Object.entries(bounds).toReversed()) {
    const count = Number(connections);
    const what = `durable creates, ${count} connections${disk}`;
    const found = await bench.compare(what, {
      shared: roster.create(shared, count),
      "one in plain tables": bare.create(plain, count),
    });
    const [unit, ratio] = count > 1 ? (["× creates/s", "rate"] as const) : (["× p50", "p50"] as const);
    const row = { goal: 9, users: short(place.users), unit, sides: mediansOf(found) };
    bench.row({ ...row, what, bound, measured: ratios(found.shared, found["one in plain tables"], ratio) });
  }
}
