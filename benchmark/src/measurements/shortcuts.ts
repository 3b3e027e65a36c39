import type { Bench } from "../bench.ts";
import { roster } from "../requests.ts";
import { compared, mediansOf, short } from "../rows.ts";

const CONNECTIONS = 16;

/** What each deep place that makes reads fast buys: Roster to Roster without it. What shared commits buy is goal 9. */
export async function measureShortcuts(bench: Bench) {
  const place = await bench.place(bench.smallest);
  const without = (shortcut: string) => bench.roster(place, { SHORTCUTS_OFF: shortcut });
  await using all = await bench.roster(place);
  await using adapter = await without("single-calls");
  await using cards = await without("stored-cards");
  await using answers = await without("joint-answers");
  await using queries = await without("compiled-queries");
  await using indexing = await without("search-batches");
  await using thread = await without("writer-thread");
  const sides = {
    all,
    "tRPC's own adapter": adapter,
    "lists made of rows": cards,
    "each answer at once": answers,
    "queries compiled each time": queries,
    "records indexed at each commit": indexing,
    "changes in the thread of reads": thread,
  };
  const cases = {
    fetchUsers: (side: typeof all) => roster.list(side, CONNECTIONS),
    fetchUserDetails: (side: typeof all) => roster.details(side, CONNECTIONS, place.ids),
    createUser: (side: typeof all) => roster.create(side, CONNECTIONS),
    updateUser: (side: typeof all) => roster.update(side, CONNECTIONS, place.ids),
  };
  for (const [what, loadOf] of Object.entries(cases)) {
    const loads = Object.entries(sides).map(([name, side]) => [name, loadOf(side)] as const);
    const found = await bench.compare(`${what}, shortcuts switched off`, Object.fromEntries(loads));
    const { all: fast = [], ...others } = found;
    for (const [name, slow] of Object.entries(others)) {
      bench.row({
        goal: 3,
        what: `${what} to ${name}`,
        users: short(place.users),
        unit: "× requests/s",
        ...compared(fast, slow),
        sides: mediansOf(found),
      });
    }
  }
}
