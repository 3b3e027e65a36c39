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

/** A link with a token, to the application's page or to the server's own. */
export function linkTo(page: keyof typeof pages, redirectUrl: string | null, token: string, settings: Settings) {
  const url = new URL(redirectUrl ?? `${settings.publicUrl}/${pages[page]}`);
  url.searchParams.set("token", token);
  return url.href;
}
