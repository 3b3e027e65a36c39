import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

/** Work that a server does again and again, and that no call waits for. */
export interface Loop {
  /** For the log: "sweeping". */
  what: string;
  everyMilliseconds: number;
  /** The pause before the first time, if it is another: the first requests go before. */
  firstAfterMilliseconds?: number;
  work(stopped: AbortSignal): Promise<unknown>;
  /** Waits for what the work has begun. */
  stop?(): Promise<void>;
}

export interface Worker {
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Runs the loops side by side. One that fails goes on after its pause. */
export function startWorker(loops: readonly Loop[], log: Logger): Worker {
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
    async stop() {
      stopped.abort();
      await Promise.all(running);
    },
  };
}
