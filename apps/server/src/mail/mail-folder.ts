import { join } from "node:path";
import type { Logger } from "pino";
import type { Settings } from "../config.ts";
import { headersOf } from "./smtp.ts";
import type { MailSender, SmsSender } from "./transport.ts";

/** Readable by whoever runs the server, and nobody else: there are links and codes in it. */
async function write(folder: string, name: string, content: Buffer | string) {
  const { mkdir, writeFile } = await import("node:fs/promises"); // no start waits for it
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  await writeFile(file, content, { mode: 0o600 });
  return file;
}

/** For development: each mail becomes a file, and its link or code a line of the log. */
export function createMailFolder({ mailFolder, mailFrom }: Settings, clock: () => Date, log: Logger): MailSender {
  return {
    async send(mail) {
      const { createTransport } = await import("nodemailer"); // no start waits for it
      const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
      const { subject, text, html } = mail;
      const headers = headersOf(mail, mailFrom);
      const { message } = await transport.sendMail({ ...headers, date: clock(), subject, text, html });
      if (!Buffer.isBuffer(message)) throw new Error("the mail was not put together in memory");
      const name = `${mail.queuedAt.replaceAll(":", "-")}-${mail.template}-${mail.id}.eml`;
      const file = await write(mailFolder, name, message);
      log.info({ to: mail.to, template: mail.template, file, ...(mail.secret && { carries: mail.secret }) }, "mail");
    },
  };
}

/** For development: each text message becomes a file, and a line of the log. */
export const createSmsFolder = ({ mailFolder }: Settings, log: Logger): SmsSender => ({
  async send({ id, to, text, queuedAt }) {
    const name = `${queuedAt.replaceAll(":", "-")}-phone_code-${id}.txt`;
    const file = await write(mailFolder, name, `To: ${to}\n\n${text}\n`);
    log.info({ to, file, text }, "text message");
  },
});
