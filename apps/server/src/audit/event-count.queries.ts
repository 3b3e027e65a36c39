// Counts of some events by day, for statistics. An entry of the audit log is counted in the transaction that numbers it: on SQLite that of
// its change, on PostgreSQL that of the sequencer, so that no two changes wait for one count.

import type { EventName } from "@roster/contract";
import { type Insertable, type Selectable, sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { together } from "../database/together.ts";
import { dayOf } from "../times.ts";
import type { AuditEntryTable, EventCountTable } from "./audit.table.ts";

const counted: readonly EventName[] = ["user.created", "user.signed_in"];

const add = compiled((tx, row: Insertable<EventCountTable>) =>
  tx
    .insertInto("event_counts")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((eb) => ({ times: eb("event_counts.times", "+", eb.ref("excluded.times")) })),
    ),
);

/** Adds entries that were given numbers. */
export function countEntries(tx: Tx, entries: readonly Pick<Selectable<AuditEntryTable>, "at" | "event">[]) {
  const counts = new Map<string, EventCountTable>();
  for (const { at, event } of entries) {
    if (!counted.includes(event)) continue;
    const day = dayOf(at);
    const key = `${day} ${event}`;
    counts.set(key, { key, day, event, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  return together([...counts.values()].map((row) => add(tx, row)));
}

/** The counts since a day, with the entries that have no number yet. An event may have two counts of a day. */
export function findEventCounts(db: Db, since: string) {
  const unnumbered = db
    .selectFrom("audit_entries")
    .select(sql<string>`substr(at, 1, 10)`.as("day"))
    .select("event")
    .select((eb) => eb.fn.countAll<number>().as("times"))
    .where("sequence", "is", null)
    .where("event", "in", counted)
    .where("at", ">=", since)
    .groupBy([sql`substr(at, 1, 10)`, "event"]);
  return db
    .selectFrom("event_counts")
    .select(["day", "event", "times"])
    .where("key", ">=", since)
    .unionAll(unnumbered)
    .execute();
}
