import { compiled } from "../database/compiled.ts";
import type { IdempotentAnswerTable } from "./idempotency.table.ts";

/** The answer of this id that is no older. */
export const findAnswer = compiled((db, { id, oldest }: { id: string; oldest: string }) =>
  db
    .selectFrom("idempotent_answers")
    .select(["fingerprint", "answer"])
    .where("id", "=", id)
    .where("created_at", ">", oldest),
);

/** Makes room for an answer where an older one was kept. */
export const dropOldAnswer = compiled((tx, { id, oldest }: { id: string; oldest: string }) =>
  tx.deleteFrom("idempotent_answers").where("id", "=", id).where("created_at", "<=", oldest),
);

export const insertAnswer = compiled((tx, row: IdempotentAnswerTable) =>
  tx.insertInto("idempotent_answers").values(row),
);
