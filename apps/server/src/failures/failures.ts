import type { Database, Tx } from "../database/database.ts";
import { after, DAY, dayOf } from "../times.ts";
import { addToFailures, countFailureRows, upsertFailures } from "./failure.queries.ts";
import type { FailureKind, FailureTable } from "./failure.table.ts";

/** Rows with person and place are kept for a quarter, the sums of days for more than a year. */
const KEPT = 90 * DAY;
const TOTAL_KEPT = 400 * DAY;
/** Bounds the rows of a kind and day, and those that wait to be written. Further people and places count as `others`. */
const MAX_ROWS = 1000;
const MAX_WAITING = 100;

type Failed = Pick<FailureTable, "who" | "place" | "times">;

export type Failures = ReturnType<typeof createFailures>;

/** Counts failed sign-ins and refused API keys by day, so that an operator sees who is being tried, and from where. */
export function createFailures(database: Database, clock: () => Date) {
  const waiting = new Map<string, Failed>();

  const write = (kind: FailureKind, failed: readonly Failed[]) =>
    database.transaction((tx) => addFailures(tx, kind, failed, clock().toISOString()));

  return {
    /** Counts a password that was not right. */
    signIn: (who: string, place: string) => write("sign_in", [{ who, place, times: 1 }]),
    /** Notes a refused API key, which `flush` counts: a flood of requests costs one write in a while. */
    apiKey(who: string, place: string) {
      const known = `${who} ${place}`;
      const key = waiting.has(known) || waiting.size < MAX_WAITING ? known : "others others";
      const [given, from] = key === known ? [who, place] : ["others", "others"];
      waiting.set(key, { who: given, place: from, times: (waiting.get(key)?.times ?? 0) + 1 });
    },
    async flush() {
      if (waiting.size === 0) return;
      const failed = [...waiting.values()];
      waiting.clear();
      await write("api_key", failed);
    },
  };
}

async function addFailures(tx: Tx, kind: FailureKind, failed: readonly Failed[], last_at: string) {
  const day = dayOf(last_at);
  const row = ({ who, place, times }: Failed, kept: number) => {
    const kept_until = after(last_at, kept);
    return { key: [kind, day, who, place].join(" "), kind, day, who, place, times, last_at, kept_until };
  };
  const rows = failed.map((one) => row(one, KEPT)).toSorted((one, other) => (one.key < other.key ? -1 : 1)); // one order of locks
  for (const one of rows) {
    if (await addToFailures(tx, one)) continue;
    const isFull = (await countFailureRows(tx, kind, day)) >= MAX_ROWS;
    await upsertFailures(tx, isFull ? row({ ...one, who: "others", place: "others" }, KEPT) : one);
  }
  const times = failed.reduce((sum, one) => sum + one.times, 0);
  await upsertFailures(tx, row({ who: "all", place: "all", times }, TOTAL_KEPT));
}
