import { AsyncLocalStorage } from "node:async_hooks";
import type { Scope } from "@roster/contract";
import type { Logger } from "pino";
import type { KnownKeys } from "./api-keys/known-keys.ts";
import type { Settings } from "./config.ts";
import type { Database } from "./database/database.ts";
import type { Passwords } from "./passwords/passwords.ts";
import type { RateLimits } from "./rate-limits/rate-limits.ts";
import type { Writer } from "./writer/writer.ts";

/** Who calls: an API key, or an in-process caller by name. */
export interface Actor {
  name: string;
  scopes: readonly Scope[];
  /** When its key runs out; absent or null for never. */
  expiresAt?: string | null;
}

/** What the server stands on; made once, in roster.ts. */
export interface Services {
  database: Database;
  keys: KnownKeys;
  passwords: Passwords;
  limits: RateLimits;
  settings: Settings;
  clock: () => Date;
  log: Logger;
  /** Makes the changes, where a server has one. */
  writer?: Writer;
}

/** What services may use of it: they get their transaction, and never open one. */
export type Resources = Omit<Services, "database" | "writer">;

/** What a call knows beside its input. */
export interface Context {
  services: Services;
  /** Who calls, or nobody without a valid key. */
  authenticate(): Promise<Actor | undefined>;
  requestId: string;
  /** The network address that the request comes from; none in the same process, where callers are not limited. */
  address?: string | undefined;
  /** The request's header Idempotency-Key with the number of its calls, and its credential: what answers are kept under. */
  idempotency?: { keys: string[]; calls: number; credential: string } | undefined;
  /** How loud a call is logged: over HTTP for the operator, in-process for debugging only. */
  logLevel: "info" | "debug";
}

/** The request that is being answered, for refusals that come before there is a context. */
export const currentRequestId = new AsyncLocalStorage<string>();
