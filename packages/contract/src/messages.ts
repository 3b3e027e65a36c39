import * as z from "zod";
import { id, timeOf } from "./ids.ts";
import { limits } from "./limits.ts";
import { idsOption, pageInput, pageOf } from "./page.ts";
import { mutation, procedures, query } from "./procedure.ts";
import type { Records } from "./records.ts";
import { singleLine } from "./text.ts";

export const messageStates = ["queued", "sent", "failed", "cancelled"] as const;

export const MessageState = z
  .enum(messageStates)
  .describe("State of a message: failed after its last attempt, cancelled when it was no longer needed");
export type MessageState = Records["MessageState"];

export const Message = z.object({
  id: id("message"),
  kind: z.string().describe("How it is sent: mail or sms"),
  template: z.string().nullable().describe("What it is for, such as invitation; null where a kind has one purpose"),
  recipient: z.string().describe("Email address or phone number"),
  user_id: id("user").nullable().describe("The user that it is about"),
  state: MessageState,
  attempts: z.int().describe("Attempts to send it"),
  last_error: z.string().nullable().describe("Why the last attempt failed, or why it was cancelled"),
  due_at: timeOf("the next attempt"),
  sent_at: timeOf("sending").nullable(),
  created_at: timeOf("creation"),
});
export type Message = Records["Message"];

export const MessageListResponse = pageOf(Message);
export type MessageListResponse = Records["MessageListResponse"];

export const MessagePreview = z.object({
  subject: z.string().nullable().describe("Subject of the mail; null for a text message"),
  text: z.string().describe("Its text"),
  html: z.string().nullable().describe("The mail as HTML, which loads nothing; null for a text message"),
});
export type MessagePreview = Records["MessagePreview"];

const messageId = z.strictObject({ message_id: id("message") });

export const messageProcedures = /* @__PURE__ */ procedures(() => ({
  fetchMessages: query({
    scope: "messages:read",
    description:
      "Lists mails and text messages, newest first, without their links and codes. Most are deleted 30 days after their creation.",
    input: pageInput({
      ...idsOption("message"),
      state: MessageState.optional().describe("Only messages in this state"),
      kind: z.enum(["mail", "sms"]).optional().describe("Only messages that are sent this way"),
      template: z
        .string()
        .regex(/^[a-z_]{1,64}$/, "must be the name of a template, such as invitation")
        .optional()
        .describe("Only messages for this purpose, such as invitation or welcome"),
      recipient: singleLine(limits.emailOctets)
        .transform((text) => (text.startsWith("+") ? text.replace(/[^+\d]/g, "") : text.toLowerCase()))
        .optional()
        .describe("Only messages to this address or number"),
      user_id: id("user").optional().describe("Only messages about this user"),
    }),
    output: MessageListResponse,
    errors: [],
  }),
  fetchMessagePreview: query({
    scope: "messages:read",
    description:
      "What a message says, with `••••••` in place of its link's token or its code. It is composed from the records as " +
      "they are now: a sent message as of the time when it was sent, another as if it went out now.",
    args: ["message_id"],
    input: messageId,
    output: MessagePreview,
    errors: ["message_not_found", "message_subject_gone"],
  }),
  retryMessage: mutation({
    scope: "messages:write",
    description: "Sends a failed message again, from now on for a day. It is not sent if it is no longer wanted.",
    args: ["message_id"],
    input: messageId,
    output: Message,
    errors: ["message_not_found", "message_not_failed"],
    events: ["message.retried"],
  }),
  cancelMessage: mutation({
    scope: "messages:write",
    description: "Cancels a message that waits to be sent. An attempt that is under way may still deliver it.",
    args: ["message_id"],
    input: messageId,
    output: Message,
    errors: ["message_not_found", "message_not_queued"],
    events: ["message.cancelled"],
  }),
}));
