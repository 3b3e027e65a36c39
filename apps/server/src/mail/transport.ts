import type { Template } from "./message.table.ts";

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A mail as it is handed over. `id` is the message's: the same in every attempt. */
interface OutgoingMail extends Letter {
  id: string;
  template: Template;
  to: string;
  queuedAt: string;
  /** The link or code in it, which nobody but its reader is to see. */
  secret: string | undefined;
}

export interface TextMessage {
  id: string;
  to: string;
  text: string;
  queuedAt: string;
}

/** Hands one mail over to whoever delivers it. Throws `RefusedForGood` where another attempt is of no use. */
export interface MailSender {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
}

/** Hands one text message over. Throws `RefusedForGood` where another attempt is of no use. */
export interface SmsSender {
  send(message: TextMessage, signal: AbortSignal): Promise<void>;
}

/** What the other side will not take, today or tomorrow. The message is its answer. */
export class RefusedForGood extends Error {
  override name = "RefusedForGood";
}
