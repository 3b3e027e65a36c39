import { type Input, userOrders } from "@roster/contract";
import type { Bench } from "../bench.ts";
import type { Load } from "../load.ts";
import { roster } from "../requests.ts";
import { atMost, medians, ratios, type Spread, short } from "../rows.ts";

const PER_PAGE = 20;
const ROUNDS = 3;

const filters = [{}, { is_active: true }, { is_active: false }];

/** Goal 7: pages far behind the first one, and exact totals. A row is the worst of its cases. */
export async function measurePages(bench: Bench) {
  const place = await bench.place(bench.largest);
  await using side = await bench.roster(place);
  const timing = { seconds: Math.min(bench.options.seconds, 0.5), rounds: Math.min(bench.options.rounds, ROUNDS) };
  const found: Record<string, Record<string, { ratio: Spread; milliseconds: number; first: number }>> = {};

  for (const filter of filters) {
    const response = await fetch(side.url + roster.list(side, 1, { ...filter, include_total: true }).targets[0]?.path, {
      headers: side.headers,
    });
    const { result } = (await response.json()) as { result: { data: { total: number } } }; // tRPC's shape of an answer, with the total that was asked for
    const pages = Math.ceil(result.data.total / PER_PAGE);
    for (const order_by of userOrders) {
      const ask = (input: Input<"fetchUsers">) => roster.list(side, 1, { ...filter, order_by, ...input });
      const name = [order_by, ...Object.entries(filter).map((pair) => pair.join(" "))].join(", ");
      const asked: Record<string, Load> = {
        ...(pages > 1000 && { "page 1,000": ask({ page: 1000 }) }),
        "the middle": ask({ page: Math.ceil(pages / 2) }),
        "the last": ask({ page: pages }),
        "page 1 with its total": ask({ include_total: true }),
      };
      const samples = await bench.compare<string>(`pages: ${name}`, { first: ask({}), ...asked }, timing);
      const { first = [], ...others } = samples;
      for (const [page, of] of Object.entries(others)) {
        const milliseconds = { milliseconds: medians(of).p50, first: medians(first).p50 };
        (found[page] ??= {})[name] = { ratio: ratios(of, first, "p50"), ...milliseconds };
      }
    }
  }

  for (const [page, cases] of Object.entries(found)) {
    const [worst] = Object.entries(cases).toSorted(([, a], [, b]) => b.ratio.median - a.ratio.median);
    bench.row({
      goal: 7,
      what: `${page} to page 1; worst: ${worst?.[0]}`,
      users: short(place.users),
      unit: "× p50",
      measured: worst?.[1].ratio,
      bound: atMost(2, 1.4),
      sides: cases,
    });
  }
}
