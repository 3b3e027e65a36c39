import type { Settings } from "../config.ts";
import type { Db, Tx } from "../database/database.ts";
import type { MessageRow } from "./message.table.ts";

/** Why a message is not sent. A spoilt one fails; one that is no longer needed is cancelled. */
export interface Unwanted {
  unwanted: string;
  isSpoilt?: boolean;
}

/** A message, and the time as of which it is written. */
export interface Showing {
  message: MessageRow;
  now: string;
  settings: Settings;
}

/** A message that is sent, and the transaction of the attempt. */
export interface Composing extends Showing {
  tx: Tx;
}

export interface Previewing extends Showing {
  db: Db;
}

/** What a recipient sees of a message. A text message has neither subject nor HTML. */
export interface Preview {
  subject: string | null;
  text: string;
  html: string | null;
}

/** A message as it is sent. */
export interface Draft extends Preview {
  /** The link or code in it, for the recipient's eyes only. */
  secret?: string | undefined;
}

/** One type of message of a kind. The slice that queues it defines it. */
export interface Template<Written = unknown, Subject = unknown, Prepared = unknown> {
  kind: string;
  /** Messages of one kind wait only for those in their own lane. */
  lane: string;
  template: string;
  /** Slow work before the transaction. `hash` is for a secret that is short enough to guess, such as a code. */
  prepare?(message: MessageRow, hash: (secret: string) => Promise<string>): Promise<Prepared>;
  /**
   * Looks whether the message is still wanted as it is sent, and locks what could end that. Answers its subject, or why not. A refusal
   * thrown here or in `secret` fails the message for good.
   */
  look(composing: Composing, prepared: Prepared): Promise<NoInfer<Subject> | Unwanted>;
  secret?(composing: Composing, subject: Subject, prepared: Prepared): Promise<string> | string;
  /** Finds its subject for a preview, wanted or not. */
  find(previewing: Previewing): Promise<Subject | undefined>;
  write(showing: Showing, subject: Subject, secret: string): Written;
}

/**
 * A way to send messages, such as mail. The outbox claims a message, composes it in a transaction and sends it outside, and stores the
 * outcome. Each attempt composes anew, so no secret is stored in the queue.
 */
export interface MessageKind<Written = unknown, Sent extends Draft = Draft> {
  name: string;
  /** Other servers send the messages of templates that are not among these. */
  templates: readonly Template<Written>[];
  /** Whether a stored recipient is valid. Only valid ones are passed to `send`. */
  accepts(recipient: string): boolean;
  finish(written: Written, settings: Settings): Sent;
  /** Sends it. Throws `RefusedForGood` if a retry is useless; any other error is retried. */
  send(draft: Sent, message: MessageRow, signal: AbortSignal): Promise<void>;
}

/** The other side refused the message permanently. The error message is its answer. */
export class RefusedForGood extends Error {
  override name = "RefusedForGood";
}
