import { limits } from "@roster/contract";
import { compiled } from "../database/compiled.ts";
import type { Sweep } from "../sweep.ts";
import type { IdempotentAnswerTable } from "./idempotency.table.ts";

/** The answer with this id, if it was created after `oldest`. */
export const findAnswer = compiled((db, { id, oldest }: { id: string; oldest: string }) =>
  db
    .selectFrom("idempotent_answers")
    .select(["fingerprint", "answer"])
    .where("id", "=", id)
    .where("created_at", ">", oldest),
);

/** Inserts an answer, in place of an expired one with its id. */
export const insertAnswer = compiled((tx, { oldest, ...row }: IdempotentAnswerTable & { oldest: string }) =>
  tx
    .insertInto("idempotent_answers")
    .values(row)
    .onConflict((same) => same.column("id").doUpdateSet(row).where("idempotent_answers.created_at", "<=", oldest)),
);

const HOUR = 60 * 60 * 1000;

/** Answers from this time or before have expired. */
export const oldestAt = (now: Date) => new Date(now.getTime() - limits.idempotencyHours * HOUR).toISOString();

export const sweepAnswers: Sweep = (tx, now, batch) => {
  const old = tx.selectFrom("idempotent_answers").select("id").where("created_at", "<=", oldestAt(now)).limit(batch);
  return tx.deleteFrom("idempotent_answers").where("id", "in", old).executeTakeFirst();
};
