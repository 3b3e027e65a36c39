import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { numberCopiedEntries } from "../audit/sequencer.ts";
import { countOnFrom, lastNumber } from "../database/counters.ts";
import type { Db, Opening, Tx } from "../database/database.ts";
import { openDatabase } from "../database/open.ts";
import { type StoredTable, tables } from "../tables.ts";
import { showProgress } from "./progress.ts";

type Row = Record<string, unknown>;

const copied = Object.keys(tables) as StoredTable[]; // the keys of a constant

const BATCH = 500;

/** The database without column types: a copy treats all tables alike, so the cast widens each row to a record. */
const plain = (db: Db | Tx) => db as unknown as Kysely<Record<string, Row>>;

/**
 * Copies a whole directory into an empty database, in one transaction, so that an interrupted copy leaves nothing behind. Commits
 * only if the count and hash of each table match the source. Answers the number of rows per table.
 */
export async function copyDirectory(from: string, to: string): Promise<Record<string, number>> {
  await using opened = new AsyncDisposableStack();
  const open = async (url: string, opening: Opening) => {
    const database = await openDatabase(url, 10, opening);
    opened.defer(() => database.close());
    await database.migrate();
    return database;
  };
  const source = await open(from, { access: "read" });
  const target = await open(to, {});
  return await source.snapshot((db) => target.bulk((tx) => copyTables(db, tx)), { isPatient: true });
}

async function copyTables(db: Db, tx: Tx) {
  const counts: Record<string, number> = {};
  let total = 0;
  for (const table of copied) {
    if ((await countOf(tx, table)) > 0) throw new Error(`The target is not empty: it has rows in ${table}.`);
    counts[table] = await countOf(db, table);
    total += counts[table];
  }
  const bar = showProgress(total, { before: "{table} ", after: "{value}/{total}" });
  try {
    for (const table of copied) {
      bar.update({ table: table.padEnd(25) });
      const sent = await copyTable(db, tx, table, (rows) => bar.increment(rows));
      const arrived = createHash("sha256");
      for await (const rows of batches(tx, table)) arrived.update(textOf(rows));
      if (sent !== arrived.digest("hex")) throw new Error(`${table} did not arrive as it was. Nothing was copied.`);
    }
    await numberCopiedEntries(tx);
  } finally {
    bar.stop();
  }
  return counts;
}

/** Answers the hash of the rows that it read. */
async function copyTable(db: Db, tx: Tx, table: StoredTable, onBatch: (rows: number) => void) {
  const sent = createHash("sha256");
  for await (const rows of batches(db, table)) {
    sent.update(textOf(rows));
    await plain(tx)
      .insertInto(table)
      .values(table === "users" ? rows.map(withoutGenerated) : rows)
      .execute();
    onBatch(rows.length);
  }
  if (tables[table].key === "seq") await countOnFrom(tx, table, await lastAssigned(db, table));
  return sent.digest("hex");
}

/**
 * The last number that a table has assigned. No entry of the audit log is ever deleted, so its last row has it: PostgreSQL also assigns
 * numbers to rows that are rolled back, and on SQLite a number without a row tells that an entry was cut off.
 */
async function lastAssigned(db: Db, table: StoredTable) {
  if (table !== "audit_entries") return lastNumber(db, table);
  const newest = db.selectFrom(table).select("seq").orderBy("seq", "desc").limit(1);
  return (await newest.executeTakeFirst())?.seq ?? 0;
}

/** A row without generated columns, which the target computes. */
const withoutGenerated = ({ email_key: _, last_sign_in_key: __, ...row }: Row) => row;

async function* batches(db: Db | Tx, table: StoredTable): AsyncGenerator<Row[]> {
  const { key } = tables[table];
  for (let last: unknown; ; ) {
    const after = plain(db).selectFrom(table).selectAll().orderBy(key).limit(BATCH);
    const rows = await (last === undefined ? after : after.where(key, ">", last)).execute();
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1)?.[key];
  }
}

/** The same text for the same rows on each database, whatever the order of their columns. */
const textOf = (rows: Row[]) =>
  rows.map((row) => `${JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))}\n`).join("");

async function countOf(db: Db | Tx, table: StoredTable) {
  const { count } = await plain(db)
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}
