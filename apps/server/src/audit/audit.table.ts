import type { AuditEntry, EventName, TargetType } from "@roster/contract";
import type { Selectable } from "kysely";

export interface AuditEntryTable {
  sequence: number;
  id: string;
  at: string;
  actor: string;
  event: EventName;
  /** Name of the procedure. */
  action: string;
  target_type: TargetType;
  target_id: string;
  /** A JSON array of field names. */
  changes: string;
  request_id: string;
  hash: string;
}

export const toAuditEntry = (row: Selectable<AuditEntryTable>): AuditEntry => ({
  ...row,
  changes: JSON.parse(row.changes),
});
