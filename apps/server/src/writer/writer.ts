import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { Writer } from "../calls/call.ts";
import type { Settings } from "../config.ts";
import { Refusal } from "../errors.ts";
import { connect, type ThreadFunctions } from "./channel.ts";

/** Starts the thread when a call first arrives beside a change, because it takes time to start and memory from then on. */
export function createWriter(settings: Settings, log: Logger): Writer {
  let underWay = 0;
  let starting: Promise<void> | undefined;
  let thread: WriterThread | undefined;

  async function start() {
    try {
      thread = await startThread(settings);
      log.info("the writer thread makes changes from now on");
    } catch (error) {
      log.warn({ err: error }, "the writer thread could not be started: reads wait for changes");
    }
  }

  function notice() {
    if (underWay > 0) starting ??= start();
  }

  return {
    notice,
    async change(change, inThisThread) {
      if (thread) return thread.change(change, inThisThread);
      notice(); // the other call may have arrived in the same turn
      underWay += 1;
      return inThisThread().finally(() => {
        underWay -= 1;
      });
    },
    async close() {
      await starting;
      await thread?.close();
      thread = undefined;
    },
  };
}

export type WriterThread = Omit<Writer, "notice">;

/** The build keeps both files in one folder. */
const path = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

/** Starts the writer thread, and waits until it has opened the database. */
export async function startThread(settings: Settings): Promise<WriterThread> {
  const worker = new Worker(path, { workerData: settings });
  const ended = Promise.withResolvers<Error>();
  worker.once("error", (error) => ended.resolve(error instanceof Error ? error : new Error(String(error))));
  worker.once("exit", (code) => ended.resolve(new Error(`the thread that writes has ended with ${code}`)));
  const thread = connect<object, ThreadFunctions>(worker, {});
  const underWay = new Set<Promise<unknown>>();
  let state: "open" | "closing" | "closed" = "open";

  await Promise.race([thread.isOpen(), ended.promise.then((error) => Promise.reject(error))]);

  // An uncaught error in the thread ends the server, as one in the server itself does.
  void ended.promise.then((error) => {
    if (state === "closed") return;
    thread.$close(error);
    throw error;
  });

  async function send(change: Uint8Array) {
    const ending = await thread.change(change);
    if ("errorCode" in ending) throw new Refusal(ending.errorCode, ending.detail, { cause: ending.cause });
    if ("error" in ending) throw ending.error;
    return ending.text;
  }

  return {
    async change(change, inThisThread) {
      if (thread.$closed) throw new Refusal("unavailable");
      const bytes = state === "open" ? serialized(change) : undefined;
      if (!bytes) return inThisThread();
      const sent = send(bytes);
      underWay.add(sent);
      return sent.finally(() => underWay.delete(sent));
    },
    async close() {
      state = "closing";
      await Promise.allSettled(underWay);
      state = "closed";
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
