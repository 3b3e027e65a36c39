import { SimpleFaker } from "@faker-js/faker";
import type { ErrorCodeOf, Output, ProcedureName } from "@roster/client";
import { expect, test } from "vitest";
import { dialect } from "./database.ts";
import { type Call, type Outcome, racers, tally } from "./race.ts";
import { openTestRoster, type TestRoster } from "./roster.ts";
import { expectSound } from "./soundness.ts";

// Races are in the files `*.races.test.ts` of the slices. One race, often:
//
//     ROSTER_RACE_ROUNDS=500 npx pnpm@12.21.0 exec vitest run --project postgres races -t "with one address, one is"
//
// What a server answers with `internal_error` or `unavailable` is in the output, with its cause.

export const CONTENDERS = 50;

/** All contenders start at once, so most races show a lock that is missing in the first round, and nearly all by the third. */
const ROUNDS = Number(process.env.ROSTER_RACE_ROUNDS ?? (dialect === "postgres" ? 5 : 1));

type AnyCall = { [P in ProcedureName]: Call<P> }[ProcedureName];
type CountsOf<T> = { [P in ProcedureName]?: T };

/** One race: calls that are made at the same moment, and how they may end. */
interface Heat {
  calls: readonly AnyCall[];
  /** The refusals that are right, for each procedure. Of a procedure that is not here all calls succeed. */
  refusals?: { [P in ProcedureName]?: readonly Exclude<ErrorCodeOf<P>, "internal_error" | "unavailable">[] };
  /** How many calls succeed, of all together or of a procedure. */
  wins?: number | CountsOf<number>;
  /** Further expectations. */
  after?(ended: Ended): unknown;
}

interface Ended {
  /** The answers to a procedure's calls that succeeded. */
  won<P extends ProcedureName>(procedure: P): Output<P>[];
  /** The outcomes of a procedure's calls: `{ ok: 1, email_taken: 24 }`. */
  counts: CountsOf<Record<string, number>>;
}

/** Makes the records for a round's race. Its number makes names unique. */
type Round = (round: number) => Heat | Promise<Heat>;

/** Repeats a race on three servers with one database, which must be sound afterwards. `prepare` makes what all rounds share. */
export const raceTest = (
  title: string,
  prepare: (directory: TestRoster) => Round | Promise<Round>,
  { deadlocksPerRound = 0.1 } = {},
) =>
  // oxlint-disable-next-line vitest/valid-title -- each race has its own
  test(title, { timeout: 300_000 + ROUNDS * 6000 }, async ({ signal }) => {
    await using directory = await openTestRoster({}, undefined, { clock: () => new Date() });
    const { databaseUrl } = directory;
    const round = await prepare(directory);
    const before = await deadlocks(directory);
    await runRounds(plannedAsLarge(databaseUrl), round, signal);
    await expectSound(databaseUrl);
    expect((await deadlocks(directory)) - before, "deadlocks").toBeLessThanOrEqual(
      Math.ceil(ROUNDS * deadlocksPerRound),
    );
  });

/** PostgreSQL reads small tables as a whole, and locks rows in other plans than in a large directory. */
function plannedAsLarge(databaseUrl: string) {
  if (dialect === "sqlite") return databaseUrl;
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c enable_seqscan=off");
  return url.href;
}

/** Ends when the test runs out of time. */
async function runRounds(databaseUrl: string, round: Round, outOfTime: AbortSignal) {
  await using meeting = await racers.meet(databaseUrl);
  for (let number = 1; number <= ROUNDS; number++) {
    outOfTime.throwIfAborted();
    const heat = await round(number);
    const calls = shuffled(heat.calls);
    const ended = endOf(calls, await meeting.race<ProcedureName>(calls));
    expectEnds(heat, ended);
    await heat.after?.(ended);
  }
}

function endOf(calls: readonly AnyCall[], outcomes: readonly Outcome<ProcedureName>[]): Ended {
  const of = (procedure: ProcedureName) => outcomes.filter((_outcome, index) => calls[index]?.[0] === procedure);
  return {
    won: <P extends ProcedureName>(procedure: P) =>
      of(procedure).flatMap((outcome) => (outcome.ok ? [outcome.data as Output<P>] : [])), // an outcome of this procedure's call
    counts: Object.fromEntries(calls.map(([procedure]) => [procedure, tally(of(procedure))])),
  };
}

function expectEnds({ refusals, wins }: Heat, { counts }: Ended) {
  const procedures = Object.keys(counts) as ProcedureName[]; // they are the names in the calls
  for (const procedure of procedures) {
    const right: readonly string[] = ["ok", ...(refusals?.[procedure] ?? [])];
    const wrong = Object.keys(counts[procedure] ?? {}).filter((end) => !right.includes(end));
    expect(wrong, `wrong ends in ${JSON.stringify(counts)}`).toEqual([]);
  }
  const won = (procedure: ProcedureName) => counts[procedure]?.ok ?? 0;
  if (typeof wins === "number") {
    expect(
      procedures.reduce((sum, procedure) => sum + won(procedure), 0),
      `calls that succeeded in ${JSON.stringify(counts)}`,
    ).toBe(wins);
  } else if (wins) {
    const wanted = Object.keys(wins) as ProcedureName[]; // the type of `wins` has no other keys
    expect(Object.fromEntries(wanted.map((procedure) => [procedure, won(procedure)]))).toEqual(wins);
  }
}

/** Without a seed: the order of arrival cannot be repeated anyway. */
const faker = new SimpleFaker();
const shuffled = (calls: readonly AnyCall[]) => faker.helpers.shuffle([...calls]);

/** PostgreSQL's count of deadlocks, which cost a second each. They are retried, but must be rare. */
async function deadlocks({ database }: TestRoster) {
  if (dialect === "sqlite") return 0;
  const query = "select deadlocks from pg_stat_database where datname = current_database()";
  const [row] = await database.query<{ deadlocks: number }>(query);
  return row?.deadlocks ?? 0;
}

/** Fifty calls, of each kind in turn. `index` counts the calls of a kind. */
export const contenders = (...kinds: ((index: number) => AnyCall)[]): AnyCall[] =>
  Array.from({ length: CONTENDERS }, (_, index) =>
    kinds[index % kinds.length]?.(Math.floor(index / kinds.length)),
  ).filter((call) => call !== undefined);

export const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

export const ada = { first_name: "Ada", last_name: "Lovelace" };

/** Users without identifiers. */
export const createUsers = ({ api }: Pick<TestRoster, "api">, count: number) =>
  Promise.all(times(count, (index) => api.createUser({ first_name: `Ada ${index}`, last_name: "Lovelace" })));
