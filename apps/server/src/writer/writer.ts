import type { ProcedureName } from "@roster/contract";
import type { Services } from "../context.ts";
import type { Admitted } from "../procedures.ts";
import type { WriterThread } from "./start-thread.ts";

/** Lets a thread of its own make the changes, so that reads wait neither for them nor for the disk. */
export interface Writer {
  /** Hears of a call. */
  notice(): void;
  /** Makes a change there when it may, and by `here` until then. Answers JSON; nothing where the output is none. */
  change<P extends ProcedureName>(
    name: P,
    call: Admitted<P>,
    here: () => Promise<string | undefined>,
  ): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The thread is started when a call first comes in beside a change: it takes a moment, and memory from there on. */
export function createWriter(services: Services): Writer {
  let underWay = 0;
  let starting: Promise<void> | undefined;
  let thread: WriterThread | undefined;

  async function start() {
    const { startThread } = await import("./start-thread.ts");
    try {
      thread = await startThread(services);
      services.log.info("a thread of its own makes changes from here on");
    } catch (error) {
      services.log.warn({ err: error }, "no thread could be started to write: reads wait for changes");
    }
  }

  return {
    notice() {
      if (underWay > 0) starting ??= start();
    },
    async change(name, call, here) {
      if (thread) return thread.change(name, call);
      this.notice();
      underWay += 1;
      return here().finally(() => {
        underWay -= 1;
      });
    },
    async close() {
      await starting;
      await thread?.close();
    },
  };
}
