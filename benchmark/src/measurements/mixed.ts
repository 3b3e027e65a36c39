import { setTimeout as sleep } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { loadInBackground } from "../background.ts";
import type { Bench } from "../bench.ts";
import { type Load, measure } from "../load.ts";
import { bare, roster } from "../requests.ts";
import { atMost, mediansOf, ratios, short } from "../rows.ts";

const OTHERS = 8;

/** Goal 10: the p99 of a read beside writers or sign-ins. */
export async function measureMixed(bench: Bench) {
  const { seconds } = bench.options;
  const place = await bench.place(bench.smallest);
  const users = short(place.users);
  await using ours = await bench.roster(place);
  const beside = (others: Load, read: Load) => async () => {
    const background = await loadInBackground(others);
    await sleep(300);
    const sample = await measure(read, seconds);
    await background.stop();
    return sample;
  };

  const read = roster.details(ours, 1, place.ids);
  const writing = await bench.compare("a read beside 8 writers", {
    idle: read,
    "beside writers": beside(roster.create(ours, OTHERS), read),
  });
  bench.row({
    goal: 10,
    what: "p99 of a read beside 8 writers, to idle",
    users,
    unit: "× p99",
    sides: mediansOf(writing),
    measured: ratios(writing["beside writers"], writing.idle, "p99"),
    bound: atMost(5, 3),
  });

  await using unbounded = await bench.start("unboundedHashing", place.databaseUrl);
  const whoSignIn = usersWithPassword(place.databaseUrl);
  const hashing = await bench.compare("a read beside 8 sign-ins", {
    roster: beside(roster.signIn(ours, OTHERS, whoSignIn), roster.list(ours, 1)),
    unbounded: beside(bare.signIn(unbounded, OTHERS), bare.list(unbounded, 1)),
  });
  bench.row({
    goal: 10,
    what: "p99 of a read beside 8 sign-ins, to unbounded hashing",
    users,
    unit: "× p99",
    measured: ratios(hashing.roster, hashing.unbounded, "p99"),
    bound: atMost(0.35, 0.2),
    sides: mediansOf(hashing),
  });
}

function usersWithPassword(databaseUrl: string) {
  const database = new Sqlite(databaseUrl.replace("file:", ""), { readonly: true });
  const found = database.prepare<[], string>(
    "select id from users where password_hash is not null and is_active = 1 limit 2000",
  );
  const ids = found.pluck().all();
  database.close();
  return ids;
}
