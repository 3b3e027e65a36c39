import type { Updateable } from "kysely";
import type { Services } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { after } from "../times.ts";
import { isEnded, isStillQueued } from "./message.queries.ts";
import type { MessageRow, MessageTable } from "./message.table.ts";
import { type Composing, type MessageKind, RefusedForGood } from "./message-kind.ts";

const ATTEMPT_MILLISECONDS = 45_000;
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 60 * 60 * 1000;
/** The longest pause with its jitter: nothing is due later than that from now. */
export const MOST_PUT_OFF = 1.2 * LONGEST_PAUSE;
const REASON_LENGTH = 500;

/** One attempt: composes the message in a transaction, sends it outside, and answers the new state of its row. */
export async function attempt(
  { database, clock }: Pick<Services, "database" | "clock">,
  kind: MessageKind,
  message: MessageRow,
  cut: AbortSignal,
): Promise<Updateable<MessageTable>> {
  const prepared = await kind.prepare?.(message);
  const now = clock().toISOString();
  const composed = await database.transaction((tx) => compose(kind, { tx, message, now }, prepared));
  if ("unwanted" in composed) {
    const state = composed.isSpoilt ? "failed" : "cancelled";
    return { state, last_error: composed.unwanted, attempts: message.attempts - 1 }; // the attempt does not count
  }

  const signal = AbortSignal.any([cut, AbortSignal.timeout(ATTEMPT_MILLISECONDS)]);
  try {
    await Promise.race([kind.send(composed.draft, message, signal), whenAborted(signal)]);
    return { state: "sent", sent_at: clock().toISOString(), last_error: null };
  } catch (error) {
    const ended = cut.aborted ? "The server stopped." : "It took too long.";
    const reason = signal.aborted ? ended : reasonOf(error, composed.secrets);
    return notSent(message, reason, error instanceof RefusedForGood, clock());
  }
}

async function compose(kind: MessageKind, composing: Composing, prepared: unknown) {
  const { tx, message, now } = composing;
  if (!(await isStillQueued(tx, message))) return { unwanted: "It was cancelled before it went out." };
  if (isEnded(message)) return { unwanted: "What it was about has ended meanwhile." };
  if (!kind.accepts(message.recipient))
    return { unwanted: "The recipient is not an address that can be sent to.", isSpoilt: true };
  if (message.give_up_at <= now) return { unwanted: "It could not be sent in time.", isSpoilt: true };
  try {
    return await kind.compose(composing, prepared);
  } catch (error) {
    if (error instanceof Refusal) return { unwanted: error.message, isSpoilt: true };
    throw error;
  }
}

const whenAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

/** Backs off exponentially, with jitter, so that messages do not all return at once. */
function notSent(message: MessageRow, last_error: string, isFinal: boolean, now: Date): Updateable<MessageTable> {
  const jitter = 0.8 + 0.4 * Math.random();
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (message.attempts - 1) * jitter);
  const due_at = after(now, pause);
  if (isFinal || due_at > message.give_up_at) return { state: "failed", last_error };
  return { due_at, last_error };
}

/** The other side's error on one line, without secrets that it may have echoed. */
function reasonOf(error: unknown, secrets: readonly string[]) {
  let text = error instanceof Error ? error.message : String(error);
  for (const secret of secrets) text = text.replaceAll(secret, "…");
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toWellFormed()
    .slice(0, REASON_LENGTH)
    .toWellFormed();
}
