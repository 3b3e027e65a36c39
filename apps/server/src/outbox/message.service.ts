import type { Insertable } from "kysely";
import type { Change } from "../calls/call.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { tooMany } from "../errors.ts";
import { newId } from "../ids.ts";
import { after, CLOCK_SKEW, DAY, HOUR } from "../times.ts";
import { findCountedMessage, insertCountedMessage, insertMessage } from "./message.queries.ts";
import type { MessageTable } from "./message.table.ts";
import type { MessageType } from "./message-kind.ts";

/** How long a message is kept that no record shows as its delivery. */
const KEPT = 30 * DAY;

type Row = Insertable<MessageTable>;

/** By default the outbox gives up in a day, and the row may be deleted in a month. */
type NewMessage = Pick<Row, "recipient" | "user_id" | "subject_id"> &
  Partial<Pick<Row, "give_up_at" | "kept_until">> & { facts?: Record<string, string | number | boolean | null> };

type Queueing = Pick<Change, "tx" | "now">;

/** Queues a message, which is sent only after the transaction is committed. Refuses with `rate_limited`. */
export async function queueMessage(queueing: Queueing, type: MessageType, message: NewMessage) {
  const wait = await tryToQueue(queueing, type, message);
  if (wait > 0) throw tooMany(wait, "Too many messages of this kind to this address.");
}

/** Queues a message, unless its recipient has had too many of its type. Answers whether it did. */
export const offerMessage = async (queueing: Queueing, type: MessageType, message: NewMessage) =>
  (await tryToQueue(queueing, type, message)) === 0;

/** Answers the milliseconds until the recipient may get another message of this type; 0 if this one is queued. */
async function tryToQueue({ tx, now }: Queueing, type: MessageType, { facts = {}, ...message }: NewMessage) {
  const row = {
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
  };
  if (type.perHour === undefined) {
    await insertMessage(tx, row);
    return 0;
  }
  const limit = { count: type.perHour, since: after(now, -HOUR), until: after(now, CLOCK_SKEW) };
  const [, isQueued] = await together([
    lockNames(tx, "mailbox", [row.recipient]),
    insertCountedMessage(tx, row, limit),
  ]);
  if (isQueued) return 0;
  const { created_at } = await findCountedMessage(tx, row, limit);
  return Date.parse(created_at) + HOUR - Date.parse(now);
}
