import { type RawBuilder, type SqlBool, sql } from "kysely";
import { fold } from "../fold.ts";
import type { Db, Tx } from "./database.ts";
import { isPostgres } from "./dialect.ts";
import {
  anyOf,
  type Condition,
  cheapest,
  conditionOf,
  gramsOf,
  rarest,
  type Sample,
  sampleOf,
  termsOf,
} from "./grams.ts";
import { gather, type Searchable } from "./search-index.ts";

/** What a record is found by: its texts, folded and joined. */
export const searchText = (...texts: (string | null)[]) => fold(texts.filter((text) => text !== null).join(" "));

const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== "");
const digitsOf = (text: string) => text.replace(/\D/g, "");

const idTerm = (id: string) => id.replace(/[^a-z0-9]/g, "");

/** Makes a record findable by its texts as they now are, and by its id, when the transaction ends. */
export function indexForSearch(tx: Tx, table: Searchable, seq: number, id: string, ...texts: string[]) {
  if (isPostgres(tx)) return; // its index is on the texts themselves
  const terms = new Set([idTerm(id)]);
  for (const word of texts.flatMap(wordsOf)) for (const term of termsOf(word)) terms.add(term);
  gather(tx, { table, rowid: seq, grams: [...terms].join(" ") });
}

/** Makes a record findable no more. */
export function removeFromSearch(tx: Tx, table: Searchable, seq: number) {
  if (!isPostgres(tx)) gather(tx, { table, rowid: seq });
}

/** A number as people write it, which is looked for by its digits. */
const isWrittenNumber = (word: string) => /^[+(\d][\d().+-]*$/.test(word) && /\d/.test(word) && /\D/.test(word);

export interface Search {
  /** The query of SQLite's full-text index; none where the index is on the texts themselves. */
  match?: string;
  /** What the full-text index cannot say, as it is asked for some runs of a word only: that it is there as a whole. */
  holds: RawBuilder<SqlBool>;
  /** Whether so many records are found that whoever wants the first of them in an order walks that order, and no index. */
  isCommon: boolean;
  /** All of it, as one condition on the table. */
  found: RawBuilder<SqlBool>;
}

/** A record's id, which is found as a whole. */
const isId = (word: string) => /^[a-z]+_[0-9a-z]{26}$/.test(word);

/** The words of a search, without those that stand in another one and so say nothing more. */
function tellingWords(search: string) {
  const words = [...new Set(wordsOf(fold(search)))];
  const plain = words.filter((word) => !isWrittenNumber(word) && !isId(word));
  return words.filter((word) => !plain.some((other) => other !== word && other.includes(word)));
}

/** The share of the records from which on sorting all that were found takes longer than walking past the others. */
const COMMON = 0.02;

/** Turns a search into its parts, or nothing when it asks for everything. */
export async function parseSearch(db: Db, table: Searchable, search: string | undefined): Promise<Search | undefined> {
  const words = tellingWords(search ?? "");
  if (words.length === 0) return undefined;
  const all = words.map((word) => holdsWord(db, table, word));
  const holds = sql<SqlBool>`(${sql.join(all, sql` and `)})`;
  if (isPostgres(db)) return { isCommon: false, holds, found: holds };
  const sample = await sampleOf(db, table);
  const match = cheapest(words.flatMap((word) => conditionsOf(table, word, sample)));
  const index = sql.table(`${table}_search`);
  const found = sql<SqlBool>`${sql.ref(`${table}.seq`)} in (select rowid from ${index} where ${index} match ${match}) and ${holds}`;
  return { match, isCommon: sample.shareHolding(words) > COMMON, holds, found };
}

function holdsWord(db: Db, table: Searchable, word: string) {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const contains = (name: string, text: string) =>
    isPostgres(db)
      ? sql<SqlBool>`${column(name)} like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`
      : sql<SqlBool>`instr(${column(name)}, ${text}) > 0`;
  const conditions = [contains("search_text", word)];
  if (isNumberIn(table, word)) conditions.push(contains("search_digits", digitsOf(word)));
  if (isId(word)) conditions.push(sql<SqlBool>`${column("id")} = ${word}`);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

const isNumberIn = (table: Searchable, word: string) => table === "users" && isWrittenNumber(word);

/** What the index can be asked for a word, each of which every record has that holds it. */
function conditionsOf(table: Searchable, word: string, sample: Sample): Condition[] {
  const conditionsOfText = (text: string) => gramsOf(text).map((gram) => conditionOf(gram, sample));
  const others: Condition[] = [];
  if (isNumberIn(table, word)) others.push(rarest(conditionsOfText(digitsOf(word))));
  if (isId(word)) others.push({ match: `"${idTerm(word)}"`, share: 0, walked: 0 });
  return others.length === 0 ? conditionsOfText(word) : [anyOf([rarest(conditionsOfText(word)), ...others])];
}
