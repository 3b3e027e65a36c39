import { isIP } from "node:net";
import { emailAddress } from "@roster/contract";
import ipaddr from "ipaddr.js";
import proxyaddr from "proxy-addr";
import * as z from "zod";

// The formats of the variables. Their errors do not repeat a value, because it may hold a password.

export function whole(least: number, most: number) {
  const isWithin = (text: string) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string().refine(isWithin, `must be a whole number from ${least} to ${most}`).transform(Number);
}

const userinfo = "(?:[^/?#\\s%]|%[0-9a-f]{2})*@";
const hostAndPort = "(?:\\[[0-9a-f:.%]*\\]|[^@/?#\\s:,[\\]]*)(?::\\d+)?";
const postgresUrl = new RegExp(
  `^postgres(?:ql)?://(?=.)(?:${userinfo})?${hostAndPort}(?:,${hostAndPort})*(?:/[^@?#]*)?(?:\\?[^@#]*)?$`,
  "i",
);

/** A PostgreSQL URL must parse in one way only: otherwise a part of its password could be shown as the host. */
const isDatabase = (url: string) =>
  /^(file|sqlite):(?!\s*:memory:)[^?\0]*[^?\0\s]$/s.test(url) || postgresUrl.test(url);

/**
 * `DATABASE_URL`, and a database on the command line. SQLite would drop spaces around a path, and everything else would keep them; the
 * PostgreSQL driver would take a scheme in capitals for the name of a database on this machine.
 */
export const databaseUrl = z
  .string()
  .trim()
  .refine(
    isDatabase,
    "must be file: and a path without ?, such as file:data/roster.db, or postgres://user:password@host:5432/roster, where a password has %23 for #, %2F for /, %3F for ? and %25 for %",
  )
  .transform((url) => url.replace(/^(file|sqlite):\s+/, "$1:").replace(/^\w+:/, (scheme) => scheme.toLowerCase()));

/** One line of text, not blank. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be blank")
    .max(most, `must be at most ${most} characters`)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "must be a single line");

/** A value in the format that `read` parses. It throws for any other. */
const readBy = <T>(read: (text: string) => T, error: string) =>
  z
    .string()
    .trim()
    .transform((text, context): T => {
      try {
        return read(text);
      } catch {
        context.addIssue({ code: "custom", message: error });
        return z.NEVER;
      }
    });

const partsOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Addresses, networks such as 10.0.0.0/8, or the names loopback, linklocal and uniquelocal. */
export const trustedProxies = readBy((text) => {
  const networks = partsOf(text);
  proxyaddr.compile(networks);
  return networks;
}, "must be addresses or networks such as 10.0.0.0/8, separated by commas").default([]);

const httpUrlOr = (error: string) => z.url({ protocol: /^https?$/, error, abort: true });

export const httpUrl = httpUrlOr("must be an http or https URL");

const isOrigin = (text: string) => new URL(text).origin === text && !text.includes("*");

const origin = httpUrlOr("must be origins such as https://app.example.com, separated by commas").refine(
  isOrigin,
  "must be origins as browsers send them: lower-case, no path, no default port, no wildcard",
);

export const origins = z.string().transform(partsOf).pipe(z.array(origin)).default([]);

const lacks = (parts: readonly ("username" | "password" | "search" | "hash")[]) => (text: string) => {
  const url = new URL(text);
  return parts.every((part) => url[part] === "");
};

export const plainUrl = httpUrl.refine(
  lacks(["username", "password", "search", "hash"]),
  "must be a URL without a user, query or fragment: paths are added to it",
);

export const webhookUrl = httpUrl.refine(lacks(["username", "password", "hash"]), {
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

export function isLoopback(host: string) {
  const address = withoutBrackets(host);
  return isIP(address) ? ipaddr.process(address).range() === "loopback" : /^(?:.+\.)?localhost$/i.test(host);
}

/** A host without the brackets that an IPv6 address has in a URL. */
const withoutBrackets = (host: string) => host.replaceAll(/[[\]]/g, "");

const hostName = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/i;

/** An address or name to listen on, without a port. An IPv6 address may be in brackets, as in a URL. */
export const host = readBy((text) => {
  const address = text.replace(/^\[(.*:.*)\]$/, "$1");
  const isName = /^(?=.*[a-z])[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i.test(address) && URL.canParse(`http://${address}`);
  if (!isIP(address) && !isName) throw new Error("no host");
  return address;
}, "must be an address or a host name, without a port");

/** The URL of a mail server. `secure` is implicit TLS: the connection starts with it. */
export const smtpUrl = readBy((text) => {
  const { protocol, hostname, port, username, password } = new URL(text);
  if (!/^smtps?:\/\/[^/?#]+\/?$/i.test(text) || !hostName.test(hostname)) throw new Error("not a mail server");
  const secure = protocol === "smtps:";
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: withoutBrackets(hostname),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username + password !== "" && { auth }),
  };
}, "must be smtp://host:587 or smtps://host:465, with user:password@ before the host if need be");

/** `ada@example.com`, `Ada <ada@example.com>` or `"Ada" <ada@example.com>`. */
export const mailbox = readBy((text) => {
  const [, quoted, plain, inBrackets, bare] =
    /^(?=\P{Cc}*$)(?:(?:"([^"<>]*)"|([^"<>]*?))\s*<([^<>]+)>|([^<>]+))$/u.exec(text) ?? [];
  return { name: quoted ?? plain ?? "", address: emailAddress.parse(inBrackets ?? bare) };
}, "must be an email address, or a name with one, such as Acme <hello@acme.example>");

const places = ["{app}", "{organization}"];

export const subject = (standard: string) =>
  line(200)
    .refine((text) => (text.match(/\{[^}]*\}/g) ?? []).every((place) => places.includes(place)), {
      error: `may have ${places.join(" and ")} in it, and nothing else in braces`,
    })
    .default(standard);
