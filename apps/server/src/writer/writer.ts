import type { Logger } from "pino";
import type { Writer } from "../calls/call.ts";
import type { Settings } from "../config.ts";
import type { WriterThread } from "./start-thread.ts";

/** The thread is started when a call first comes in beside a change: it takes a moment, and memory from there on. */
export function createWriter(settings: Settings, log: Logger): Writer {
  let underWay = 0;
  let starting: Promise<void> | undefined;
  let thread: WriterThread | undefined;

  async function start() {
    try {
      const { startThread } = await import("./start-thread.ts");
      thread = await startThread(settings);
      log.info("a thread of its own makes changes from here on");
    } catch (error) {
      log.warn({ err: error }, "no thread could be started to write: reads wait for changes");
    }
  }

  function notice() {
    if (underWay > 0) starting ??= start();
  }

  return {
    notice,
    async change(change, here) {
      if (thread) return thread.change(change, here);
      notice(); // the other one may have come in at the same time
      underWay += 1;
      return here().finally(() => {
        underWay -= 1;
      });
    },
    async close() {
      await starting;
      const closing = thread;
      thread = undefined;
      await closing?.close();
    },
  };
}
