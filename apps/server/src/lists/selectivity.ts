import { sql } from "kysely";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { termOf, termOfId } from "../database/search-terms.ts";

const RECORDS = 500;
const MOST_SHARES = 10_000;
const FRESH_MILLISECONDS = 5 * 60 * 1000;

/** Estimates how common n-grams are in a table, from some of its records. */
export class Sample {
  readonly takenAt = performance.now();
  readonly #texts: string[];
  readonly #shares = new Map<string, number>();

  constructor(texts: string[]) {
    this.#texts = texts;
  }

  holding(condition: Condition) {
    return this.#texts.filter(condition.isIn);
  }

  /** The share of records that contain all these words. */
  shareHolding(words: string[]) {
    return this.#texts.filter((text) => words.every((word) => text.includes(word))).length / this.#texts.length;
  }

  /** Never zero, because a text that is not in the sample may be in the table. */
  shareOf(gram: string) {
    const known = this.#shares.get(gram);
    if (known !== undefined) return known;
    const share = (this.#texts.filter((text) => text.includes(gram)).length + 0.5) / (this.#texts.length + 0.5);
    if (this.#shares.size >= MOST_SHARES) this.#shares.clear();
    this.#shares.set(gram, share);
    return share;
  }
}

const samples = new WeakMap<object, Map<string, Sample>>();

/** A sample of a table's texts, at most some minutes old. */
export async function sampleOf(db: Db, table: string): Promise<Sample> {
  const { adapter } = db.getExecutor();
  const known = samples.get(adapter) ?? new Map<string, Sample>();
  samples.set(adapter, known);
  const recent = known.get(table);
  if (recent && performance.now() - recent.takenAt < FRESH_MILLISECONDS) return recent;
  const name = sql.table(table);
  const drawn = isPostgres(db) ? sql`cast(floor(random() * most) as bigint)` : sql`abs(random() % most)`;
  // Numbers of deleted records only make the sample smaller.
  const { rows } = await sql<{ search_text: string }>`
    with recursive drawn (number, most) as (
      select 1, (select max(seq) from ${name})
      union all select number + 1, most from drawn where number < ${sql.lit(RECORDS)}
    )
    select search_text from ${name} where seq in (select 1 + ${drawn} from drawn where most > 0)`.execute(db);
  const sample = new Sample(rows.map((row) => row.search_text));
  known.set(table, sample);
  return sample;
}

/** A condition for the index, the share of records that meet it, and the sum of shares that the index reads for it. */
export interface Condition {
  match: string;
  share: number;
  walked: number;
  /** Whether a record with this text meets it. */
  isIn(text: string): boolean;
}

export const conditionOf = (gram: string, sample: Sample): Condition => {
  const share = sample.shareOf(gram);
  return { match: `"${termOf(gram)}"`, share, walked: share, isIn: (text) => text.includes(gram) };
};

/** Only the record itself has its id, so its share is zero. */
export const conditionOfId = (id: string): Condition => ({
  match: `"${termOfId(id)}"`,
  share: 0,
  walked: 0,
  isIn: () => false,
});

const sumOf = (conditions: Condition[], part: "share" | "walked") =>
  conditions.reduce((sum, condition) => sum + condition[part], 0);

/** The conjunction of the two rarest conditions. A third would exclude few more records. */
export function rarest(conditions: Condition[]): Condition {
  const two = conditions.toSorted((a, b) => a.share - b.share).slice(0, 2);
  return {
    match: `(${two.map(({ match }) => match).join(" AND ")})`,
    share: two[0]?.share ?? 1,
    walked: sumOf(two, "walked"),
    isIn: (text) => two.every(({ isIn }) => isIn(text)),
  };
}

export const anyOf = (conditions: Condition[]): Condition => ({
  match: `(${conditions.map(({ match }) => match).join(" OR ")})`,
  share: Math.min(1, sumOf(conditions, "share")),
  walked: sumOf(conditions, "walked"),
  isIn: (text) => conditions.some(({ isIn }) => isIn(text)),
});

/** Looking up a record costs as much as reading this many index entries. */
const RECORD_COST = 150;

/** The cheapest set of conditions: the rarest one, then each that saves more than it costs. */
export function cheapest(conditions: Condition[], sample: Sample): string {
  const [first, ...others] = conditions.toSorted((a, b) => a.share - b.share);
  if (!first) throw new Error("there is nothing to ask for");
  const asked = [first.match];
  let { share: left } = first;
  let texts = sample.holding(first);
  for (const { match, share, walked, isIn } of others) {
    if (share === 1) continue;
    const both = texts.filter(isIn);
    // N-grams of one word are correlated, so this counts texts that have both, or those with this one if the sample has none.
    const part = texts.length > 0 ? (both.length + 0.5) / (texts.length + 0.5) : share;
    if (walked > left * (1 - part) * RECORD_COST) continue;
    asked.push(match);
    left *= part;
    texts = both;
  }
  return asked.join(" AND ");
}
