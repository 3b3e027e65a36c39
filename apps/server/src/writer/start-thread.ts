import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import { pino } from "pino";
import type { Services } from "../context.ts";
import { Refusal } from "../errors.ts";
import { connect, type ServerFunctions, type WriterFunctions } from "./channel.ts";
import type { WriterThread } from "./writer.ts";

/** In a release both files are beside each other too. */
const path = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

/** Starts the thread that writes, and waits until it has opened the database. */
export async function startThread({ settings, passwords, keys, log }: Services): Promise<WriterThread> {
  const thread = new Worker(path, { workerData: settings });
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Error>();
  thread.once("error", (error) => ended.resolve(error instanceof Error ? error : new Error(String(error))));
  thread.once("exit", (code) => ended.resolve(new Error(`the thread that writes has ended with ${code}`)));
  const writer = connect<WriterFunctions, ServerFunctions>(thread, {
    opened: opened.resolve,
    revoke: (hash) => keys.revoke(hash),
    log: (line) => void Reflect.get(log, pino.symbols.streamSym).write(line),
    hash: (password) => passwords.hash(password),
    verify: (hash, password) => passwords.verify(hash, password),
  });
  const underWay = new Set<Promise<unknown>>();
  let isClosing = false;

  await Promise.race([opened.promise, ended.promise.then((error) => Promise.reject(error))]);

  // It is a part of the server, which ends with it as with any error that nobody catches. What it was asked for is done or not.
  void ended.promise.then((error) => {
    if (isClosing) return;
    writer.$close(error);
    throw error;
  });

  return {
    async change(name, { ctx: { actor, requestId, idempotency }, batchIndex, input }, here) {
      if (writer.$closed) throw new Refusal("unavailable");
      const sent = sendable(input);
      if (!sent) return here();
      const change = writer.change(name, { actor, requestId, idempotency, batchIndex, input: sent });
      underWay.add(change);
      return change.finally(() => underWay.delete(change));
    },
    async close() {
      await Promise.allSettled(underWay);
      isClosing = true;
      if (!writer.$closed) await writer.close.asEvent();
      await ended.promise;
    },
  };
}

/** A row of a bulk call is checked late: it may be nested too deeply to be sent, and is then refused alone. */
function sendable(input: unknown) {
  try {
    return serialize(input);
  } catch {
    return undefined;
  }
}
