import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { compiled } from "./compiled.ts";
import type { Tx } from "./database.ts";
import { termsOfRecord } from "./search-terms.ts";
import type { Searchable } from "./tables.ts";

/** So many changed records are indexed at once. Until then every search looks through them, which takes it 0.2 ms at most. */
const BATCH = 256;
const RECORDS_A_TURN = 16;
/** Of 4 kB. */
const PAGES_A_STEP = 4;
/** With one step of merging, of some half a millisecond, for so many changes, the index keeps up with them. */
const CHANGES_A_STEP = 8;
/** For whoever has written many records in one transaction. */
export const MANY = 10_000;

/** What the search indexes need at the end of so many changes: small steps of merging, and now and then a batch of records. */
export async function tendSearchIndex(tx: Tx, changes: number) {
  const { rows: pending } = await countPending(tx, {});
  for (let done = 0; done < changes; done += CHANGES_A_STEP) {
    if (done > 0) await nextTurn();
    for (const { name } of pending) await merge(tx, { pages: PAGES_A_STEP }, name);
  }
  if (pending.reduce((sum, { records }) => sum + records, 0) >= BATCH) await indexPending(tx);
}

/** Indexes records that have changed since they last were, a batch of each kind, and answers how many are left. */
export async function indexPending(tx: Tx, most = BATCH): Promise<number> {
  const { rows: pending } = await countPending(tx, {});
  for (const { name } of pending) {
    const { rows } = await pendingRecords(tx, { most }, name);
    for (const [index, { seq, id, search_text }] of rows.entries()) {
      if (index % RECORDS_A_TURN === 0) await nextTurn(); // for other calls
      if (id === null || search_text === null) await remove(tx, { seq }, name);
      else await replace(tx, { seq, terms: termsOfRecord(id, search_text) }, name);
    }
    await forget(tx, { name, last: rows.at(-1)?.seq ?? 0 });
    if (most > BATCH) await merge(tx, { pages: most }, name);
  }
  return pending.reduce((left, { records }) => left + Math.max(0, records - most), 0);
}

/** Of a record that is no more there is nothing but the number. */
interface PendingRecord {
  seq: number;
  id: string | null;
  search_text: string | null;
}

const countPending = compiled((tx) =>
  tx
    .selectFrom("pending_search")
    .select(["name", sql<number>`count(*)`.as("records")])
    .groupBy("name"),
);

/** See https://sqlite.org/fts5.html#the_merge_command. */
const merge = compiled((tx, { pages }: { pages: number }, table: Searchable) => ({
  compile: () =>
    sql`insert into ${sql.table(`${table}_search`)} (${sql.ref(`${table}_search`)}, rank) values ('merge', ${pages})`.compile(
      tx,
    ),
}));

/** In order of their numbers, which costs the index least. */
const pendingRecords = compiled((tx, { most }: { most: number }, table: Searchable) => ({
  compile: () =>
    sql<PendingRecord>`
      select pending.seq, record.id, record.search_text from pending_search as pending
      left join ${sql.table(table)} as record on record.seq = pending.seq
      where pending.name = ${sql.lit(table)} order by pending.seq limit ${most}`.compile(tx),
}));

const replace = compiled((tx, { seq, terms }: { seq: number; terms: string }, table: Searchable) =>
  tx.insertInto(`${table}_search`).orReplace().values({ rowid: seq, grams: terms }),
);

const remove = compiled((tx, { seq }: { seq: number }, table: Searchable) =>
  tx.deleteFrom(`${table}_search`).where("rowid", "=", seq),
);

const forget = compiled((tx, { name, last }: { name: Searchable; last: number }) =>
  tx.deleteFrom("pending_search").where("name", "=", name).where("seq", "<=", last),
);
