import { limits, phoneNumber } from "@roster/contract";
import type { MessageKind } from "../outbox/message-kind.ts";
import { type Template, templated, type Writing } from "../outbox/template.ts";

/** A text message as a template writes it. */
interface Text {
  text: string;
  /** The code in it, which only its reader is to see. */
  secret?: string;
}

export interface SmsTemplate<Prepared = unknown> extends Template<Text, Prepared> {
  kind: "sms";
}

/** A text message, to be given to `queueMessage`, and to the list in `templates.ts`. */
export const smsTemplate = <Prepared = undefined>(
  parts: Omit<SmsTemplate<Prepared>, "kind" | "perHour">,
): SmsTemplate<Prepared> => ({ kind: "sms", perHour: limits.messagesPerHour, ...parts });

/** A text message as it is handed over. `id` is the message's: the same in every attempt. */
export interface TextMessage {
  id: string;
  template: string;
  to: string;
  text: string;
  queuedAt: string;
}

/** Hands one text message over. Throws `RefusedForGood` where another attempt is of no use. */
export interface SmsSender {
  send(message: TextMessage, signal: AbortSignal): Promise<void>;
}

const isNumber = (recipient: string) => phoneNumber.safeParse(recipient).data === recipient;

export const createSmsKind = (
  templates: readonly SmsTemplate[],
  writing: Writing,
  sender: SmsSender,
): MessageKind<Text> => ({
  name: "sms",
  accepts: isNumber,
  ...templated(templates, writing),
  send: ({ text }, { id, template, recipient: to, created_at: queuedAt }, signal) =>
    sender.send({ id, template: template ?? "", to, text, queuedAt }, signal),
});
