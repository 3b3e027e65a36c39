import { setTimeout as sleep } from "node:timers/promises";
import { limits } from "@roster/contract";
import type { Tx } from "./database/database.ts";
import type { Roster } from "./roster.ts";

const LOOK_MILLISECONDS = 500;
const SWEEP_MILLISECONDS = 60_000;
const FIRST_SWEEP_MILLISECONDS = 2000;
const STOP_MILLISECONDS = 10_000;
const BATCH = 500;
const HOUR = 60 * 60 * 1000;
/** For how long it can be seen how a message fared that no invitation shows. */
const KEPT_DAYS = 30;

export interface Worker {
  /** Begins nothing more, and waits for what is under way, ten seconds at most. */
  stop(): Promise<void>;
}

/** Does what no call waits for: sends messages, and clears away what has had its time. */
export function startWorker(roster: Roster): Worker {
  const { log } = roster.services;
  const stopped = new AbortController();

  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);

  /** The first requests go before. */
  async function every(milliseconds: number, work: () => Promise<unknown>, what: string, first = milliseconds) {
    await pause(first);
    while (!stopped.signal.aborted) {
      await work().catch((error: unknown) => log.error({ err: error }, `${what} failed; it goes on`));
      await pause(milliseconds);
    }
  }

  const loops = [
    every(LOOK_MILLISECONDS, () => roster.outbox.begin(), "looking for messages to send"),
    every(SWEEP_MILLISECONDS, () => sweep(roster, stopped.signal), "sweeping", FIRST_SWEEP_MILLISECONDS),
  ];
  return {
    async stop() {
      stopped.abort();
      await Promise.all([...loops, roster.outbox.stop(STOP_MILLISECONDS)]);
    },
  };
}

const before = (now: Date, milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();

/** Deletes a few rows of one kind that are of no more use, and answers how many. */
const sweeps: ((tx: Tx, now: Date) => Promise<{ numDeletedRows: bigint }>)[] = [
  (tx, now) => {
    const expired = tx.selectFrom("tokens").select("hash").where("expires_at", "<=", before(now, 0)).limit(BATCH);
    return tx.deleteFrom("tokens").where("hash", "in", expired).executeTakeFirst();
  },
  (tx, now) => {
    const expired = tx.selectFrom("rate_limits").select("key").where("expires_at", "<=", before(now, 0)).limit(BATCH);
    return tx.deleteFrom("rate_limits").where("key", "in", expired).executeTakeFirst();
  },
  (tx, now) => {
    const since = before(now, limits.idempotencyHours * HOUR);
    const old = tx.selectFrom("idempotent_answers").select("id").where("created_at", "<=", since).limit(BATCH);
    return tx.deleteFrom("idempotent_answers").where("id", "in", old).executeTakeFirst();
  },
  (tx, now) => {
    const old = tx.selectFrom("verifications").select("id").where("expires_at", "<=", before(now, HOUR)).limit(BATCH);
    return tx.deleteFrom("verifications").where("id", "in", old).executeTakeFirst();
  },
  (tx, now) => {
    const done = tx
      .selectFrom("messages")
      .select("seq")
      .where("invitation_id", "is", null)
      .where("state", "<>", "queued")
      .where("created_at", "<=", before(now, KEPT_DAYS * 24 * HOUR))
      .limit(BATCH);
    return tx.deleteFrom("messages").where("seq", "in", done).executeTakeFirst();
  },
];

async function sweep({ services: { database, clock } }: Roster, stopped: AbortSignal) {
  await database.tend(() => stopped.aborted);
  for (const work of sweeps) {
    let deleted = BATCH;
    while (deleted === BATCH && !stopped.aborted) {
      const { numDeletedRows } = await database.transaction((tx) => work(tx, clock()));
      deleted = Number(numDeletedRows);
    }
  }
}
