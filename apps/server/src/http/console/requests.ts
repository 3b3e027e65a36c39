import type { IncomingMessage } from "node:http";
import { isLoopback } from "../../config.formats.ts";
import type { Settings } from "../../config.ts";

/** Browsers keep it for this host alone, and only if it came over TLS or from this machine (RFC 6265bis, 4.1.3.2). */
const COOKIE = "__Host-roster";
/** For browsers that refuse a Secure cookie over plain HTTP even from this machine. */
const PLAIN_COOKIE = "roster";

type Urls = Pick<Settings, "publicUrl">;

/** Whether browsers keep the cookie: over TLS, or from this machine. */
export const keepsCookies = (settings: Urls) => settings.publicUrl.startsWith("https:") || isOnThisMachine(settings);

function isOnThisMachine({ publicUrl }: Urls) {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "http:" && isLoopback(hostname);
}

/** Cookies that hold a token for some seconds. Zero seconds remove them. */
export function cookiesOf(token: string, seconds: number, settings: Urls): string[] {
  const about = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
  return [
    `${COOKIE}=${token}; ${about}; Secure`,
    ...(isOnThisMachine(settings) ? [`${PLAIN_COOKIE}=${token}; ${about}`] : []),
  ];
}

/** The token of a session in the cookies of a request that a page of this server has sent. */
export function sessionToken(request: IncomingMessage, settings: Urls): string | undefined {
  if (!isOwnPage(request, settings)) return undefined;
  const cookies = request.headers.cookie ?? "";
  return tokenIn(cookies, COOKIE) ?? (isOnThisMachine(settings) ? tokenIn(cookies, PLAIN_COOKIE) : undefined);
}

const tokenIn = (cookies: string, name: string) =>
  new RegExp(`(?:^|; *)${name}=([\\w-]{43})(?:;|$)`).exec(cookies)?.[1];

/** Whether a page of this server has sent a request. A page of another origin could not add the header: CORS does not list it. */
export function isOwnPage({ headers }: IncomingMessage, { publicUrl }: Urls): boolean {
  if (headers["x-roster-console"] !== "1") return false;
  const site = headers["sec-fetch-site"];
  return site === undefined ? headers.origin === new URL(publicUrl).origin : site === "same-origin";
}
