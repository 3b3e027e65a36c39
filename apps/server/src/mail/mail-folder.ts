import type { Logger } from "pino";
import type { Settings } from "../config.ts";
import { writeMessageFile } from "../outbox/message-file.ts";
import type { MailSender } from "./mail.kind.ts";
import { headersOf } from "./smtp.ts";

/** For development: writes each mail to a file, and its link or code to the log. */
export function createMailFolder({ mailFolder, mailFrom }: Settings, clock: () => Date, log: Logger): MailSender {
  return {
    async send(mail) {
      const { createTransport } = await import("nodemailer"); // loaded when needed, so that the server starts faster
      const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
      const { to, template, subject, text, html, secret } = mail;
      const headers = headersOf(mail, mailFrom);
      const { message } = await transport.sendMail({ ...headers, date: clock(), subject, text, html });
      if (!Buffer.isBuffer(message)) throw new Error("nodemailer has not composed the mail in memory");
      const file = await writeMessageFile(mailFolder, mail, "eml", message);
      log.info({ to, template, file, ...(secret && { carries: secret }) }, "mail");
    },
  };
}
