import { events } from "@roster/contract";
import { type Insertable, type Selectable, sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db, Tx } from "../database/database.ts";
import { recordsOf, textsIn } from "../database/json.ts";
import { byIds, defineList, equalTo } from "../lists/list.ts";
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

export async function countUnnumbered(db: Db) {
  const counted = db
    .selectFrom("audit_entries")
    .where("sequence", "is", null)
    .select((eb) => eb.fn.countAll<number>().as("count"));
  return (await counted.executeTakeFirstOrThrow()).count;
}

const VERIFIED = 2000;

/** The next entries of the chain. */
export async function numberedEntries(db: Db, after: number) {
  const entries = db
    .selectFrom("audit_entries")
    .selectAll()
    .where("sequence", ">", after)
    .orderBy("sequence")
    .limit(VERIFIED);
  return await entries.$narrowType<{ sequence: number; hash: string }>().execute();
}

export const setNumbers = (
  tx: Tx,
  numbered: readonly Pick<Selectable<AuditEntryTable>, "seq" | "sequence" | "hash">[],
) =>
  sql`update audit_entries set sequence = numbered.sequence, hash = numbered.hash
    from ${recordsOf(tx, numbered, { seq: "bigint", sequence: "bigint", hash: "text" })} as numbered
    where audit_entries.seq = numbered.seq`.execute(tx);

/** The events about records of a kind: the kind needs no index of its own. */
const eventsOf = (type: unknown) =>
  Object.entries(events).flatMap(([name, { target }]) => (target === type ? [name] : []));

const entries = (db: Db) =>
  db
    .selectFrom("audit_entries")
    .leftJoin("api_keys", "api_keys.id", "audit_entries.actor")
    .selectAll("audit_entries")
    .select("api_keys.name as key_name");

/** The newest entries about some records. */
export async function findEntriesAbout(db: Db, targetIds: readonly string[], most: number) {
  const rows = await entries(db)
    .where("audit_entries.target_id", "in", targetIds)
    .orderBy("audit_entries.seq", "desc")
    .limit(most)
    .execute();
  return rows.map(toAuditEntry);
}

export const auditLog = defineList({
  procedure: "fetchAuditLog",
  table: "audit_entries",
  rows: entries,
  toRecord: toAuditEntry,
  filters: {
    ...byIds("audit_entries"),
    actor: equalTo("audit_entries", "actor"),
    event: equalTo("audit_entries", "event"),
    target_type: {
      bound: eventsOf,
      hits: ({ target_type }, db) => sql`select seq from audit_entries where event in ${textsIn(db, target_type)}`,
      holds: ({ target_type }, db) => sql`audit_entries.event in ${textsIn(db, target_type)}`,
    },
    target_id: equalTo("audit_entries", "target_id"),
    request_id: equalTo("audit_entries", "request_id"),
    from: { from: "at" },
    to: { to: "at" },
  },
  time: "at",
  order: "desc",
});
