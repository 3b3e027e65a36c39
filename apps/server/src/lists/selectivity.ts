import { sql } from "kysely";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { MINUTE } from "../times.ts";
import { remembering } from "./remembering.ts";

const RECORDS = 500;
const MOST_SHARES = 10_000;

/** Texts of some of a table's records, to estimate how common words and n-grams are in it. */
export class Sample {
  readonly texts: string[];
  readonly #shares = new Map<string, number>();

  constructor(texts: string[]) {
    this.texts = texts;
  }

  /** The share of records that contain all these words. */
  shareHolding(words: string[]) {
    return this.texts.filter((text) => words.every((word) => text.includes(word))).length / this.texts.length;
  }

  shareOf(gram: string) {
    const known = this.#shares.get(gram);
    if (known !== undefined) return known;
    const holding = this.texts.filter((text) => text.includes(gram));
    const share = estimate(holding, this.texts);
    if (this.#shares.size >= MOST_SHARES) this.#shares.clear();
    this.#shares.set(gram, share);
    return share;
  }
}

/** A share, never zero, because a text that is not in the sample may be in the table. */
const estimate = (some: string[], all: string[]) => (some.length + 0.5) / (all.length + 0.5);

const samples = remembering<Sample>(5 * MINUTE);

/** A sample of a table's texts, at most some minutes old. */
export const sampleOf = (db: Db, table: string) => samples(db, table, () => draw(db, table));

async function draw(db: Db, table: string) {
  const name = sql.table(table);
  const drawn = isPostgres(db) ? sql`cast(floor(random() * most) as bigint)` : sql`abs(random() % most)`;
  // Numbers of deleted records only make the sample smaller.
  const { rows } = await sql<{ search_text: string }>`
    with recursive drawn (number, most) as (
      select 1, (select max(seq) from ${name})
      union all select number + 1, most from drawn where number < ${sql.lit(RECORDS)}
    )
    select search_text from ${name} where seq in (select 1 + ${drawn} from drawn where most > 0)`.execute(db);
  return new Sample(rows.map((row) => row.search_text));
}

/** Looking up a record costs as much as reading this many index entries. */
const RECORD_COST = 150;

/** The cheapest set of n-grams to find a record by: the rarest one, then each that saves more look-ups than it costs to read. */
export function cheapest(grams: Iterable<string>, sample: Sample): string[] {
  const byShare = Array.from(grams, (gram) => ({ gram, share: sample.shareOf(gram) }));
  const asked: string[] = [];
  let left = 1;
  let { texts } = sample;
  for (const { gram, share } of byShare.toSorted((a, b) => a.share - b.share)) {
    const both = texts.filter((text) => text.includes(gram));
    // N-grams of one word are correlated, so this counts texts that have both, or those with this one if the sample has none.
    const part = texts.length > 0 ? estimate(both, texts) : share;
    if (asked.length > 0 && share > left * (1 - part) * RECORD_COST) continue;
    asked.push(gram);
    left *= part;
    texts = both;
  }
  return asked;
}
