import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { NodemailerError } from "nodemailer";
import type { Settings } from "../config.ts";
import type { MessageRow } from "../outbox/message.table.ts";
import { RefusedForGood } from "../outbox/message-kind.ts";
import type { SendMail } from "./mail.kind.ts";

const CONNECTION_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 20_000;

const isLoopback = (host: string) =>
  isIP(host) ? ipaddr.process(host).range() === "loopback" : /^(?:.+\.)?localhost$/i.test(host);

/** Sends over SMTP, with a connection per mail. Sends a password to another machine over TLS only. */
export function createSmtp(server: NonNullable<Settings["smtp"]>, { mailFrom }: Settings, clock: () => Date): SendMail {
  const options = {
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
  };
  return async ({ subject, text, html }, message, signal) => {
    const { createTransport } = await import("nodemailer"); // loaded when needed, so that the server starts faster
    try {
      await createTransport(options).sendMail({
        ...headersOf(message, mailFrom),
        envelope: { from: mailFrom.address, to: [message.recipient] },
        date: clock(),
        subject,
        text,
        html,
        signal,
      });
    } catch (error) {
      throw told(error as NodemailerError); // nodemailer documents this type for rejections
    }
  };
}

/** The headers of every mail. */
export const headersOf = ({ id, recipient }: MessageRow, from: Settings["mailFrom"]) => ({
  from,
  to: { name: "", address: recipient },
  messageId: `<${id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
  headers: { "Auto-Submitted": "auto-generated" },
  xMailer: false as const,
});

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
