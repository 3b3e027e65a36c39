import type { AuditEntry, EventName, TargetType } from "@roster/contract";
import type { Generated, Selectable } from "kysely";

export interface AuditEntryTable {
  /** The order in which entries were written. */
  seq: Generated<number>;
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
  /** The order in which entries were committed. It and the hash are null until the sequencer has seen the entry. */
  sequence: number | null;
  hash: string | null;
}

/** How many entries of one event the numbered log has of one day. */
export interface EventCountTable {
  /** The day and the event: one row for each. */
  key: string;
  /** Such as 2026-03-01, in UTC. */
  day: string;
  event: EventName;
  times: number;
}

type AuditRow = Selectable<AuditEntryTable> & { key_name: string | null };

export const toAuditEntry = ({ seq: _, key_name, ...row }: AuditRow): AuditEntry => ({
  ...row,
  actor_name: key_name ?? row.actor,
  changes: JSON.parse(row.changes),
});
