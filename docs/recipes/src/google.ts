import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";

/** What the provider says of an account. */
export interface Profile {
  /** The account's own id at the provider, its `sub`. */
  id: string;
  /** Only if the provider has verified it. */
  email: string | undefined;
  given_name: string | undefined;
  family_name: string | undefined;
}

export interface GoogleOptions {
  clientId: string;
  clientSecret: string;
  /** This application's own, such as `https://app.example`. Register its path /sign-in/google/callback at Google. */
  origin: string;
  authorizeUrl?: string;
  tokenUrl?: string;
}

const path = "/sign-in/google";

/** The fields of an ID token that this reads. */
interface IdToken {
  aud: string;
  sub: string;
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  family_name?: string;
}

/** Google's sign-in, by OpenID Connect. Any provider of it works alike, and a library for yours does as well. */
export function createGoogle({
  clientId: client_id,
  clientSecret: client_secret,
  origin,
  authorizeUrl = "https://accounts.google.com/o/oauth2/v2/auth",
  tokenUrl = "https://oauth2.googleapis.com/token",
}: GoogleOptions) {
  const redirect_uri = `${origin}${path}/callback`;
  return {
    /** Sends the browser to Google. The state is in a cookie too, so that nobody can begin a sign-in for another's browser. */
    begin(c: Context) {
      const state = crypto.randomUUID();
      setCookie(c, "state", state, { httpOnly: true, secure: true, sameSite: "Lax", path, maxAge: 600 });
      const asked = { client_id, redirect_uri, response_type: "code", scope: "openid email profile", state };
      return c.redirect(`${authorizeUrl}?${new URLSearchParams(asked)}`);
    },
    /** Who comes back; undefined for whoever has cancelled, or was not sent from here. */
    async profile(c: Context): Promise<Profile | undefined> {
      const { code, state } = c.req.query();
      if (!code || !state || deleteCookie(c, "state", { path }) !== state) return undefined;
      const body = new URLSearchParams({
        code,
        client_id,
        client_secret,
        redirect_uri,
        grant_type: "authorization_code",
      });
      const answer = await fetch(tokenUrl, { method: "POST", body });
      if (!answer.ok) throw new Error(`Google answered ${answer.status}: ${await answer.text()}`);
      const { id_token }: { id_token: string } = await answer.json();
      // It comes from Google itself over TLS, in place of which its signature need not be checked (OpenID Connect Core, 3.1.3.7).
      const token: IdToken = JSON.parse(Buffer.from(id_token.split(".")[1] ?? "", "base64url").toString());
      if (token.aud !== client_id) throw new Error("The ID token is for another application");
      const { sub: id, email, email_verified = false, given_name, family_name } = token;
      return { id, email: email_verified ? email : undefined, given_name, family_name };
    },
  };
}

export type Google = ReturnType<typeof createGoogle>;
