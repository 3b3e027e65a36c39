import { createClient } from "@roster/client";
import { Hono } from "hono";
import { proxyRoutes } from "./proxy.ts";
import { createSessions } from "./session.ts";
import { signInRoutes } from "./sign-in.ts";
import { type ReadProfile, signInWithRoutes } from "./sign-in-with.ts";

export interface BackendOptions {
  /** Roster's URL, and a key with `users:read`, `users:write`, `users:verify` and `organizations:read`. */
  url: string;
  apiKey: string;
  /** Signs the sessions: 32 random bytes that nobody else knows. */
  sessionSecret: string;
  readProfile: ReadProfile;
}

export function createBackend({ url, apiKey, sessionSecret, readProfile }: BackendOptions) {
  const roster = createClient({ url, apiKey });
  const sessions = createSessions(roster, sessionSecret);
  return new Hono()
    .route("/", signInRoutes(roster, sessions))
    .route("/", signInWithRoutes(roster, sessions, readProfile))
    .route("/", proxyRoutes(sessions, { url, apiKey }));
}
