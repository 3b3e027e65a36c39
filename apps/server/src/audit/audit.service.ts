import { hash } from "node:crypto";
import { events } from "@roster/contract";
import type { Tx } from "../database/database.ts";
import { newId } from "../ids.ts";
import { insertAuditEntry, lastAuditEntry } from "./audit.queries.ts";
import type { AuditEntryTable } from "./audit.table.ts";

type AuditRecord = Pick<AuditEntryTable, "at" | "actor" | "event" | "action" | "target_id" | "request_id"> & {
  changes: readonly string[];
};

/** The hash of an entry, which covers the hash of the one before (empty for the first). */
export function auditHash(before: string, entry: Omit<AuditEntryTable, "hash" | "sequence">) {
  const { id, at, actor, event, action, target_type, target_id, changes, request_id } = entry;
  const covered = [before, id, at, actor, event, action, target_type, target_id, changes, request_id];
  return hash("sha256", JSON.stringify(covered));
}

export async function recordEvent(tx: Tx, record: AuditRecord) {
  const changes = JSON.stringify(record.changes);
  const entry = { ...record, id: newId("auditEntry"), target_type: events[record.event].target, changes };
  const before = await lastAuditEntry(tx);
  await insertAuditEntry(tx, { ...entry, sequence: before.sequence + 1, hash: auditHash(before.hash, entry) });
}
