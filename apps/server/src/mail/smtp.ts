import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { createTransport, type NodemailerError } from "nodemailer";
import type { Settings } from "../config.ts";
import type { SmtpServer } from "./mail.settings.ts";
import { type MailSender, RefusedForGood } from "./transport.ts";

const CONNECTION_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 20_000;

const isLoopback = (host: string) =>
  isIP(host) ? ipaddr.process(host).range() === "loopback" : /^(?:.+\.)?localhost$/i.test(host);

/** Sends over SMTP, each mail over a connection of its own. A password goes to another machine over TLS only. */
export function createSmtp(server: SmtpServer, { mailFrom }: Settings, clock: () => Date): MailSender {
  const transport = createTransport({
    ...server,
    requireTLS: server.auth !== undefined && !server.secure && !isLoopback(server.host),
    dnsTimeout: CONNECTION_MILLISECONDS,
    connectionTimeout: CONNECTION_MILLISECONDS,
    greetingTimeout: CONNECTION_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail, signal) {
      try {
        await transport.sendMail({
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

const aboutTheMail = ["MAIL FROM", "RCPT TO", "DATA"];

/** Replies that ask for a login or for TLS: they are about this server's settings, not about the mail. */
const aboutTheLogin = [530, 534, 535, 538];

function told(error: NodemailerError) {
  const { code, command = "", permanent, response, responseCode = 0 } = error;
  // A server may repeat what it did not understand, and in a login that is the password.
  if (code === "EAUTH") return new Error(`The login was refused: ${responseCode || "no answer"}`);
  if (response === undefined) return new Error(error.message);
  const isFinal = permanent === true && aboutTheMail.includes(command) && !aboutTheLogin.includes(responseCode);
  const said = `${command}: ${response}`;
  return isFinal ? new RefusedForGood(said) : new Error(said);
}
