import { sql } from "kysely";
import type { Db } from "./database.ts";
import { isPostgres } from "./dialect.ts";

const LONGEST = 3;
const MOST_TERMS = 50_000;

interface Term {
  text: string;
  /** The last record that was found to have it. */
  record: number;
}

const terms = new Map<string, Term>();
let record = 0;

/** Some characters as the index has them: hexadecimal digits, so that its tokenizer keeps every character apart. */
function termOf(characters: string): Term {
  const known = terms.get(characters);
  if (known) return known;
  if (terms.size >= MOST_TERMS) terms.clear();
  const term = { text: Buffer.from(characters).toString("hex"), record: 0 };
  terms.set(characters, term);
  return term;
}

export const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== "");

/** All runs of one to three characters in a word. */
function runsOf(word: string) {
  const runs: string[] = [];
  const places = [0];
  for (const letter of word) places.push((places.at(-1) ?? 0) + letter.length);
  for (let start = 0; start < places.length - 1; start++) {
    for (let end = start + 1; end <= start + LONGEST && end < places.length; end++) {
      runs.push(word.slice(places[start], places[end]));
    }
  }
  return runs;
}

/** A record's id, which is found as a whole. */
export const termOfId = (id: string) => id.replace(/[^a-z0-9]/g, "");

/** All that the index has of a record, each term once. */
export function termsOfRecord(id: string, text: string) {
  let all = termOfId(id);
  record += 1;
  for (const word of wordsOf(text)) {
    for (const run of runsOf(word)) {
      const term = termOf(run);
      if (term.record === record) continue;
      term.record = record;
      all += ` ${term.text}`;
    }
  }
  return all;
}

/** What a word can be looked for by: its runs of three, or the word itself when it is shorter. */
export function gramsOf(word: string, longest = LONGEST) {
  const letters = Array.from(word);
  const length = Math.min(letters.length, longest);
  const starts = Array.from({ length: letters.length - length + 1 }, (_, start) => start);
  return [...new Set(starts.map((start) => letters.slice(start, start + length).join("")))];
}

const RECORDS = 500;
const FRESH_MILLISECONDS = 5 * 60 * 1000;

/** How common runs of characters are in a table, judged by some of its records. */
export class Sample {
  readonly takenAt = performance.now();
  readonly #texts: string[];
  readonly #shares = new Map<string, number>();

  constructor(texts: string[]) {
    this.#texts = texts;
  }

  /** The share of the records that hold all these words. */
  shareHolding(words: string[]) {
    return this.#texts.filter((text) => words.every((word) => text.includes(word))).length / this.#texts.length;
  }

  /** Never nothing: what none of the sample has may be there. */
  shareOf(gram: string) {
    const known = this.#shares.get(gram);
    if (known !== undefined) return known;
    const share = (this.#texts.filter((text) => text.includes(gram)).length + 0.5) / (this.#texts.length + 0.5);
    this.#shares.set(gram, share);
    return share;
  }
}

const samples = new WeakMap<object, Map<string, Sample>>();

/** A sample of a table's texts that is some minutes old at most. */
export async function sampleOf(db: Db, table: string): Promise<Sample> {
  const { adapter } = db.getExecutor();
  const known = samples.get(adapter) ?? new Map<string, Sample>();
  samples.set(adapter, known);
  const recent = known.get(table);
  if (recent && performance.now() - recent.takenAt < FRESH_MILLISECONDS) return recent;
  const name = sql.table(table);
  const drawn = isPostgres(db) ? sql`cast(floor(random() * most) as bigint)` : sql`abs(random() % most)`;
  // Numbers that are nobody's are of no use, and do no harm.
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

/** Something to ask the index for, the share of the records that it leaves, and the shares that the index goes through. */
export interface Condition {
  match: string;
  share: number;
  walked: number;
}

export const conditionOf = (gram: string, sample: Sample): Condition => {
  const share = sample.shareOf(gram);
  return { match: `"${termOf(gram).text}"`, share, walked: share };
};

/** All of the rarest two: more would leave little less. */
export function rarest(conditions: Condition[]): Condition {
  const two = conditions.toSorted((a, b) => a.share - b.share).slice(0, 2);
  return {
    match: `(${two.map(({ match }) => match).join(" AND ")})`,
    share: two[0]?.share ?? 1,
    walked: two.reduce((sum, { walked }) => sum + walked, 0),
  };
}

export const anyOf = (conditions: Condition[]): Condition => ({
  match: `(${conditions.map(({ match }) => match).join(" OR ")})`,
  share: Math.min(
    1,
    conditions.reduce((sum, { share }) => sum + share, 0),
  ),
  walked: conditions.reduce((sum, { walked }) => sum + walked, 0),
});

/** To look at a record costs as much as to walk past so many in the index. */
const RECORD_COST = 150;

/** Of what could be asked for, what finds the records soonest: the rarest, then what saves more than it costs. */
export function cheapest(conditions: Condition[]): string {
  const [first, ...others] = conditions.toSorted((a, b) => a.share - b.share);
  if (!first) throw new Error("there is nothing to ask for");
  const asked = [first.match];
  let left = first.share;
  for (const { match, share, walked } of others) {
    if (walked > left * (1 - share) * RECORD_COST) continue;
    asked.push(match);
    left *= share;
  }
  return asked.join(" AND ");
}
