import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "../bench.ts";
import type { Env } from "../processes.ts";
import { bare, roster } from "../requests.ts";
import { atLeast, atMost, compared, mediansOf, ratios, short } from "../rows.ts";

const source = fileURLToPath(new URL("../programs/slow-sync.c", import.meta.url));

/** What makes a sync take 2 ms, or why that cannot be had. */
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

/** Goal 9: durable creates to one transaction a request, at FULL on both sides. */
export async function measureWrites(bench: Bench) {
  const place = await bench.place(bench.smallest);
  const users = short(place.users);
  const database = (name: string) => `file:${join(bench.folder, `${name}.db`)}`;
  {
    await using ours = await bench.roster(place);
    await using plain = await bench.start("durable", database("durable"));
    for (const connections of [64, 8, 1]) {
      const found = await bench.compare(`creates, ${connections} connections`, {
        roster: roster.create(ours, connections),
        "one transaction a request": bare.create(plain, connections),
      });
      const to = found["one transaction a request"];
      const sides = mediansOf(found);
      const row = { goal: 9, what: `durable creates, ${connections} connections`, users, sides };
      if (connections > 1) {
        const [reach, then] = connections === 64 ? [4, 5] : [2, 2.5];
        const bounds = { bound: atLeast(reach, then) };
        bench.row({ ...row, unit: "× creates/s", ...compared(found.roster, to), ...bounds });
      } else {
        const bounds = { bound: atMost(1.3, 1.1) };
        bench.row({ ...row, unit: "× p50", measured: ratios(found.roster, to, "p50"), ...bounds });
      }
    }
  }
  const row = { goal: 9, what: "durable creates, 64 connections, sync of 2 ms", users, unit: "× creates/s" };
  const env = slowSync(bench.folder);
  if (typeof env === "string") return bench.row({ ...row, note: env });
  await using ours = await bench.roster(place, env);
  await using plain = await bench.start("durable", database("durable-slow"), env);
  const found = await bench.compare("creates, 64 connections, sync of 2 ms", {
    roster: roster.create(ours, 64),
    "one transaction a request": bare.create(plain, 64),
  });
  bench.row({
    ...row,
    ...compared(found.roster, found["one transaction a request"]),
    bound: atLeast(15, 20),
    sides: mediansOf(found),
  });
}
