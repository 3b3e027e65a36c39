import { limits } from "@roster/contract";
import type { Template } from "../outbox/template.ts";
import type { Content } from "./frame.ts";

/** A mail as a template writes it. */
export interface Mail {
  /** With {app} and {organization} where their names go. */
  subject: string;
  /** The name for {organization}; the application's if there is none. */
  organization?: string | null;
  content: Content;
  /** The link or code in it, which only its reader is to see. */
  secret?: string;
}

export interface MailTemplate<Prepared = unknown> extends Template<Mail, Prepared> {
  kind: "mail";
  /** Somebody waits for a prompt mail at the screen. */
  lane: "prompt" | "patient";
}

/** A mail, to be given to `queueMessage`, and to the list in `templates.ts`. */
export const mailTemplate = <Prepared = undefined>(
  parts: Omit<MailTemplate<Prepared>, "kind" | "perHour">,
): MailTemplate<Prepared> => ({ kind: "mail", perHour: limits.messagesPerHour, ...parts });
