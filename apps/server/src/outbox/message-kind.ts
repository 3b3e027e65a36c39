import type { Tx } from "../database/database.ts";
import type { ClaimedMessage, Lane } from "./message.queries.ts";

/** What a message is queued as. */
export interface MessageType {
  /** The name of the kind that sends it. */
  kind: string;
  /** Messages in one lane wait only for each other. */
  lane: string;
  /** What it says; null for a kind whose messages are all of one sort. */
  template: string | null;
  /** How many of them one recipient is sent within an hour; without a limit if absent. */
  perHour?: number;
}

/** Why a message does not go out. A spoilt one fails; one that is merely no longer wanted is cancelled. */
export interface Unwanted {
  unwanted: string;
  isSpoilt?: boolean;
}

/** One attempt at a message, in the transaction in which it is composed. */
export interface Composing {
  tx: Tx;
  message: ClaimedMessage;
  now: string;
}

export interface Composed<Draft> {
  draft: Draft;
  /** What only the recipient is to see. It is struck out of errors, as the other side may repeat what it was sent. */
  secrets: readonly string[];
}

/**
 * A way to send messages, such as mail. The outbox claims a message, has it composed in a transaction and sent outside of it, and
 * notes how that ended. Each attempt composes anew: no secret waits in the database.
 */
export interface MessageKind<Draft = unknown, Prepared = unknown> {
  name: string;
  /** Its lanes, each with its templates if the kind has any. Other templates are left to other servers. */
  lanes: readonly Omit<Lane, "kind">[];
  /** Whether a stored recipient can be sent to. Nothing else gets near a server. */
  accepts(recipient: string): boolean;
  /** Slow work, such as hashing, before the transaction. */
  prepare?(message: ClaimedMessage): Promise<Prepared>;
  /** Composes a message that is still wanted. A refusal thrown here ends it. */
  compose(composing: Composing, prepared: Prepared): Promise<Composed<Draft> | Unwanted>;
  /** Hands it over. Throws `RefusedForGood` where another attempt is of no use; any other error is retried. */
  send(draft: Draft, message: ClaimedMessage, signal: AbortSignal): Promise<void>;
}

/** What the other side will not take, today or tomorrow. The message is its answer. */
export class RefusedForGood extends Error {
  override name = "RefusedForGood";
}
