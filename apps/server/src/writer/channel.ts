import type { ProcedureName } from "@roster/contract";
import { type BirpcReturn, createBirpc } from "birpc";
import type { Actor, Context } from "../context.ts";
import { Refusal } from "../errors.ts";

/** A call that was let in, for another thread. */
interface ChangeCall extends Pick<Context, "requestId" | "idempotency"> {
  actor: Actor;
  batchIndex: number;
  /** By `v8.serialize`. */
  input: Uint8Array;
}

/** What the thread that writes is asked for. */
export interface WriterFunctions {
  /** Answers JSON; nothing where the output is none. */
  change(name: ProcedureName, call: ChangeCall): Promise<string | undefined>;
  close(): Promise<void>;
}

/** What it asks of the thread that serves. */
export interface ServerFunctions {
  opened(): void;
  revoke(keyHash: string): void;
  log(line: string): void;
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/** One end of what two threads tell each other. */
interface Port {
  postMessage(messages: Message[]): void;
  on(event: "message", listener: (messages: Message[]) => void): unknown;
}

/** What birpc sends: its `e` is what was thrown. */
interface Message {
  e?: unknown;
}

/**
 * Lets each thread call the other's functions. What they say within a turn goes together, as each message wakes the other; so
 * nothing may be said that cannot be sent.
 */
export function connect<Theirs extends object, Ours extends object>(
  port: Port,
  functions: Ours,
): BirpcReturn<Theirs, Ours> {
  const messages: Message[] = [];
  const flush = () => port.postMessage(messages.splice(0));
  return createBirpc<Theirs, Ours>(functions, {
    timeout: -1,
    serialize: (message: Message) => ("e" in message ? { ...message, e: packed(message.e) } : message),
    deserialize: (message: Message) => ("e" in message ? { ...message, e: unpacked(message.e as Packed) } : message), // as packed
    post: (message: Message) => {
      if (messages.length === 0) setImmediate(flush);
      messages.push(message);
    },
    on: (take) => void port.on("message", (all) => all.forEach((message) => take(message))),
  });
}

type Packed =
  | { refusal: ConstructorParameters<typeof Refusal> }
  | { message: string; stack?: string | undefined; code?: string; cause?: Packed };

/** A thread has no classes of another's. */
function packed(error: unknown): Packed {
  if (error instanceof Refusal) return { refusal: [error.errorCode, error.detail] };
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack, cause } = error;
  const code = "code" in error ? { code: String(error.code) } : {};
  return { message, stack, ...code, ...(cause === undefined ? {} : { cause: packed(cause) }) };
}

function unpacked(error: Packed): Error {
  if ("refusal" in error) return new Refusal(...error.refusal);
  const { message, cause, ...rest } = error;
  return Object.assign(new Error(message, cause && { cause: unpacked(cause) }), rest);
}
