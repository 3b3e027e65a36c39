import type { Tx } from "../database/database.ts";
import { tooMany } from "../errors.ts";
import { newId } from "../ids.ts";
import { findCountedMessage, insertMessage } from "./message.queries.ts";
import type { MessageType } from "./message-kind.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** How long a message is kept that no record shows as its delivery. */
const KEPT = 30 * DAY;

interface NewMessage {
  recipient: string;
  /** The user that it is about. The message is deleted with the user. */
  user_id?: string;
  /** The record that it is about. The template looks it up when it composes the message. */
  subject_id?: string;
  /** Other facts for the template. */
  facts?: Record<string, string | number | boolean | null>;
  /** When the outbox gives up; default: in a day. */
  give_up_at?: string;
  /** When its row may be deleted; default: in a month; null for never. */
  kept_until?: string | null;
}

/** Queues a message. It is sent only after the transaction is committed. */
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

/** Milliseconds until a recipient may get another message of this type; 0 for now. */
export async function untilNextMessage(tx: Tx, type: MessageType, recipient: string, now: string) {
  if (type.perHour === undefined) return 0;
  const oldest = await findCountedMessage(tx, type, recipient, after(now, -HOUR), type.perHour);
  return oldest ? Date.parse(oldest.created_at) + HOUR - Date.parse(now) : 0;
}

const after = (now: string, milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();
