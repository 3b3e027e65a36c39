import { limits } from "@roster/contract";
import { compiled } from "../database/compiled.ts";
import { sweepOf } from "../database/sweep.ts";
import { after, HOUR, latestNow } from "../times.ts";
import type { IdempotentAnswerTable } from "./idempotency.table.ts";

const LIFETIME = limits.idempotencyHours * HOUR;

/** The times between which an answer was created that still counts. */
export const lifetimeAt = (now: Date) => ({ oldest: after(now, -LIFETIME), newest: latestNow(now) });

type Lifetime = ReturnType<typeof lifetimeAt>;

export const findAnswer = compiled((db, { id, oldest, newest }: Lifetime & { id: string }) =>
  db
    .selectFrom("idempotent_answers")
    .select(["fingerprint", "answer"])
    .where("id", "=", id)
    .where("created_at", ">", oldest)
    .where("created_at", "<=", newest),
);

/** Deletes an expired answer with this id, or one that was stored while a clock was ahead. */
export const dropOldAnswer = compiled((tx, { id, oldest, newest }: Lifetime & { id: string }) =>
  tx
    .deleteFrom("idempotent_answers")
    .where("id", "=", id)
    .where((eb) => eb.or([eb("created_at", "<=", oldest), eb("created_at", ">", newest)])),
);

/** The unique index on the id refuses a second answer. */
export const insertAnswer = compiled((tx, row: IdempotentAnswerTable) =>
  tx.insertInto("idempotent_answers").values(row),
);

export const sweepAnswers = sweepOf("idempotent_answers", { column: "created_at", keptFor: LIFETIME });
