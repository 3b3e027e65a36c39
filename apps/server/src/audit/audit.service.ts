import { hash } from "node:crypto";
import { type EventName, events } from "@roster/contract";
import type { Selectable } from "kysely";
import type { Tx } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { together } from "../database/together.ts";
import { newId } from "../ids.ts";
import { insertAuditEntry, lastAuditEntry } from "./audit.queries.ts";
import type { AuditEntryTable } from "./audit.table.ts";
import { countEntries } from "./event-count.queries.ts";

type Entry = Omit<Selectable<AuditEntryTable>, "seq" | "sequence" | "hash">;

/** What happened in a change. */
export interface Happening {
  event: EventName;
  target_id: string;
  fields: readonly string[];
}

/** The hash of an entry, which covers the hash of the one before (empty for the first). */
export function auditHash(before: string, entry: Entry) {
  const { id, at, actor, event, action, target_type, target_id, changes, request_id } = entry;
  const covered = [before, id, at, actor, event, action, target_type, target_id, changes, request_id];
  return hash("sha256", JSON.stringify(covered));
}

/** Gives entries their numbers and hashes, after the last entry of the chain. */
export function chained<E extends Entry>(last: { sequence: number; hash: string }, entries: readonly E[]) {
  let { sequence, hash: before } = last;
  return entries.map((entry) => {
    before = auditHash(before, entry);
    return { ...entry, sequence: ++sequence, hash: before };
  });
}

/** The entries of a change. */
export const entriesOf = (
  happenings: readonly Happening[],
  change: Pick<Entry, "at" | "actor" | "action" | "request_id">,
): Entry[] =>
  happenings.map(({ event, target_id, fields }) => ({
    ...change,
    event,
    id: newId("audit_entry"),
    target_type: events[event].target,
    target_id,
    changes: JSON.stringify(fields),
  }));

/** Writes the entries of changes. On SQLite changes come one after the other, so they are numbered at once (see sequencer.ts). */
export async function writeEntries(tx: Tx, entries: readonly Entry[]) {
  if (entries.length === 0) return;
  const rows = isPostgres(tx)
    ? entries.map((entry) => ({ ...entry, sequence: null, hash: null }))
    : chained(await lastAuditEntry(tx), entries);
  await together([...rows.map((row) => insertAuditEntry(tx, row)), !isPostgres(tx) && countEntries(tx, entries)]);
}
