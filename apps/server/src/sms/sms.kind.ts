import { limits, phoneNumber } from "@roster/contract";
import type { MessageKind, Preview } from "../outbox/message-kind.ts";
import { type Template, templated, type Writing } from "../outbox/template.ts";

export interface SmsTemplate<Subject = unknown, Prepared = unknown> extends Template<string, Subject, Prepared> {
  kind: "sms";
}

/** Defines a text message, for `queueMessage` and the list in `templates.ts`. */
export const smsTemplate = <Subject, Prepared = undefined>(
  parts: Omit<SmsTemplate<Subject, Prepared>, "kind" | "perHour">,
): SmsTemplate<Subject, Prepared> => ({ kind: "sms", perHour: limits.messagesPerHour, ...parts });

/** A text message to send. `id` is that of the message, the same in every attempt. */
export interface TextMessage {
  id: string;
  template: string;
  to: string;
  text: string;
  queuedAt: string;
}

/** Sends one text message. Throws `RefusedForGood` if a retry is useless. */
export interface SmsSender {
  send(message: TextMessage, signal: AbortSignal): Promise<void>;
}

export const createSmsKind = (
  templates: readonly SmsTemplate[],
  writing: Writing,
  sender: SmsSender,
): MessageKind<Preview> => ({
  name: "sms",
  accepts: (recipient) => phoneNumber.safeParse(recipient).data === recipient,
  ...templated(templates, writing, (text) => ({ subject: null, text, html: null })),
  send: ({ text }, { id, template, recipient: to, created_at: queuedAt }, signal) =>
    sender.send({ id, template: template ?? "", to, text, queuedAt }, signal),
});
