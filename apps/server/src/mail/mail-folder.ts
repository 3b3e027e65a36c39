import type { Logger } from "pino";
import type { Settings } from "../config.ts";
import { writeMessageFile } from "../outbox/message-file.ts";
import type { SendMail } from "./mail.kind.ts";
import { headersOf } from "./smtp.ts";

/** For development: writes each mail to a file, and its link or code to the log. */
export const createMailFolder =
  ({ mailFolder, mailFrom }: Settings, clock: () => Date, log: Logger): SendMail =>
  async ({ secret, ...letter }, message) => {
    const { id, template, recipient: to, created_at: queuedAt } = message;
    const { createTransport } = await import("nodemailer"); // loaded when needed, so that the server starts faster
    const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
    const written = await transport.sendMail({ ...headersOf(message, mailFrom), date: clock(), ...letter });
    if (!Buffer.isBuffer(written.message)) throw new Error("nodemailer has not composed the mail in memory");
    const file = await writeMessageFile(mailFolder, { id, template, queuedAt }, "eml", written.message);
    log.info({ to, template, file, ...(secret && { carries: secret }) }, "mail");
  };
