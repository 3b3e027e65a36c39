import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Writer } from "../calls/call.ts";
import type { Settings } from "../config.ts";
import { Refusal } from "../errors.ts";
import { connect, type ThreadFunctions } from "./channel.ts";

/** In a release both files are beside each other too. */
const path = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

export type WriterThread = Omit<Writer, "notice">;

/** Starts the thread that writes, and waits until it has opened the database. */
export async function startThread(settings: Settings): Promise<WriterThread> {
  const thread = new Worker(path, { workerData: settings });
  const ended = Promise.withResolvers<Error>();
  thread.once("error", (error) => ended.resolve(error instanceof Error ? error : new Error(String(error))));
  thread.once("exit", (code) => ended.resolve(new Error(`the thread that writes has ended with ${code}`)));
  const writer = connect<object, ThreadFunctions>(thread, {});
  const underWay = new Set<Promise<unknown>>();
  let isClosing = false;
  let hasClosed = false;

  await Promise.race([writer.isOpen(), ended.promise.then((error) => Promise.reject(error))]);

  // The thread is a part of the server, which ends with it as with any error that nobody catches.
  void ended.promise.then((error) => {
    if (hasClosed) return;
    writer.$close(error);
    throw error;
  });

  async function send(bytes: Uint8Array) {
    const ending = await writer.change(bytes);
    if ("errorCode" in ending) throw new Refusal(ending.errorCode, ending.detail, { cause: ending.cause });
    if ("error" in ending) throw ending.error;
    return ending.text;
  }

  return {
    async change(change, here) {
      if (writer.$closed) throw new Refusal("unavailable");
      const bytes = isClosing ? undefined : serialized(change);
      if (!bytes) return here();
      const sent = send(bytes);
      underWay.add(sent);
      return sent.finally(() => underWay.delete(sent));
    },
    async close() {
      isClosing = true;
      await Promise.allSettled(underWay);
      hasClosed = true;
      if (!writer.$closed) await writer.close.asEvent();
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
