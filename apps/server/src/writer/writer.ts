import type { ProcedureName } from "@roster/contract";
import type { Services } from "../context.ts";
import type { Admitted } from "../procedures.ts";

/** Lets a thread of its own make the changes, so that reads wait neither for them nor for the disk. */
export interface Writer {
  /** Hears that a call was made. */
  notice(): void;
  /** Makes a change there when it may, and by `here` until then. Answers JSON; nothing where the output is none. */
  change(
    name: ProcedureName,
    call: Admitted<ProcedureName>,
    here: () => Promise<string | undefined>,
  ): Promise<string | undefined>;
  /** Lets the thread finish what it was asked for. */
  close(): Promise<void>;
}

export type WriterThread = Omit<Writer, "notice">;

/** The thread is started when a call first comes in beside a change: it takes a moment, and memory from there on. */
export function createWriter(services: Services): Writer {
  let underWay = 0;
  let starting: Promise<void> | undefined;
  let thread: WriterThread | undefined;

  async function start() {
    try {
      const { startThread } = await import("./start-thread.ts");
      thread = await startThread(services);
      services.log.info("a thread of its own makes changes from here on");
    } catch (error) {
      services.log.warn({ err: error }, "no thread could be started to write: reads wait for changes");
    }
  }

  function notice() {
    if (underWay > 0) starting ??= start();
  }

  return {
    notice,
    async change(name, call, here) {
      if (thread) return thread.change(name, call, here);
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
