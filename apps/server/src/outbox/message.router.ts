import type { messageProcedures } from "@roster/contract";
import type { Change, Handlers } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { listPage } from "../lists/page.ts";
import { after, DAY } from "../times.ts";
import { changeMessage, findMessage, messageList } from "./message.queries.ts";

export const messages: Handlers<typeof messageProcedures> = {
  fetchMessages: (call) => listPage(call, messageList),
  fetchMessagePreview: ({ db, input, services }) => services.preview(db, input.message_id),
  retryMessage,
  cancelMessage,
};

async function retryMessage({ tx, now, record }: Change, { message_id }: { message_id: string }) {
  const give_up_at = after(now, DAY);
  const queued = { state: "queued", due_at: now, give_up_at } as const;
  const message = await changeMessage(tx, message_id, "failed", queued);
  if (!message) throw new Refusal((await findMessage(tx, message_id)) ? "message_not_failed" : "message_not_found");
  await record("message.retried", message_id, ["state"]);
  return message;
}

async function cancelMessage({ tx, record }: Change, { message_id }: { message_id: string }) {
  const cancelled = { state: "cancelled", last_error: "A caller cancelled it." } as const;
  const message = await changeMessage(tx, message_id, "queued", cancelled);
  if (!message) throw new Refusal((await findMessage(tx, message_id)) ? "message_not_queued" : "message_not_found");
  await record("message.cancelled", message_id, ["state"]);
  return message;
}
