import { createBirpc } from "birpc";
import type { Refusal } from "../errors.ts";

/** The result of a change as plain data, because classes do not survive a message between threads. */
export type Ending =
  | { text: string | undefined }
  | { refusal: Pick<Refusal, "errorCode" | "message" | "detail" | "cause"> }
  | { error: Error };

/** The functions of the writer thread. */
export interface ThreadFunctions {
  /** Resolves once the thread has opened the database. */
  isOpen(): Promise<boolean>;
  /** Runs a `PreparedChange`, encoded by `v8.serialize`. */
  change(change: Uint8Array): Promise<Ending>;
  close(): Promise<void>;
}

interface Port {
  postMessage(messages: unknown[]): void;
  on(event: "message", listener: (messages: unknown[]) => void): unknown;
}

/** Lets two threads call each other's functions. Messages of one turn are sent together, because each one wakes the other thread. */
export function connect<Ours extends object, Theirs extends object = object>(port: Port, functions: Ours) {
  const messages: unknown[] = [];
  const flush = () => port.postMessage(messages.splice(0));
  return createBirpc<Theirs, Ours>(functions, {
    timeout: -1,
    post: (message) => {
      if (messages.length === 0) setImmediate(flush);
      messages.push(message);
    },
    on: (take) => void port.on("message", (all) => all.forEach((message) => take(message))),
  });
}
