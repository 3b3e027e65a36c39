import { emailAddress, limits } from "@roster/contract";
import type { Settings } from "../config.ts";
import type { MessageRow } from "../outbox/message.table.ts";
import type { MessageKind } from "../outbox/message-kind.ts";
import { type Finished, type Template, templated, type Writing } from "../outbox/template.ts";
import { type Content, toHtml, toText } from "./frame.ts";
import { inWords } from "./wording.ts";

/** A mail, as its template writes it. */
interface Mail {
  /** May contain {app} and {organization}. */
  subject: string;
  /** Value of {organization}; default: the application's name. */
  organization?: string | null;
  content: Content;
}

export interface MailTemplate<Subject = unknown, Prepared = unknown> extends Template<Mail, Subject, Prepared> {
  kind: "mail";
  /** Prompt mails have a lane of their own, because a person is waiting for them. */
  lane: "prompt" | "patient";
}

/** Defines a mail, for `queueMessage` and the list in `templates.ts`. */
export const mailTemplate = <Subject, Prepared = undefined>(
  parts: Omit<MailTemplate<Subject, Prepared>, "kind" | "perHour">,
): MailTemplate<Subject, Prepared> => ({ kind: "mail", perHour: limits.messagesPerHour, ...parts });

interface Letter extends Finished {
  subject: string;
  html: string;
}

/** Sends one mail. Throws `RefusedForGood` if a retry is useless. */
export type SendMail = (letter: Letter, message: MessageRow, signal: AbortSignal) => Promise<void>;

export const createMailKind = (
  templates: readonly MailTemplate[],
  writing: Writing,
  send: SendMail,
): MessageKind<Letter> => ({
  name: "mail",
  accepts: (recipient) => emailAddress.safeParse(recipient).data === recipient,
  ...templated(templates, writing, (mail) => letterOf(mail, writing.settings)),
  send,
});

function letterOf({ subject: line, organization = null, content }: Mail, { appName }: Settings): Letter {
  const subject = line
    .replaceAll("{app}", () => appName)
    .replaceAll("{organization}", () => (organization === null ? appName : inWords(organization)));
  const secret = content.button?.link ?? content.code;
  return { subject, text: toText(appName, content), html: toHtml(appName, subject, content), secret };
}
