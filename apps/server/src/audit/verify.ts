import { lastNumber } from "../database/counters.ts";
import type { Db } from "../database/database.ts";
import { isPostgres } from "../database/dialect.ts";
import { countUnnumbered, numberedEntries } from "./audit.queries.ts";
import { auditHash } from "./audit.service.ts";

/** The last entry of the log, or 0 and an empty hash before the first one. */
export interface Head {
  sequence: number;
  hash: string;
}

/** Recomputes the chain. Answers its head, or what is wrong with the first entry that is not as it was written. */
export async function chainBreak(
  db: Db,
  known: Head | undefined,
  onBatch: (entries: number) => void,
): Promise<(Head & { waiting: number }) | { broken: string }> {
  let head: Head = { sequence: 0, hash: "" };
  let last = 0;
  const headIsWrong = () => known?.sequence === head.sequence && known.hash !== head.hash;
  const rewritten = () => ({
    broken: `entry ${head.sequence} has another hash than the head that was kept, so it or one before it was rewritten.`,
  });
  if (headIsWrong()) return rewritten();
  for (let after = Number.MIN_SAFE_INTEGER; ; after = head.sequence) {
    const entries = await numberedEntries(db, after);
    for (const { sequence, hash, ...entry } of entries) {
      const next = head.sequence + 1;
      if (sequence < next) return { broken: `entry ${sequence} (${entry.id}) was put in: entries begin at 1.` };
      if (sequence !== next) return { broken: `entry ${next} is missing.` };
      if (hash !== auditHash(head.hash, entry)) {
        return {
          broken: `entry ${next} (${entry.id}) is not what was written: its hash does not fit it and the entry before.`,
        };
      }
      head = { sequence, hash };
      last = Math.max(last, entry.seq);
      if (headIsWrong()) return rewritten();
    }
    if (entries.length === 0) break;
    onBatch(entries.length);
  }
  if (known && known.sequence > head.sequence)
    return { broken: cutOff(head.sequence, `to ${known.sequence}, the head that was kept,`) };
  const waiting = await countUnnumbered(db);
  // On SQLite every entry is numbered, and the table remembers the last row that it has assigned.
  if (!isPostgres(db) && waiting > 0) return { broken: `entry ${head.sequence + 1} has lost its number.` };
  if (!isPostgres(db) && (await lastNumber(db, "audit_entries")) > last) return { broken: cutOff(head.sequence, "on") };
  return { ...head, waiting };
}

const cutOff = (sequence: number, which: string) => `the entries from ${sequence + 1} ${which} were cut off.`;
