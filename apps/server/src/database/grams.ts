import { sql } from "kysely";
import type { Db } from "./database.ts";
import { isPostgres } from "./dialect.ts";

/** The longest runs of any characters, and those of letters alone, which tell more than all others in names and addresses. */
const LONGEST = 3;
const LETTERS = 4;

export const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== "");

/** Characters for which the index's tokenizer would end a term, as ones that no text has. */
const termOf = (characters: string) =>
  characters.replace(/[^\sa-z0-9\u0080-\u{10ffff}]/gu, (character) =>
    String.fromCharCode(0x80 + (character.charCodeAt(0) % 32)),
  );

/** A record's id, which is found as a whole: it begins with what no run has. */
const termOfId = (id: string) => `\u00a0${id.replace(/[^a-z0-9]/g, "")}`;

/** A word's characters: one by one only where some are two units of its string. */
const charactersOf = (word: string) => (/[\ud800-\udfff]/.test(word) ? Array.from(word) : word);

/** Takes all runs of so many characters, without a list of them, which would take longer to make. */
function eachRun(characters: string | string[], length: number, take: (run: string) => void) {
  for (let end = length; end <= characters.length; end++) {
    const run = characters.slice(end - length, end);
    take(typeof run === "string" ? run : run.join(""));
  }
}

function eachRunOfLetters(text: string, take: (run: string) => void) {
  for (const letters of text.match(/[a-z\u00a0-\u{10ffff}]{4,}/gu) ?? []) eachRun(charactersOf(letters), LETTERS, take);
}

/** All that the index has of a record. */
export function termsOfRecord(id: string, text: string) {
  let all = termOfId(id);
  const add = (run: string) => {
    all += ` ${run}`;
  };
  const terms = termOf(text);
  for (const word of wordsOf(terms)) {
    const characters = charactersOf(word);
    for (let length = 1; length <= LONGEST; length++) eachRun(characters, length, add);
  }
  eachRunOfLetters(terms, add);
  return all;
}

/** What a word can be looked for by: its runs of three, or the word itself when it is shorter. */
export function gramsOf(word: string, longest = LONGEST) {
  const grams = new Set<string>();
  const characters = charactersOf(word);
  eachRun(characters, Math.min(characters.length, longest), (run) => grams.add(run));
  return [...grams];
}

/** The same of a word's letters, four of which say more than the threes in them. */
export function tellingGramsOf(word: string) {
  const fours = new Set<string>();
  eachRunOfLetters(word, (run) => fours.add(run));
  return [...fours, ...gramsOf(word).filter((gram) => ![...fours].some((four) => four.includes(gram)))];
}

const RECORDS = 500;
const MOST_SHARES = 10_000;
const FRESH_MILLISECONDS = 5 * 60 * 1000;

/** How common runs of characters are in a table, judged by some of its records. */
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

  /** The share of the records that hold all these words. */
  shareHolding(words: string[]) {
    return this.#texts.filter((text) => words.every((word) => text.includes(word))).length / this.#texts.length;
  }

  /** Never nothing: what none of the sample has may be there. */
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
  /** Whether it leaves a record of this text. */
  isIn(text: string): boolean;
}

export const conditionOf = (gram: string, sample: Sample): Condition => {
  const share = sample.shareOf(gram);
  return { match: `"${termOf(gram)}"`, share, walked: share, isIn: (text) => text.includes(gram) };
};

/** A record's id leaves that one, which is in no sample. */
export const conditionOfId = (id: string): Condition => ({
  match: `"${termOfId(id)}"`,
  share: 0,
  walked: 0,
  isIn: () => false,
});

/** All of the rarest two: more would leave little less. */
export function rarest(conditions: Condition[]): Condition {
  const two = conditions.toSorted((a, b) => a.share - b.share).slice(0, 2);
  return {
    match: `(${two.map(({ match }) => match).join(" AND ")})`,
    share: two[0]?.share ?? 1,
    walked: two.reduce((sum, { walked }) => sum + walked, 0),
    isIn: (text) => two.every(({ isIn }) => isIn(text)),
  };
}

export const anyOf = (conditions: Condition[]): Condition => ({
  match: `(${conditions.map(({ match }) => match).join(" OR ")})`,
  share: Math.min(
    1,
    conditions.reduce((sum, { share }) => sum + share, 0),
  ),
  walked: conditions.reduce((sum, { walked }) => sum + walked, 0),
  isIn: (text) => conditions.some(({ isIn }) => isIn(text)),
});

/** To look at a record costs as much as to walk past so many in the index. */
const RECORD_COST = 150;

/** Of what could be asked for, what finds the records soonest: the rarest, then what saves more than it costs. */
export function cheapest(conditions: Condition[], sample: Sample): string {
  const [first, ...others] = conditions.toSorted((a, b) => a.share - b.share);
  if (!first) throw new Error("there is nothing to ask for");
  const asked = [first.match];
  let { share: left } = first;
  let texts = sample.holding(first);
  for (const { match, share, walked, isIn } of others) {
    if (share === 1) continue;
    const both = texts.filter(isIn);
    // Runs of one word come together, so it counts who has both; where the sample has nobody, how many have this one.
    const part = texts.length > 0 ? (both.length + 0.5) / (texts.length + 0.5) : share;
    if (walked > left * (1 - part) * RECORD_COST) continue;
    asked.push(match);
    left *= part;
    texts = both;
  }
  return asked.join(" AND ");
}
