import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import type { Searchable } from "../tables.ts";
import { compiled } from "./compiled.ts";
import type { Tx } from "./database.ts";
import { termsOfRecord } from "./search-terms.ts";

/** Changed records per batch. Until they are indexed every search scans them, which takes 0.2 ms at most. */
const BATCH = 256;
const RECORDS_A_TURN = 16;
/** Pages of 4 kB. */
const PAGES_A_STEP = 4;
/** One merge step of half a millisecond for this number of changes keeps the index merged. */
const CHANGES_A_STEP = 8;
/** Batch size after a bulk write. */
export const MANY = 10_000;

/** Maintains the search indexes at the end of a group of changes: small merge steps, and at times a batch of records. */
export async function tendSearchIndex(tx: Tx, changes: number) {
  const { rows: pending } = await countPending(tx, {});
  for (let done = 0; done < changes; done += CHANGES_A_STEP) {
    if (done > 0) await nextTurn();
    for (const { name } of pending) await merge(tx, { pages: PAGES_A_STEP }, name);
  }
  if (pending.reduce((sum, { records }) => sum + records, 0) >= BATCH) await indexPending(tx);
}

/** Indexes a batch of changed records of each table, and answers how many are left. */
export async function indexPending(tx: Tx, most = BATCH): Promise<number> {
  const { rows: pending } = await countPending(tx, {});
  for (const { name } of pending) {
    const { rows } = await pendingRecords(tx, { most }, name);
    for (const [index, { seq, search_text }] of rows.entries()) {
      if (index % RECORDS_A_TURN === 0) await nextTurn(); // for other calls
      if (search_text === null) await remove(tx, { seq }, name);
      else await replace(tx, { seq, terms: termsOfRecord(search_text) }, name);
    }
    await forget(tx, { name, last: rows.at(-1)?.seq ?? 0 });
    if (most > BATCH) await merge(tx, { pages: most }, name);
  }
  return pending.reduce((left, { records }) => left + Math.max(0, records - most), 0);
}

/** A deleted record has only its number. */
interface PendingRecord {
  seq: number;
  search_text: string | null;
}

const countPending = compiled((tx) =>
  tx
    .selectFrom("pending_search")
    .select(["name", sql<number>`count(*)`.as("records")])
    .groupBy("name"),
);

/** See https://sqlite.org/fts5.html#the_merge_command. */
const merge = compiled((_, { pages }: { pages: number }, table: Searchable) => {
  const index = sql.id(`${table}_search`);
  return sql`insert into ${index} (${index}, rank) values ('merge', ${pages})`;
});

/** Ordered by number, which FTS5 writes fastest. */
const pendingRecords = compiled(
  (_, { most }: { most: number }, table: Searchable) => sql<PendingRecord>`
    select pending.seq, record.search_text from pending_search as pending
    left join ${sql.table(table)} as record on record.seq = pending.seq
    where pending.name = ${sql.lit(table)} order by pending.seq limit ${most}`,
);

const replace = compiled((tx, { seq, terms }: { seq: number; terms: string }, table: Searchable) =>
  tx.insertInto(`${table}_search`).orReplace().values({ rowid: seq, grams: terms }),
);

const remove = compiled((tx, { seq }: { seq: number }, table: Searchable) =>
  tx.deleteFrom(`${table}_search`).where("rowid", "=", seq),
);

const forget = compiled((tx, { name, last }: { name: Searchable; last: number }) =>
  tx.deleteFrom("pending_search").where("name", "=", name).where("seq", "<=", last),
);
