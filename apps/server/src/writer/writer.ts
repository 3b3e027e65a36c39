import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Services, Writer } from "../calls/call.ts";
import type { Settings } from "../config.ts";
import type { OpenFile } from "../database/database.ts";
import { Refusal } from "../errors.ts";
import { connect, type ThreadFunctions } from "./channel.ts";

type Thread = Awaited<ReturnType<typeof startThread>>;

/** Starts the thread when a call first arrives beside a change, because it takes time to start and memory from then on. */
export function createWriter({
  settings,
  database,
  log,
}: Pick<Services, "settings" | "database" | "log">): Writer & { start(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>();
  let starting: Promise<void> | undefined;
  let thread: Thread | undefined;

  async function open() {
    try {
      thread = await startThread({ settings, file: database.file });
      log.info("the writer thread makes changes from now on");
    } catch (error) {
      log.warn({ err: error }, "the writer thread could not be started: reads wait for changes");
    }
  }

  const start = () => (starting ??= open());

  function notice() {
    if (underWay.size > 0) void start();
  }

  return {
    start,
    notice,
    async change(change, inThisThread) {
      const bytes = thread && serialized(change);
      notice(); // the other call may have arrived in the same turn
      const made = thread && bytes ? thread.change(bytes) : inThisThread();
      underWay.add(made);
      return made.finally(() => underWay.delete(made));
    },
    async close() {
      await starting;
      const ending = thread;
      thread = undefined; // from now on this thread makes the changes
      await Promise.allSettled(underWay);
      await ending?.close();
    },
  };
}

/** The build keeps both files in one folder. */
const path = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

/** Starts the writer thread, and waits until it has opened the database. */
async function startThread(workerData: { settings: Settings; file: OpenFile | undefined }) {
  const worker = new Worker(path, { workerData });
  const ended = Promise.withResolvers<Error>();
  worker.once("error", (error) => ended.resolve(error instanceof Error ? error : new Error(String(error))));
  worker.once("exit", (code) => ended.resolve(new Error(`the thread that writes has ended with ${code}`)));
  const thread = connect<object, ThreadFunctions>(worker, {});
  let isClosing = false;

  await Promise.race([thread.isOpen(), ended.promise.then((error) => Promise.reject(error))]);

  // An uncaught error in the thread ends the server, as one in the server itself does.
  void ended.promise.then((error) => {
    if (isClosing) return;
    thread.$close(error);
    throw error;
  });

  return {
    async change(bytes: Uint8Array) {
      if (thread.$closed) throw new Refusal("unavailable");
      const ending = await thread.change(bytes);
      if ("error" in ending) throw ending.error;
      if ("refusal" in ending) {
        const { errorCode, detail, message, cause } = ending.refusal;
        throw new Refusal(errorCode, { ...detail, message }, { cause });
      }
      return ending.text;
    },
    async close() {
      isClosing = true;
      if (!thread.$closed) await thread.close.asEvent();
      await ended.promise;
    },
  };
}

/** Undefined for an input that cannot be sent: rows of a bulk call are validated later, and one may be nested too deeply. */
function serialized(change: unknown) {
  try {
    return serialize(change);
  } catch {
    return undefined;
  }
}
