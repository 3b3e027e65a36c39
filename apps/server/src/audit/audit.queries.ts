import type { ParsedInput } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db } from "../database/database.ts";
import { paginate, type Ranks } from "../database/page.ts";
import { type AuditEntryTable, toAuditEntry } from "./audit.table.ts";

export const insertAuditEntry = compiled((tx, row: Insertable<AuditEntryTable>) =>
  tx.insertInto("audit_entries").values(row),
);

const last = compiled((tx) =>
  tx.selectFrom("audit_entries").select(["sequence", "hash"]).orderBy("sequence", "desc").limit(sql.lit(1)),
);

/** Where the chain ends. */
export async function lastAuditEntry(db: Db) {
  const { rows } = await last(db, {});
  return rows[0] ?? { sequence: 0, hash: "" };
}

export function listAuditEntries(db: Db, input: ParsedInput<"fetchAuditLog">) {
  const { target_id } = input;
  const entries = db
    .selectFrom("audit_entries")
    .selectAll()
    .$if(target_id !== undefined, (q) => q.where("target_id", "=", target_id ?? ""));
  const list = { query: () => entries, ...(target_id === undefined && { ranks: ranksOfAll(db) }) };
  const order = { name: "audit", direction: "desc", seq: sql.ref<number>("sequence") } as const;
  return paginate(db, list, order, input, toAuditEntry);
}

/** The chain has no gap, so that its numbers are ranks. */
const ranksOfAll = (db: Db): Ranks => ({
  at: (index) => sql`(select max(sequence) - ${index} from audit_entries)`,
  total: async () => (await lastAuditEntry(db)).sequence,
});
