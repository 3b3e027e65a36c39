import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { Writer } from "../calls/call.ts";
import type { Settings } from "../config.ts";
import { Refusal } from "../errors.ts";
import { connect, type ThreadFunctions } from "./channel.ts";

/** Starts its thread when a call first comes in beside a change: the thread takes a moment, and memory from then on. */
export function createWriter(settings: Settings, log: Logger): Writer {
  let underWay = 0;
  let starting: Promise<void> | undefined;
  let thread: WriterThread | undefined;

  async function start() {
    try {
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
      notice(); // the other call may have come in at the same time
      underWay += 1;
      return here().finally(() => {
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

/** In a release both files are beside each other too. */
const path = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

/** Starts the thread that writes, and waits until it has opened the database. */
export async function startThread(settings: Settings): Promise<WriterThread> {
  const worker = new Worker(path, { workerData: settings });
  const ended = Promise.withResolvers<Error>();
  worker.once("error", (error) => ended.resolve(error instanceof Error ? error : new Error(String(error))));
  worker.once("exit", (code) => ended.resolve(new Error(`the thread that writes has ended with ${code}`)));
  const thread = connect<object, ThreadFunctions>(worker, {});
  const underWay = new Set<Promise<unknown>>();
  let state: "open" | "closing" | "closed" = "open";

  await Promise.race([thread.isOpen(), ended.promise.then((error) => Promise.reject(error))]);

  // The thread is a part of the server, which ends with it as with any error that nobody catches.
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
    async change(change, here) {
      if (thread.$closed) throw new Refusal("unavailable");
      const bytes = state === "open" ? serialized(change) : undefined;
      if (!bytes) return here();
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

/** A row of a bulk call is checked late: it may be nested too deeply to be sent, and is then refused alone. */
function serialized(change: unknown) {
  try {
    return serialize(change);
  } catch {
    return undefined;
  }
}
