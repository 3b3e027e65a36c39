import { compiled } from "../database/compiled.ts";
import type { Tx } from "../database/database.ts";
import { sweepOf } from "../database/sweep.ts";
import type { TokenTable } from "./token.table.ts";

export const insertToken = (tx: Tx, row: TokenTable) => tx.insertInto("tokens").values(row).execute();

/** Invalidates all links of a subject. */
export const voidTokens = compiled((tx, subject: { invitation_id: string } | { user_id: string }) =>
  tx.deleteFrom("tokens").where((eb) => eb.and(subject)),
);

export const sweepTokens = sweepOf("tokens", { column: "expires_at" });
