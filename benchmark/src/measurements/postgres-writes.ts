import { type Bench, keyFor } from "../bench.ts";
import type { Sample } from "../load.ts";
import { bare, roster } from "../requests.ts";
import { atLeast, atMost, type Bound, mediansOf, ratios } from "../rows.ts";
import { emptyDatabase, startPostgres } from "../seed/postgres.ts";

type UrlOf = (name: string) => string;

/** The bounds by the number of connections. */
interface Goals {
  toBare: Record<number, Bound | undefined>;
  twoToOne: Record<number, Bound | undefined>;
}

/** One server and two have pools of 10. */
type Found = Record<"roster" | "bare", Sample[]> & Partial<Record<"one" | "two", Sample[]>>;

const near: Goals = { toBare: { 1: undefined, 8: undefined, 32: atLeast(0.35, 0.5) }, twoToOne: {} };
const far: Goals = { toBare: { 1: atMost(1.6), 8: undefined, 32: atLeast(0.5, 0.6) }, twoToOne: { 32: atLeast(1.7) } };

/** Goal 15: creates to a bare server with the same commits, and two servers to one; beside the database and 1 ms away. */
export async function measurePostgresWrites(bench: Bench) {
  const postgres = await startPostgres();
  try {
    await compareWrites(bench, "0 ms", near, postgres.urlOf);
    await using network = await bench.start("slowNetwork", postgres.urlOf("postgres"), { DELAY_MILLISECONDS: "1" });
    const { port } = new URL(network.url);
    await compareWrites(bench, "1 ms", far, postgres.urlOf, (url) => Object.assign(new URL(url), { port }).href);
  } finally {
    await postgres.stop();
  }
}

/** Roster has a database for each number of servers, so that no idle server numbers the audit entries of a busy one. */
async function compareWrites(bench: Bench, network: string, goals: Goals, urlOf: UrlOf, through: UrlOf = (url) => url) {
  const place = async (name: string) => {
    const url = await emptyDatabase(urlOf, name);
    return { databaseUrl: through(url), headers: await keyFor(url) };
  };
  const [small, large] = [{ DATABASE_POOL_SIZE: "10" }, { DATABASE_POOL_SIZE: "20" }];
  const placeOfTwo = await place("writes_two");
  await using ours = await bench.roster(await place("writes"), large);
  await using one = await bench.roster(await place("writes_one"), small);
  await using first = await bench.roster(placeOfTwo, small);
  await using second = await bench.roster(placeOfTwo, small);
  await using plain = await bench.start(
    "barePostgresWrites",
    through(await emptyDatabase(urlOf, "writes_bare")),
    large,
  );

  for (const [connections, bound] of Object.entries(goals.toBare)) {
    const count = Number(connections);
    const what = `PostgreSQL, ${network} away: creates, ${count} connection${count > 1 ? "s" : ""}`;
    const pair = { roster: roster.create(ours, count), bare: bare.create(plain, count) };
    const servers = { one: roster.create(one, count), two: { ...roster.create(first, count), second } };
    const found: Found = await bench.compare(what, count > 1 ? { ...pair, ...servers } : pair);
    const row = { goal: 15, sides: mediansOf(found) };
    const [unit, ratio] = count > 1 ? (["× creates/s", "rate"] as const) : (["× p50", "p50"] as const);
    bench.row({ ...row, what: `${what}, to bare`, unit, measured: ratios(found.roster, found.bare, ratio), bound });
    if (!found.one || !found.two) continue;
    const twoToOne = ratios(found.two, found.one, "rate");
    bench.row({ ...row, what: `${what}, two servers to one`, unit, measured: twoToOne, bound: goals.twoToOne[count] });
  }
}
