import { createClient } from "@roster/client";
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { createGoogle, type GoogleOptions } from "./google.ts";
import { proxyRoutes } from "./proxy.ts";
import { createSessions } from "./session.ts";
import { signInRoutes } from "./sign-in.ts";
import { signInWithRoutes } from "./sign-in-with.ts";

export interface BackendOptions {
  /** Roster's URL, and a key with `users:read`, `users:write`, `users:verify` and `organizations:read`. */
  url: string;
  apiKey: string;
  /** Signs the sessions: 32 random bytes that nobody else knows. */
  sessionSecret: string;
  google: GoogleOptions;
}

export function createBackend({ url, apiKey, sessionSecret, google }: BackendOptions) {
  const roster = createClient({ url, apiKey });
  const sessions = createSessions(roster, sessionSecret);
  return new Hono()
    .use(csrf()) // refuses forms of other sites
    .route("/", signInRoutes(roster, sessions))
    .route("/", signInWithRoutes(roster, sessions, createGoogle(google)))
    .route("/", proxyRoutes(sessions, { url, apiKey }));
}
