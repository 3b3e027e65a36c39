import { Worker } from "node:worker_threads";
import type { ProcedureName } from "@roster/contract";
import { pino } from "pino";
import type { Services } from "../context.ts";
import type { Admitted } from "../procedures.ts";
import { connect, type ServerFunctions, type WriterFunctions } from "./channel.ts";

export interface WriterThread {
  /** Answers JSON; nothing where the output is none. */
  change<P extends ProcedureName>(name: P, call: Admitted<P>): Promise<string | undefined>;
  /** Lets it finish what it was asked for. */
  close(): Promise<void>;
}

/** In a release both files are beside each other too. */
const path = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

/** Starts the thread that writes, and waits until it has opened the database. */
export async function startThread({ settings, passwords, keys, log }: Services): Promise<WriterThread> {
  const thread = new Worker(path, { workerData: settings });
  const ended = new Promise((resolve) => thread.once("exit", resolve));
  const opened = Promise.withResolvers<void>();
  const writer = connect<WriterFunctions, ServerFunctions>(thread, {
    opened: opened.resolve,
    revoke: (hash) => keys.revoke(hash),
    log: (line) => void Reflect.get(log, pino.symbols.streamSym).write(line),
    hash: (password) => passwords.hash(password),
    verify: (hash, password) => passwords.verify(hash, password),
  });
  thread.once("error", opened.reject);
  await opened.promise;
  // From here on it is a part of the server, which ends with it. Whether it has done what it was asked for nobody knows.
  thread.once("error", (error) => {
    writer.$close(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  return {
    change(name, { ctx: { actor, requestId, idempotency }, batchIndex, input }) {
      return writer.change(name, { actor, requestId, idempotency, batchIndex, input });
    },
    async close() {
      if (!writer.$closed) await writer.close.asEvent();
      await ended;
    },
  };
}
