import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { fold } from "../fold.ts";
import type { Db, Tx } from "./database.ts";
import { isPostgres } from "./dialect.ts";

export type Searchable = "users" | "organizations" | "workspaces" | "invitations" | "waitlist";

/** What a record is found by: its texts, folded and joined. */
export const searchText = (...texts: (string | null)[]) => fold(texts.filter((text) => text !== null).join(" "));

const wordsOf = (text: string) => text.split(/\s+/u).filter((word) => word !== "");
const digitsOf = (text: string) => text.replace(/\D/g, "");

/** A term of the index: letters and digits only, so that its tokenizer keeps every character apart. */
const term = (gram: string) => Buffer.from(gram).toString("hex");
const idTerm = (id: string) => id.replace(/[^a-z0-9]/g, "");

function grams(word: string, shortest: number, longest: number) {
  const letters = Array.from(word);
  const found: string[] = [];
  for (let length = shortest; length <= longest; length++) {
    for (let start = 0; start + length <= letters.length; start++) {
      found.push(term(letters.slice(start, start + length).join("")));
    }
  }
  return found;
}

/** Makes a record findable by its texts as they now are, and by its id. */
export async function indexForSearch(tx: Tx, table: Searchable, seq: number, id: string, ...texts: string[]) {
  if (isPostgres(tx)) return; // its index is on the texts themselves
  const terms = new Set([idTerm(id)]);
  for (const word of texts.flatMap(wordsOf)) for (const gram of grams(word, 1, 3)) terms.add(gram);
  const name = sql.table(`${table}_search`);
  await sql`insert or replace into ${name} (rowid, grams) values (${seq}, ${[...terms].join(" ")})`.execute(tx);
}

/** Makes records findable no more: one by its `seq`, or all that a query names. */
export async function removeFromSearch(tx: Tx, table: Searchable, seq: number | Expression<{ seq: number }>) {
  if (isPostgres(tx)) return;
  await sql`delete from ${sql.table(`${table}_search`)} where rowid in (${seq})`.execute(tx);
}

/** All terms of a word that the index can be asked for: its runs of three, or the word itself when it is shorter. */
const termsOf = (word: string) => {
  const length = Math.min(Array.from(word).length, 3);
  return `(${[...new Set(grams(word, length, length))].map((gram) => `"${gram}"`).join(" AND ")})`;
};

/** A number as people write it, which is looked for by its digits. */
const isWrittenNumber = (word: string) => /^[+(\d][\d().+-]*$/.test(word) && /\d/.test(word) && /\D/.test(word);

export interface Search {
  /** The query of SQLite's full-text index; none where the index is on the texts themselves. */
  match?: string;
  /** What the full-text index cannot say: that a word's runs of three stand together. */
  holds: RawBuilder<SqlBool>;
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

/** Turns a search into its parts, or nothing when it asks for everything. */
export function parseSearch(db: Db, table: Searchable, search: string | undefined): Search | undefined {
  const words = tellingWords(search ?? "");
  if (words.length === 0) return undefined;
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const contains = (name: string, text: string) =>
    isPostgres(db)
      ? sql<SqlBool>`${column(name)} like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`
      : sql<SqlBool>`instr(${column(name)}, ${text}) > 0`;
  const parts = words.map((word) => {
    const matches = [termsOf(word)];
    const conditions = [contains("search_text", word)];
    if (table === "users" && isWrittenNumber(word)) {
      matches.push(termsOf(digitsOf(word)));
      conditions.push(contains("search_digits", digitsOf(word)));
    }
    if (isId(word)) {
      matches.push(`"${idTerm(word)}"`);
      conditions.push(sql<SqlBool>`${column("id")} = ${word}`);
    }
    return { match: `(${matches.join(" OR ")})`, holds: sql<SqlBool>`(${sql.join(conditions, sql` or `)})` };
  });
  const all = parts.map((part) => part.holds);
  const holds = sql<SqlBool>`(${sql.join(all, sql` and `)})`;
  if (isPostgres(db)) return { holds, found: holds };
  const match = parts.map((part) => part.match).join(" AND ");
  const index = sql.table(`${table}_search`);
  const found = sql<SqlBool>`${column("seq")} in (select rowid from ${index} where ${index} match ${match}) and ${holds}`;
  return { match, holds, found };
}
