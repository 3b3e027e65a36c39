import { createBirpc } from "birpc";
import type { Refusal } from "../errors.ts";

/** How a change ended, in what one thread can tell another: classes stay where they are. */
export type Ending =
  | { text: string | undefined }
  | (Pick<Refusal, "errorCode" | "detail"> & { cause: unknown })
  | { error: Error };

/** What the thread that writes is asked for. */
export interface ThreadFunctions {
  /** Answers once the thread has opened the database. */
  isOpen(): Promise<boolean>;
  /** Makes a `PreparedChange`, as `v8.serialize` writes it. */
  change(change: Uint8Array): Promise<Ending>;
  close(): Promise<void>;
}

interface Port {
  postMessage(messages: unknown[]): void;
  on(event: "message", listener: (messages: unknown[]) => void): unknown;
}

/** Lets one thread call the other's functions. What is said within a turn goes together, as each message wakes the other thread. */
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
