import type { Tx } from "../database/database.ts";
import { tooMany } from "../errors.ts";
import { newId } from "../ids.ts";
import { findCountedMessage, insertMessage } from "./message.queries.ts";
import type { MessageType } from "./message-kind.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** For how long a message can be looked at that no record shows as its own. */
const KEPT = 30 * DAY;

interface NewMessage {
  recipient: string;
  /** The user whom it is about: it is deleted with this user. */
  user_id?: string;
  /** The record that it is about. Whether that is still there is looked up when the message is composed. */
  subject_id?: string;
  /** What the template needs to know besides. */
  facts?: Record<string, string | number | boolean | null>;
  /** When it is of no more use; a day from now unless told otherwise. */
  give_up_at?: string;
  /** When it may be swept away; a month from now unless told otherwise, null for never. */
  kept_until?: string | null;
}

/** Puts a message into the queue. It goes out after the transaction is committed, or not at all. */
export async function queueMessage(
  { tx, now }: { tx: Tx; now: string },
  type: MessageType,
  { facts = {}, ...message }: NewMessage,
) {
  const waiting = await untilNextMessage(tx, type, message.recipient, now);
  if (waiting > 0) throw tooMany(waiting, "Too many messages of this kind to this address.");
  await insertMessage(tx, {
    id: newId("message"),
    kind: type.kind,
    lane: type.lane,
    template: type.template,
    facts: JSON.stringify(facts),
    created_at: now,
    due_at: now,
    give_up_at: after(now, DAY),
    kept_until: after(now, KEPT),
    ...message,
  });
}

/** Milliseconds until a recipient may be sent another message of a type; 0 for now. Types are counted one by one. */
export async function untilNextMessage(tx: Tx, type: MessageType, recipient: string, now: string) {
  if (type.perHour === undefined) return 0;
  const oldest = await findCountedMessage(tx, type, recipient, after(now, -HOUR), type.perHour);
  return oldest ? Date.parse(oldest.created_at) + HOUR - Date.parse(now) : 0;
}

const after = (now: string, milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();
