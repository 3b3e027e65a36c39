import type { Db, Tx } from "../database/database.ts";
import type { Lane } from "./message.queries.ts";
import type { MessageRow } from "./message.table.ts";

/** The type of a message in the queue. Its template is null where a kind has one type only. */
export interface MessageType extends Pick<MessageRow, "kind" | "lane" | "template"> {
  /** Limit per recipient and hour; none if absent. */
  perHour?: number;
}

/** Why a message is not sent. A spoilt one fails; one that is no longer needed is cancelled. */
export interface Unwanted {
  unwanted: string;
  isSpoilt?: boolean;
}

/** The argument of `compose`: a message and the transaction of the attempt. */
export interface Composing {
  tx: Tx;
  message: MessageRow;
  now: string;
}

export interface Composed<Draft> {
  draft: Draft;
  /** Texts for the recipient's eyes only. They are removed from errors, because the other side may echo them. */
  secrets: readonly string[];
}

/** The argument of `preview`: a message, and the time as of which it is shown. */
export interface Previewing extends Pick<Composing, "message" | "now"> {
  db: Db;
}

/** What a recipient sees of a message. A text message has neither subject nor HTML. */
export interface Preview {
  subject: string | null;
  text: string;
  html: string | null;
}

/**
 * A way to send messages, such as mail. The outbox claims a message, lets the kind compose it in a transaction and send it outside,
 * and stores the outcome. Each attempt composes anew, so no secret is stored in the queue.
 */
export interface MessageKind<Draft = unknown, Prepared = unknown> {
  name: string;
  /** Its lanes, each with its templates if the kind has any. Other servers send the templates that are in no lane. */
  lanes: readonly Omit<Lane, "kind">[];
  /** Whether a stored recipient is valid. Only valid ones are passed to `send`. */
  accepts(recipient: string): boolean;
  /** Slow work, such as hashing, before the transaction. */
  prepare?(message: MessageRow): Promise<Prepared>;
  /** Composes a message that is still needed. A refusal thrown here fails the message for good. */
  compose(composing: Composing, prepared: Prepared): Promise<Composed<Draft> | Unwanted>;
  /** What a message says, without its secret. Undefined if what it is about is gone. */
  preview?(previewing: Previewing): Promise<Preview | undefined>;
  /** Sends it. Throws `RefusedForGood` if a retry is useless; any other error is retried. */
  send(draft: Draft, message: MessageRow, signal: AbortSignal): Promise<void>;
}

/** The other side refused the message permanently. The error message is its answer. */
export class RefusedForGood extends Error {
  override name = "RefusedForGood";
}
