import type { Bench, Place, RunningSide } from "../bench.ts";
import type { Sample } from "../load.ts";
import { roster } from "../requests.ts";
import { atMost, medians, short, spreadOf } from "../rows.ts";
import { planted } from "../seed/people.ts";

const ROUNDS = 3;
const { last_name: once } = planted;

/** Each length at the start of words and inside them: found everywhere, in one user, or nowhere. */
const terms: Record<string, string> = {
  "1, everywhere": "e",
  "1, once": once.slice(0, 1),
  "1, never": "☃",
  "2, everywhere": "ex",
  "2, everywhere, inside": "am",
  "2, once": once.slice(0, 2),
  "2, never": "q☃",
  "3, everywhere": "exa",
  "3, everywhere, inside": "mpl",
  "3, many": "mar",
  "3, once": once.slice(0, 3),
  "3, once, inside": once.slice(4, 7),
  "3, never": "q☃q",
  "8, everywhere, inside": ".example",
  "8, many": "margaret",
  "8, many, inside": "argaret.",
  "8, once": once.slice(0, 8),
  "8, once, inside": once.slice(3, 11),
  "8, never": "zqxjkvwp",
  "8, never, of frequent parts": "plexampl",
  "two words, many": "maria garcía",
  "two words, never together": `example ${once.slice(0, 3)} zzz`,
  "two words, each in half of all": "an er",
};

/** p99 of each term at one connection. The worst one is the figure. */
export async function searchTerms(bench: Bench, place: Pick<Place, "users">, side: RunningSide) {
  const timing = { seconds: Math.min(bench.options.seconds, 1), rounds: Math.min(bench.options.rounds, ROUNDS) };
  const loads = Object.fromEntries(
    Object.entries(terms).map(([name, search]) => [name, roster.list(side, 1, { search })]),
  );
  const found: Record<string, Sample[]> = await bench.compare(`search of ${short(place.users)}`, loads, timing);
  const cases = Object.entries(found).map(([name, samples]) => ({ name, ...medians(samples), samples }));
  const worst = cases.toSorted((a, b) => b.p99 - a.p99)[0];
  const sides = Object.fromEntries(cases.map(({ name, p50, p99 }) => [name, { term: terms[name], p50, p99 }]));
  return { name: worst?.name, measured: spreadOf(worst?.samples.map(({ p99 }) => p99) ?? []), sides };
}

/** Goal 8. */
export async function measureSearch(bench: Bench) {
  const place = await bench.place(bench.largest);
  await using side = await bench.roster(place);
  const { name, measured, sides } = await searchTerms(bench, place, side);
  bench.row({
    goal: 8,
    what: `p99 of the worst search: ${name}`,
    users: short(place.users),
    unit: "ms",
    measured,
    bound: atMost(15, 5),
    sides,
  });
}
