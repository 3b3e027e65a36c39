import { hash } from "node:crypto";
import { type EventName, events } from "@roster/contract";
import type { Tx } from "../database/database.ts";
import { newId } from "../ids.ts";
import { insertAuditEntry, lastAuditEntry } from "./audit.queries.ts";
import type { AuditEntryTable } from "./audit.table.ts";

export interface AuditRecord {
  at: string;
  actor: string;
  event: EventName;
  action: string;
  targetId: string;
  changes: readonly string[];
  requestId: string;
}

/** The text that an entry's hash covers: the entry, and the hash of the one before (empty for the first). */
export const auditHash = (before: string, entry: Omit<AuditEntryTable, "hash" | "sequence">) =>
  hash(
    "sha256",
    JSON.stringify([
      before,
      entry.id,
      entry.at,
      entry.actor,
      entry.event,
      entry.action,
      entry.target_type,
      entry.target_id,
      entry.changes,
      entry.request_id,
    ]),
  );

export async function recordEvent(tx: Tx, record: AuditRecord) {
  const entry = {
    id: newId("auditEntry"),
    at: record.at,
    actor: record.actor,
    event: record.event,
    action: record.action,
    target_type: events[record.event].target,
    target_id: record.targetId,
    changes: JSON.stringify(record.changes),
    request_id: record.requestId,
  };
  const before = await lastAuditEntry(tx);
  await insertAuditEntry(tx, { ...entry, sequence: before.sequence + 1, hash: auditHash(before.hash, entry) });
}
