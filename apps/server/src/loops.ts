import { numberEntries } from "./audit/sequencer.ts";
import type { Services } from "./calls/call.ts";
import { sweepSessions } from "./console/session.queries.ts";
import { isPostgres } from "./database/dialect.ts";
import type { Sweep } from "./database/sweep.ts";
import { sweepFailures } from "./failures/failure.queries.ts";
import { sweepAnswers } from "./idempotency/idempotency.queries.ts";
import { sweepMessages } from "./outbox/message.queries.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { sweepRateLimits } from "./rate-limits/rate-limit.queries.ts";
import { sweepTokens } from "./tokens/token.queries.ts";
import { sweepVerifications } from "./verifications/verification.queries.ts";
import type { Loop } from "./worker.ts";

const NUMBER_MILLISECONDS = 200;
const LOOK_MILLISECONDS = 500;
const COUNT_MILLISECONDS = 1000;
const STOP_MILLISECONDS = 10_000;
const SWEEP_MILLISECONDS = 60_000;
const FIRST_SWEEP_MILLISECONDS = 2000;

/** Bounds a transaction, so that changes do not wait long. */
const SWEEP_BATCH = 500;

const sweeps: readonly Sweep[] = [
  sweepTokens,
  sweepRateLimits,
  sweepFailures,
  sweepAnswers,
  sweepVerifications,
  sweepMessages,
  sweepSessions,
];

export const loopsOf = (services: Services, outbox: Outbox): readonly Loop[] => [
  {
    what: "looking for messages to send",
    everyMilliseconds: LOOK_MILLISECONDS,
    work: () => outbox.begin(),
    stop: () => outbox.stop(STOP_MILLISECONDS),
  },
  {
    what: "counting refused API keys",
    everyMilliseconds: COUNT_MILLISECONDS,
    work: () => services.failures.flush(),
  },
  {
    what: "sweeping",
    everyMilliseconds: SWEEP_MILLISECONDS,
    firstAfterMilliseconds: FIRST_SWEEP_MILLISECONDS,
    async work(stopped) {
      await services.database.tend(() => stopped.aborted);
      for (const sweep of sweeps) await sweepTable(services, sweep, stopped);
    },
  },
  ...watching(services),
  ...(isPostgres(services.database.read) ? [numbering(services)] : []),
];

/** Notices a replaced file before another process applies the log of the old one to the new one. Changes look by themselves. */
const watching = ({ database: { expectInPlace } }: Services): Loop[] => {
  const what = "watching the files of the database";
  return expectInPlace ? [{ what, everyMilliseconds: LOOK_MILLISECONDS, work: async () => expectInPlace() }] : [];
};

/** SQLite numbers entries of the audit log as it writes them. */
const numbering = ({ database }: Services): Loop => ({
  what: "numbering the audit log",
  everyMilliseconds: NUMBER_MILLISECONDS,
  work: () => numberEntries(database),
});

async function sweepTable({ database, clock }: Services, sweep: Sweep, stopped: AbortSignal) {
  let deleted = SWEEP_BATCH;
  while (deleted === SWEEP_BATCH && !stopped.aborted) {
    deleted = await database.transaction((tx) => sweep(tx, clock(), SWEEP_BATCH));
  }
}
