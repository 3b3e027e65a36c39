import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./log.ts";

export interface Loop {
  /** Name for the log, such as "sweeping". */
  what: string;
  everyMilliseconds: number;
  /** A different pause before the first run, so that the first requests go first. */
  firstAfterMilliseconds?: number;
  work(stopped: AbortSignal): Promise<unknown>;
  /** Waits for the work under way. */
  stop?(): Promise<void>;
}

/** Runs the loops concurrently. After a failure a loop pauses and goes on. */
export function startWorker(loops: readonly Loop[], log: Log) {
  const stopped = new AbortController();

  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);

  async function run({ what, everyMilliseconds, firstAfterMilliseconds, work, stop }: Loop) {
    await pause(firstAfterMilliseconds ?? everyMilliseconds);
    while (!stopped.signal.aborted) {
      await work(stopped.signal).catch((error: unknown) => log.error({ err: error }, `${what} failed; it goes on`));
      await pause(everyMilliseconds);
    }
    await stop?.().catch((error: unknown) => log.warn({ err: error }, `the end of ${what} failed`));
  }

  const running = loops.map(run);
  return {
    /** Starts no more work, and waits for the work under way. */
    async stop() {
      stopped.abort();
      await Promise.all(running);
    },
  };
}
