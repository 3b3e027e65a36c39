import type { NodemailerError } from "nodemailer";
import { isLoopback } from "../config.formats.ts";
import type { Settings } from "../config.ts";
import type { Log } from "../log.ts";
import { writeMessageFile } from "../outbox/message-file.ts";
import { RefusedForGood } from "../outbox/message-kind.ts";
import type { SendMail } from "./mail.kind.ts";

const CONNECTION_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 20_000;

/** SMTP with a connection per mail. Sends a password to another machine over TLS only. */
const smtpOptions = (server: NonNullable<Settings["smtp"]>) => ({
  ...server,
  requireTLS: server.auth !== undefined && !server.secure && !isLoopback(server.host),
  // A relay on this machine has a self-signed certificate, and the connection does not leave the machine.
  ignoreTLS: server.auth === undefined && !server.secure && isLoopback(server.host),
  dnsTimeout: CONNECTION_MILLISECONDS,
  connectionTimeout: CONNECTION_MILLISECONDS,
  greetingTimeout: CONNECTION_MILLISECONDS,
  socketTimeout: SILENCE_MILLISECONDS,
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Sends mails over SMTP. Without a mail server it writes each to a file. Only in development its link or code is logged. */
export const createMailer =
  ({ smtp, mailFrom: from, mailFolder, isDevelopment }: Settings, clock: () => Date, log: Log): SendMail =>
  async ({ secret, ...letter }, { id, template, recipient, created_at: queuedAt }, signal) => {
    const mail = {
      ...letter,
      from,
      to: { name: "", address: recipient },
      envelope: { from: from.address, to: [recipient] },
      messageId: `<${id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
      headers: { "Auto-Submitted": "auto-generated" },
      xMailer: false as const,
      date: clock(),
      signal,
    };
    const { createTransport } = await import("nodemailer"); // loaded when needed, so that the server starts faster
    if (smtp) {
      await createTransport(smtpOptions(smtp))
        .sendMail(mail)
        .catch((error: NodemailerError) => {
          throw told(error); // nodemailer documents this type for rejections
        });
    } else {
      const composer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
      const { message } = await composer.sendMail(mail);
      if (!Buffer.isBuffer(message)) throw new Error("nodemailer has not composed the mail in memory");
      const file = await writeMessageFile(mailFolder, { id, template, queuedAt }, "eml", message);
      log.info({ to: recipient, template, file, ...(isDevelopment && secret && { carries: secret }) }, "mail");
    }
  };

/** A refused sender means a wrong MAIL_FROM, which the operator will correct. */
const aboutTheMail = ["RCPT TO", "DATA"];

/** Replies about the settings, not the mail: login or TLS required, or no relaying (X.7.X, RFC 3463). */
const isAboutSettings = (code: number, response: string) =>
  [530, 534, 535, 538].includes(code) || /\b5\.7\.\d/.test(response);

function told(error: NodemailerError) {
  const { code, command = "", permanent, response, responseCode = 0 } = error;
  // A server may echo a command that it did not understand, and in a login that is the password.
  if (code === "EAUTH") return new Error(`The login was refused: ${responseCode || "no answer"}`);
  if (response === undefined) return new Error(error.message);
  const isFinal = permanent === true && aboutTheMail.includes(command) && !isAboutSettings(responseCode, response);
  const said = `${command}: ${response}`;
  return isFinal ? new RefusedForGood(said) : new Error(said);
}
