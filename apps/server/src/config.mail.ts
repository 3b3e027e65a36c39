import { emailAddress } from "@roster/contract";
import * as z from "zod";

export interface SmtpServer {
  host: string;
  port: number;
  /** Implicit TLS: the connection starts with it. */
  secure: boolean;
  auth?: { user: string; pass: string };
}

export interface Mailbox {
  name: string;
  address: string;
}

const SMTP_PORT = 587;
const SMTPS_PORT = 465;

const host = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/i;

const shape = "must be smtp://host:587 or smtps://host:465, with user:password@ before the host if need be";

/** The URL of a mail server. Errors do not repeat it, because it may hold a password. */
export const smtpUrl = z.string().transform((text, context): SmtpServer => {
  const wrong = () => {
    context.addIssue({ code: "custom", message: shape });
    return z.NEVER;
  };
  const url = URL.parse(text);
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || !host.test(url.hostname)) return wrong();
  if (!["", "/"].includes(url.pathname) || url.search + url.hash !== "") return wrong();
  const secure = url.protocol === "smtps:";
  try {
    const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    return {
      host: url.hostname.replaceAll(/[[\]]/g, ""),
      port: Number(url.port) || (secure ? SMTPS_PORT : SMTP_PORT),
      secure,
      ...((user !== "" || pass !== "") && { auth: { user, pass } }),
    };
  } catch {
    return wrong();
  }
});

/** `ada@example.com`, `Ada <ada@example.com>` or `"Ada" <ada@example.com>`. */
export const mailbox = z.string().transform((text, context): Mailbox => {
  const [, quoted, plain, inBrackets, bare] =
    /^\s*(?:(?:"([^"<>]*)"|([^"<>]*?))\s*<([^<>]+)>|([^<>]+))\s*$/.exec(text) ?? [];
  const address = emailAddress.safeParse(inBrackets ?? bare);
  if (address.success && !/\p{Cc}/u.test(text)) return { name: quoted ?? plain ?? "", address: address.data };
  context.addIssue({
    code: "custom",
    message: "must be an email address, or a name with one, such as Acme <hello@acme.example>",
  });
  return z.NEVER;
});

/** Placeholders of a subject. */
const places = ["{app}", "{organization}"];

export const subject = (standard: string) =>
  z
    .string()
    .trim()
    .min(1, "must not be blank")
    .max(200, "must be at most 200 characters")
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), "must be a single line")
    .refine((text) => (text.match(/\{[^}]*\}/g) ?? []).every((place) => places.includes(place)), {
      error: `may have ${places.join(" and ")} in it, and nothing else in braces`,
    })
    .default(standard);

export const httpUrl = (error = "must be an http or https URL") => z.url({ protocol: /^https?$/, error, abort: true });

function isWebhook(text: string) {
  const { username, password, hash } = new URL(text);
  return username + password + hash === "";
}

export const webhookUrl = httpUrl().refine(isWebhook, {
  error: "must be a URL without a user or fragment",
  abort: true,
});

function isSecret(text: string) {
  const [, base64] = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(text) ?? [];
  const { length } = Buffer.from(base64 ?? "", "base64");
  return length >= 24 && length <= 64;
}

/** The secret's format in Standard Webhooks. https://www.standardwebhooks.com */
export const webhookSecret = z
  .string()
  .refine(isSecret, { error: "must be whsec_ and 24 to 64 random bytes as base64", abort: true });
