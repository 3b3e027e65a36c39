import type { Bench } from "../bench.ts";
import { measure } from "../load.ts";
import { type Side, usageOf } from "../processes.ts";
import { roster } from "../requests.ts";
import { atMost, short, spreadOf } from "../rows.ts";

const LOAD_SECONDS = 60;

async function startOnce(start: () => Promise<Side>, path: string, headers: Record<string, string>) {
  const started = performance.now();
  await using side = await start();
  const response = await fetch(side.url + path, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${side.url}${path} answered ${response.status}`);
  return { milliseconds: performance.now() - started, megabytes: usageOf(side.pid).residentMegabytes };
}

/** Goal 11: start and memory, to the bare server. */
export async function measureStart(bench: Bench) {
  const place = await bench.place(bench.largest);
  const users = short(place.users);
  const found: Record<"roster" | "bare", Awaited<ReturnType<typeof startOnce>>[]> = { roster: [], bare: [] };
  for (let round = 0; round <= bench.options.rounds * 2; round++) {
    const ours = await startOnce(() => bench.roster(place), "/trpc/fetchUsers", place.headers);
    const bare = await startOnce(() => bench.start("bare", place.databaseUrl), "/users", {});
    if (round === 0) continue;
    found.roster.push(ours);
    found.bare.push(bare);
  }
  const to = (field: "milliseconds" | "megabytes") => ({
    measured: spreadOf(found.roster.map((ours, round) => ours[field] / (found.bare[round]?.[field] ?? Number.NaN))),
    sides: {
      roster: spreadOf(found.roster.map((ours) => ours[field])),
      bare: spreadOf(found.bare.map((bare) => bare[field])),
    },
  });
  const row = { goal: 11, users, unit: "×" };
  const speed = { bound: atMost(1.8, 1.5) };
  bench.row({ ...row, what: "start to first answer, to bare", ...to("milliseconds"), ...speed });
  bench.row({ ...row, what: "memory after it, to bare", ...to("megabytes"), bound: atMost(1.3) });

  await using side = await bench.roster(place);
  const sample = await measure(roster.mixedReads(side, 16, place.ids), LOAD_SECONDS);
  bench.row({
    ...row,
    what: `memory after ${LOAD_SECONDS} s of reads, 16 connections`,
    unit: "MB",
    sides: { roster: sample },
    measured: spreadOf([usageOf(side.pid).residentMegabytes]),
    bound: atMost(150, 110),
  });
}
