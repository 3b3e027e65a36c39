import { limits } from "@roster/contract";
import { compiled } from "../database/compiled.ts";
import { lockFree } from "../database/locks.ts";
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

/** Deletes an expired answer with this id. */
export const dropOldAnswer = compiled((tx, { id, oldest }: { id: string; oldest: string }) =>
  tx.deleteFrom("idempotent_answers").where("id", "=", id).where("created_at", "<=", oldest),
);

/** Fails if there is an answer with its id: in the database, since the commit is under way by then. */
export const insertAnswer = compiled((tx, row: IdempotentAnswerTable) =>
  tx.insertInto("idempotent_answers").values(row),
);

const HOUR = 60 * 60 * 1000;

/** Answers from this time or before have expired. */
export const oldestAt = (now: Date) => new Date(now.getTime() - limits.idempotencyHours * HOUR).toISOString();

export const sweepAnswers: Sweep = (tx, now, batch) => {
  const old = tx.selectFrom("idempotent_answers").select("id").where("created_at", "<=", oldestAt(now)).limit(batch);
  return tx.deleteFrom("idempotent_answers").where("id", "in", lockFree(tx, old)).executeTakeFirst();
};
