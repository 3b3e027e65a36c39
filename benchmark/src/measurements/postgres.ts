import { basename } from "node:path";
import { type Bench, keyFor, type Place, type RunningSide } from "../bench.ts";
import { bare, roster } from "../requests.ts";
import { atLeast, atMost, compared, mediansOf, ratios, short } from "../rows.ts";
import { copiedToPostgres, startPostgres } from "../seed/postgres.ts";
import { seeded } from "../seed/seeds.ts";
import { searchTerms } from "./search.ts";

const CONNECTIONS = 16;
const POOL = { DATABASE_POOL_SIZE: "10" };

/** Goal 13: the reads to a bare server over the same driver and database, growth, and the worst search. */
export async function measurePostgres(bench: Bench) {
  const postgres = await startPostgres();
  try {
    const small = await placeOn(bench, postgres.urlOf, bench.smallest);
    const large = bench.smallest === bench.largest ? small : await placeOn(bench, postgres.urlOf, bench.largest);
    await using ours = await bench.roster(large, POOL);
    await measureReads(bench, large, ours);
    const { name, measured, sides } = await searchTerms(bench, large, ours);
    bench.row({
      goal: 13,
      what: `PostgreSQL: p99 of the worst search: ${name}`,
      users: short(large.users),
      unit: "ms",
      measured,
      bound: atMost(30),
      sides,
    });
    await using smallSide = await bench.roster(small, POOL);
    if (small !== large) await measureGrowth(bench, { small, large, smallSide, largeSide: ours });
  } finally {
    await postgres.stop();
  }
}

async function placeOn(bench: Bench, urlOf: (name: string) => string, users: number): Promise<Place> {
  const file = await seeded("roster", users);
  const name = basename(file, ".db").replaceAll("-", "_");
  const databaseUrl = await copiedToPostgres(urlOf, file, name);
  const { ids } = await bench.place(users); // copies have the same ids
  return { users, databaseUrl, headers: await keyFor(databaseUrl), ids };
}

async function measureReads(bench: Bench, place: Place, ours: RunningSide) {
  await using bareServer = await bench.start("barePostgres", place.databaseUrl, POOL);
  const list = await bench.compare("PostgreSQL: list of the 20 newest", {
    roster: roster.list(ours, CONNECTIONS),
    bare: bare.list(bareServer, CONNECTIONS),
  });
  const details = await bench.compare("PostgreSQL: details of one user", {
    roster: roster.details(ours, CONNECTIONS, place.ids),
    bare: bare.details(bareServer, CONNECTIONS, place.ids),
  });
  const row = { goal: 13, users: short(place.users), unit: "× requests/s", bound: atLeast(0.5, 0.7) };
  const listed = compared(list.roster, list.bare);
  bench.row({ ...row, what: "PostgreSQL: fetchUsers to bare", ...listed, sides: mediansOf(list) });
  const detailed = compared(details.roster, details.bare);
  bench.row({ ...row, what: "PostgreSQL: fetchUserDetails to bare", ...detailed, sides: mediansOf(details) });
}

interface Both {
  small: Place;
  large: Place;
  smallSide: RunningSide;
  largeSide: RunningSide;
}

async function measureGrowth(bench: Bench, { small, large, smallSide, largeSide }: Both) {
  const calls = {
    list: (side: RunningSide) => roster.list(side, 1),
    details: (side: RunningSide, { ids }: Place) => roster.details(side, 1, ids),
    update: (side: RunningSide, { ids }: Place) => roster.update(side, 1, ids),
    create: (side: RunningSide) => roster.create(side, 1),
  };
  for (const [what, call] of Object.entries(calls)) {
    const found = await bench.compare(`PostgreSQL: growth of ${what}`, {
      small: call(smallSide, small),
      large: call(largeSide, large),
    });
    bench.row({
      goal: 13,
      what: `PostgreSQL: growth of ${what}`,
      users: `${short(small.users)} → ${short(large.users)}`,
      unit: "× p50",
      measured: ratios(found.large, found.small, "p50"),
      bound: atMost(1.5),
      sides: mediansOf(found),
    });
  }
}
