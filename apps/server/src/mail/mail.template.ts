import { limits } from "@roster/contract";
import type { Template } from "../outbox/template.ts";
import type { Content } from "./frame.ts";

/** A mail, as its template writes it. */
export interface Mail {
  /** May contain {app} and {organization}. */
  subject: string;
  /** Value of {organization}; default: the application's name. */
  organization?: string | null;
  content: Content;
  /** The link or code in it, for the recipient's eyes only. */
  secret?: string;
}

export interface MailTemplate<Prepared = unknown> extends Template<Mail, Prepared> {
  kind: "mail";
  /** Prompt mails have a lane of their own, because a person is waiting for them. */
  lane: "prompt" | "patient";
}

/** Defines a mail, for `queueMessage` and the list in `templates.ts`. */
export const mailTemplate = <Prepared = undefined>(
  parts: Omit<MailTemplate<Prepared>, "kind" | "perHour">,
): MailTemplate<Prepared> => ({ kind: "mail", perHour: limits.messagesPerHour, ...parts });
