import { compiled } from "./compiled.ts";
import type { Tx } from "./database.ts";

export type Searchable = "users" | "organizations" | "workspaces" | "invitations" | "waitlist";

interface Entry {
  table: Searchable;
  rowid: number;
  /** Nothing where the record goes. */
  grams?: string;
}

/**
 * What the transaction of each SQLite database has for the full-text indexes. They write out what they have taken in whenever the
 * numbers of records go down, which costs more than all else in a change: so they get it at the end, in order.
 */
const gathered = new WeakMap<object, Entry[]>();

function entriesOf(tx: Tx) {
  const { adapter } = tx.getExecutor();
  const entries = gathered.get(adapter) ?? [];
  gathered.set(adapter, entries);
  return entries;
}

export const gather = (tx: Tx, entry: Entry) => void entriesOf(tx).push(entry);

/** How much there is. */
export const countGathered = (tx: Tx) => entriesOf(tx).length;

/** Forgets what came after there was so much, as it is undone. */
export function forgetGathered(tx: Tx, count: number) {
  const entries = entriesOf(tx);
  entries.length = Math.min(entries.length, count);
}

export async function writeGathered(tx: Tx) {
  const entries = new Map(entriesOf(tx).map((entry) => [`${entry.table} ${entry.rowid}`, entry])); // the last of each
  for (const { table, rowid, grams } of [...entries.values()].toSorted((a, b) => a.rowid - b.rowid)) {
    await (grams === undefined ? remove(tx, { rowid }, table) : replace(tx, { rowid, grams }, table));
  }
  forgetGathered(tx, 0);
}

const replace = compiled((tx, row: { rowid: number; grams: string }, table: Searchable) =>
  tx.insertInto(`${table}_search`).orReplace().values(row),
);

const remove = compiled((tx, { rowid }: { rowid: number }, table: Searchable) =>
  tx.deleteFrom(`${table}_search`).where("rowid", "=", rowid),
);
