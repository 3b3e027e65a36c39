import { type Insertable, type Selectable, sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { recordsOf } from "../database/json.ts";
import { defineList } from "../lists/list.ts";
import { type AuditEntryTable, toAuditEntry } from "./audit.table.ts";

export const insertAuditEntry = compiled((tx, row: Insertable<AuditEntryTable>) =>
  tx.insertInto("audit_entries").values(row),
);

const last = compiled((tx) =>
  tx
    .selectFrom("audit_entries")
    .select(["sequence", "hash"])
    .where("sequence", "is not", null)
    .orderBy("sequence", "desc")
    .limit(sql.lit(1)),
);

/** The last entry of the chain. */
export async function lastAuditEntry(db: Db) {
  const { rows } = await last(db, {});
  const { sequence, hash } = rows[0] ?? {};
  return { sequence: sequence ?? 0, hash: hash ?? "" };
}

const unnumbered = (db: Db, most: number) =>
  db.selectFrom("audit_entries").where("sequence", "is", null).orderBy("seq").limit(sql.lit(most));

/** The oldest committed entries that have no number. */
export const unnumberedEntries = (tx: Tx, most: number) => unnumbered(tx, most).selectAll().execute();

export const hasUnnumberedEntries = async (db: Db) =>
  (await unnumbered(db, 1).select("seq").executeTakeFirst()) !== undefined;

export const setNumbers = (
  tx: Tx,
  numbered: readonly Pick<Selectable<AuditEntryTable>, "seq" | "sequence" | "hash">[],
) =>
  sql`update audit_entries set sequence = numbered.sequence, hash = numbered.hash
    from ${recordsOf(tx, numbered, { seq: "bigint", sequence: "bigint", hash: "text" })} as numbered
    where audit_entries.seq = numbered.seq`.execute(tx);

export const auditLog = defineList({
  procedure: "fetchAuditLog",
  table: "audit_entries",
  rows: (db) => db.selectFrom("audit_entries").selectAll(),
  toRecord: toAuditEntry,
  filters: { target_id: (id) => sql`audit_entries.target_id = ${id}` },
  order: "desc",
});
