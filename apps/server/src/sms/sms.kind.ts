import { phoneNumber } from "@roster/contract";
import type { MessageKind, Template } from "../outbox/message-kind.ts";

export interface SmsTemplate<Subject = unknown, Prepared = unknown> extends Template<string, Subject, Prepared> {
  kind: "sms";
}

/** Defines a text message, for `queueMessage` and the list in `templates.ts`. */
export const smsTemplate = <Subject, Prepared = undefined>(
  parts: Omit<SmsTemplate<Subject, Prepared>, "kind">,
): SmsTemplate<Subject, Prepared> => ({ kind: "sms", ...parts });

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

export const createSmsKind = (templates: readonly SmsTemplate[], sender: SmsSender): MessageKind<string> => ({
  name: "sms",
  templates,
  accepts: (recipient) => phoneNumber.safeParse(recipient).data === recipient,
  finish: (text) => ({ subject: null, text, html: null }),
  send: ({ text }, { id, template, recipient: to, created_at: queuedAt }, signal) =>
    sender.send({ id, template: template ?? "", to, text, queuedAt }, signal),
});
