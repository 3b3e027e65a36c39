import { hash } from "node:crypto";
import type { Tx } from "../database/database.ts";
import { newId } from "../ids.ts";
import { insertAuditEntry, lastAuditEntry } from "./audit.queries.ts";
import type { AuditEntryTable } from "./audit.table.ts";

export interface AuditRecord {
  at: string;
  actor: string;
  action: string;
  targetType: string;
  targetId: string;
  changes: string[];
  requestId: string;
}

/** What an entry's hash covers: the entry, and the hash of the one before (an empty text for the first). */
export const auditHash = (before: string, entry: Omit<AuditEntryTable, "hash" | "sequence">) =>
  hash(
    "sha256",
    JSON.stringify([
      before,
      entry.id,
      entry.at,
      entry.actor,
      entry.action,
      entry.target_type,
      entry.target_id,
      entry.changes,
      entry.request_id,
    ]),
  );

export async function recordAudit(tx: Tx, record: AuditRecord) {
  const entry = {
    id: newId("auditEntry"),
    at: record.at,
    actor: record.actor,
    action: record.action,
    target_type: record.targetType,
    target_id: record.targetId,
    changes: JSON.stringify(record.changes),
    request_id: record.requestId,
  };
  const before = await lastAuditEntry(tx);
  await insertAuditEntry(tx, { ...entry, sequence: before.sequence + 1, hash: auditHash(before.hash, entry) });
}
