import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { gramsOf, tellingGramsOf, termOf, wordsOf } from "../database/search-terms.ts";
import { fold, lettersOf } from "../fold.ts";
import type { Searchable } from "../tables.ts";
import type { Hit } from "./list.ts";
import { cheapest, type Sample, sampleOf } from "./selectivity.ts";

/** A formatted number, such as +1(415)555 or 020/7946, which is searched by its digits. Only users have numbers. */
const isNumberIn = (table: Searchable, word: string) =>
  table === "users" && /^[+(\d][\d()./+-]*$/.test(word) && /\d/.test(word) && /\D/.test(word);

/** The runs of a number's digits, without the `(0)` that is only dialled in its country. */
const runsOf = (word: string) => word.replace(/\(0\)(?=\d)/, "-").match(/\d+/g) ?? [];

/** A name with marks inside or around it is also found without them: letters of this number tell enough. */
const TELLING = 5;
const isSpelled = (word: string) =>
  /^[\p{L}\p{M}'"().-]+$/u.test(word) && /[^\p{L}\p{M}]/u.test(word) && lettersOf(word).length >= TELLING;

export interface Search {
  /** Candidates from SQLite's full-text index. PostgreSQL has none, as its index is on the texts themselves. */
  hits?: RawBuilder<Hit>;
  /** The condition that a record contains every word. The full-text index alone only finds some n-grams of a word. */
  holds: RawBuilder<SqlBool>;
  /** Whether the search has so many hits that a list walks its order and checks each record, and does not use the index. */
  isCommon: boolean;
}

const isId = (word: string) => /^[a-z]+_[0-9a-z]{26}$/.test(word);

/** The share of hits from which sorting them takes longer than walking past the other records. */
const COMMON = 0.02;
/** The share up to which PostgreSQL's index of short runs is faster than a walk: three records of a sample. */
const RARE = 0.006;

/** Parses a search. Answers undefined for one without words. */
export async function parseSearch(db: Db, table: Searchable, search: string | undefined): Promise<Search | undefined> {
  const words = [...new Set(wordsOf(fold(search ?? "")))];
  if (words.length === 0) return undefined;
  const conditions = words.map((word) => holdsWord(db, table, word));
  if (isPostgres(db)) conditions.push(...(await holdsRareRuns(db, table, words)));
  const holds = sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
  if (isPostgres(db)) return { isCommon: false, holds };
  const sample = await sampleOf(db, table);
  return { hits: hitsOf(table, words, sample), isCommon: sample.shareHolding(words) > COMMON, holds };
}

/** Hits of the index, all records that it does not have yet, and those with a searched id, which it never has. */
function hitsOf(table: Searchable, words: string[], sample: Sample): RawBuilder<Hit> {
  const grams = new Set(words.flatMap((word) => textsOf(table, word).flatMap(tellingGramsOf)));
  const match = cheapest(grams, sample).map((gram) => `"${termOf(gram)}"`);
  const index = sql.table(`${table}_search`);
  const pending = sql`select seq from pending_search where name = ${sql.lit(table)}`;
  const ids = words.filter(isId);
  const byId = sql`union select seq from ${sql.table(table)} where id in (${sql.join(ids)})`;
  return sql`(select rowid as seq from ${index} where ${index} match ${match.join(" AND ")} and rowid not in (${pending})
    union all ${pending} ${ids.length > 0 ? byId : sql``})`;
}

/** The texts that every record with a word has in the index: a record may lack the characters between these. */
function textsOf(table: Searchable, word: string) {
  if (isNumberIn(table, word)) return runsOf(word);
  return isSpelled(word) ? word.split(/[^\p{L}\p{M}]+/u).filter((part) => part !== "") : [word];
}

function holdsWord(db: Db, table: Searchable, word: string) {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const contains = (name: string, text: string) =>
    isPostgres(db)
      ? sql<SqlBool>`${column(name)} like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`
      : sql<SqlBool>`instr(${column(name)}, ${text}) > 0`;
  const conditions = [contains("search_text", word)];
  if (isNumberIn(table, word)) conditions.push(contains("search_digits", runsOf(word).join("")));
  if (isSpelled(word)) conditions.push(contains("search_text", lettersOf(word)));
  if (isId(word)) conditions.push(sql<SqlBool>`${column("id")} = ${word}`);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** Three letters or digits, which pg_trgm can look up. */
const hasTrigram = /[a-z0-9]{3}/;

/** Conditions for rare words without a trigram, by PostgreSQL's index of short runs, which is slow for common ones. */
async function holdsRareRuns(db: Db, table: Searchable, words: string[]) {
  const short = words.filter((word) => !hasTrigram.test(word) && !isNumberIn(table, word));
  if (short.length === 0) return [];
  const sample = await sampleOf(db, table);
  const rare = short.filter((word) => sample.shareHolding([word]) < RARE);
  return rare.map(
    (word) => sql<SqlBool>`short_runs(${sql.ref(`${table}.search_text`)}) @> ${gramsOf(word, 2)}::text[]`,
  );
}
