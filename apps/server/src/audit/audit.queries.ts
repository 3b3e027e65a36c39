import { type Insertable, sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db } from "../database/database.ts";
import { defineList } from "../lists/list.ts";
import { type AuditEntryTable, toAuditEntry } from "./audit.table.ts";

export const insertAuditEntry = compiled((tx, row: Insertable<AuditEntryTable>) =>
  tx.insertInto("audit_entries").values(row),
);

const last = compiled((tx) =>
  tx.selectFrom("audit_entries").select(["sequence", "hash"]).orderBy("sequence", "desc").limit(sql.lit(1)),
);

/** The last entry of the chain. */
export async function lastAuditEntry(db: Db) {
  const { rows } = await last(db, {});
  return rows[0] ?? { sequence: 0, hash: "" };
}

export const auditLog = defineList({
  procedure: "fetchAuditLog",
  table: "audit_entries",
  rows: (db) => db.selectFrom("audit_entries").selectAll(),
  toRecord: toAuditEntry,
  filters: { target_id: (id) => sql`audit_entries.target_id = ${id}` },
  order: "desc",
  seq: { column: "sequence", isGapless: true },
});
