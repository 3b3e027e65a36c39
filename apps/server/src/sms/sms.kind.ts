import { phoneNumber } from "@roster/contract";
import type { MessageRow } from "../outbox/message.table.ts";
import type { Draft, MessageKind, Template } from "../outbox/message-kind.ts";

export interface SmsTemplate<Subject = unknown, Prepared = unknown> extends Template<string, Subject, Prepared> {
  kind: "sms";
}

/** Defines a text message, for `queueMessage` and the list in `templates.ts`. */
export const smsTemplate = <Subject, Prepared = undefined>(
  parts: Omit<SmsTemplate<Subject, Prepared>, "kind">,
): SmsTemplate<Subject, Prepared> => ({ kind: "sms", ...parts });

/** Sends one text message. Throws `RefusedForGood` if a retry is useless. */
export type SendSms = (draft: Pick<Draft, "text">, message: MessageRow, signal: AbortSignal) => Promise<void>;

export const createSmsKind = (templates: readonly SmsTemplate[], send: SendSms): MessageKind<string> => ({
  name: "sms",
  templates,
  accepts: (recipient) => phoneNumber.safeParse(recipient).data === recipient,
  finish: (text) => ({ subject: null, text, html: null }),
  send,
});
