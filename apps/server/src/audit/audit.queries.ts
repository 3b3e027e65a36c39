import type { ParsedInput } from "@roster/contract";
import { type Insertable, sql } from "kysely";
import { compiled } from "../database/compiled.ts";
import type { Db } from "../database/database.ts";
import { paginate } from "../database/page.ts";
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
  const seq = sql.ref<number>("sequence");
  const order = { name: "audit", direction: "desc", seq, isGapless: target_id === undefined } as const;
  return paginate(db, { query: () => entries }, order, input, toAuditEntry);
}
