import type { Bench, Place, RunningSide } from "../bench.ts";
import type { Load } from "../load.ts";
import { roster } from "../requests.ts";
import { atMost, mediansOf, ratios, short } from "../rows.ts";
import { planted } from "../seed/people.ts";

const calls: Record<string, (side: RunningSide, place: Place) => Load> = {
  list: (side) => roster.list(side, 1),
  details: (side, { ids }) => roster.details(side, 1, ids),
  update: (side, { ids }) => roster.update(side, 1, ids),
  create: (side) => roster.create(side, 1),
  "search with one hit": (side) => roster.list(side, 1, { search: planted.last_name.slice(0, 8) }),
  "search with many hits": (side) => roster.list(side, 1, { search: "margaret" }),
};

/** Goal 6: the latency of a call in the largest directory, to that in the smallest. */
export async function measureGrowth(bench: Bench) {
  const [small, large] = [await bench.place(bench.smallest), await bench.place(bench.largest)];
  if (small === large) {
    return bench.row({ goal: 6, what: "growth", unit: "× p50", note: "not measured: it needs two sizes" });
  }
  await using smallSide = await bench.roster(small);
  await using largeSide = await bench.roster(large);
  for (const [what, call] of Object.entries(calls)) {
    const found = await bench.compare(`growth: ${what}`, {
      small: call(smallSide, small),
      large: call(largeSide, large),
    });
    const isSearch = what.startsWith("search");
    bench.row({
      goal: 6,
      what: `growth of ${what}`,
      users: `${short(small.users)} → ${short(large.users)}`,
      unit: "× p50",
      measured: ratios(found.large, found.small, "p50"),
      sides: mediansOf(found),
      bound: atMost(isSearch ? 5 : 1.25, isSearch ? 2 : 1.1),
    });
  }
}
