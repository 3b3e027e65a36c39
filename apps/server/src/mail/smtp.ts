import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { NodemailerError } from "nodemailer";
import type { SmtpServer } from "../config.mail.ts";
import type { Settings } from "../config.ts";
import { RefusedForGood } from "../outbox/message-kind.ts";
import type { MailSender } from "./mail.kind.ts";

const CONNECTION_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 20_000;

const isLoopback = (host: string) =>
  isIP(host) ? ipaddr.process(host).range() === "loopback" : /^(?:.+\.)?localhost$/i.test(host);

/** Sends over SMTP, each mail over a connection of its own. A password goes to another machine over TLS only. */
export function createSmtp(server: SmtpServer, { mailFrom }: Settings, clock: () => Date): MailSender {
  const options = {
    ...server,
    requireTLS: server.auth !== undefined && !server.secure && !isLoopback(server.host),
    // A relay on this machine has a certificate that nobody signed, and nobody listens on the way.
    ignoreTLS: server.auth === undefined && !server.secure && isLoopback(server.host),
    dnsTimeout: CONNECTION_MILLISECONDS,
    connectionTimeout: CONNECTION_MILLISECONDS,
    greetingTimeout: CONNECTION_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return {
    async send(mail, signal) {
      const { createTransport } = await import("nodemailer"); // no start waits for it
      try {
        await createTransport(options).sendMail({
          ...headersOf(mail, mailFrom),
          envelope: { from: mailFrom.address, to: [mail.to] },
          date: clock(),
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          signal,
        });
      } catch (error) {
        throw told(error as NodemailerError); // what the library says that it rejects with
      }
    },
  };
}

/** What a mail carries beside its text, however it goes out. */
export const headersOf = (mail: { id: string; to: string }, from: Settings["mailFrom"]) => ({
  from,
  to: { name: "", address: mail.to },
  messageId: `<${mail.id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
  headers: { "Auto-Submitted": "auto-generated" },
  xMailer: false as const,
});

/** A refused sender is a wrong MAIL_FROM: that is about the settings, and will be put right. */
const aboutTheMail = ["RCPT TO", "DATA"];

/** Replies about the settings, not about the mail: they ask for a login or TLS, or do not relay (X.7.X, RFC 3463). */
const isAboutSettings = (code: number, response: string) =>
  [530, 534, 535, 538].includes(code) || /\b5\.7\.\d/.test(response);

function told(error: NodemailerError) {
  const { code, command = "", permanent, response, responseCode = 0 } = error;
  // A server may repeat what it did not understand, and in a login that is the password.
  if (code === "EAUTH") return new Error(`The login was refused: ${responseCode || "no answer"}`);
  if (response === undefined) return new Error(error.message);
  const isFinal = permanent === true && aboutTheMail.includes(command) && !isAboutSettings(responseCode, response);
  const said = `${command}: ${response}`;
  return isFinal ? new RefusedForGood(said) : new Error(said);
}
