import { emailAddress } from "@roster/contract";
import type { Settings } from "../config.ts";
import type { MessageKind } from "../outbox/message-kind.ts";
import { templated, type Writing } from "../outbox/template.ts";
import { toHtml, toText } from "./frame.ts";
import type { Mail, MailTemplate } from "./mail.template.ts";
import { inWords } from "./wording.ts";

/** A mail to send. `id` is that of the message, the same in every attempt. */
interface OutgoingMail {
  id: string;
  template: string;
  to: string;
  queuedAt: string;
  subject: string;
  text: string;
  html: string;
  /** The link or code in it, for the recipient's eyes only. */
  secret: string | undefined;
}

/** Sends one mail. Throws `RefusedForGood` if a retry is useless. */
export interface MailSender {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
}

const isAddress = (recipient: string) => emailAddress.safeParse(recipient).data === recipient;

export const createMailKind = (
  templates: readonly MailTemplate[],
  writing: Writing,
  sender: MailSender,
): MessageKind<Mail> => ({
  name: "mail",
  accepts: isAddress,
  ...templated(templates, writing),
  async send(mail, { id, template, recipient: to, created_at: queuedAt }, signal) {
    const { secret } = mail;
    await sender.send(
      { id, template: template ?? "", to, queuedAt, secret, ...writeLetter(mail, writing.settings) },
      signal,
    );
  },
});

/** A mail's subject, text and HTML. */
function writeLetter({ subject: line, organization = null, content }: Mail, { appName }: Settings) {
  const subject = line
    .replaceAll("{app}", () => appName)
    .replaceAll("{organization}", () => (organization === null ? appName : inWords(organization)));
  return { subject, text: toText(appName, content), html: toHtml(appName, subject, content) };
}
