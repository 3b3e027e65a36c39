import { newId } from "../ids.ts";
import type { Change } from "../procedures.ts";
import type { MessageTable } from "./message.table.ts";

type Subject = { invitation_id: string } | { user_id: string };

/** Puts a mail into the queue. It goes out after the transaction is committed, or not at all. */
export const queueMessage = (
  { tx, now }: Change,
  template: MessageTable["template"],
  recipient: string,
  subject: Subject,
) =>
  tx
    .insertInto("messages")
    .values({ id: newId("message"), template, recipient, created_at: now, ...subject })
    .execute();
