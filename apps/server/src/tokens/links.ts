import type { Settings } from "../config.ts";
import { Refusal } from "../errors.ts";

/** Refuses a redirect URL unless its origin is the server's own or exactly one of the listed ones. */
export function checkRedirect(redirectUrl: string | null | undefined, settings: Settings) {
  if (redirectUrl === null || redirectUrl === undefined) return;
  const { origin, username, password } = new URL(redirectUrl);
  const allowed = [new URL(settings.publicUrl).origin, ...settings.redirectOrigins];
  if (username + password !== "" || !allowed.includes(origin)) throw new Refusal("redirect_url_not_allowed");
}

const pages = { invitation: "accept-invitation", password: "set-password" };

/** The characters of a URL (RFC 3986). With others, such as a backslash, mail programs and browsers may read another host. */
const plainUrl = /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/;

/** A link with a token, to the application's page, whose URL stays as it was given, or to the server's own. */
export function linkTo(page: keyof typeof pages, redirectUrl: string | null, token: string, settings: Settings) {
  const target = redirectUrl ?? `${settings.publicUrl}/${pages[page]}`;
  const url = plainUrl.test(target) ? target : new URL(target).href;
  const [, address = "", query, fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(url) ?? [];
  const parameters = query ? query.split("&").filter((part) => !new URLSearchParams(part).has("token")) : [];
  return `${address}?${[...parameters, `token=${token}`].join("&")}${fragment}`;
}
