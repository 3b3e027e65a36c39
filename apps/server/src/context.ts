import type { Scope } from "@roster/contract";
import type { Logger } from "pino";
import type { Settings } from "./config.ts";
import type { Database } from "./database/database.ts";
import type { Passwords } from "./passwords/passwords.ts";

/** Who calls: an API key, or an in-process caller by name. */
export interface Actor {
  name: string;
  scopes: readonly Scope[];
}

/** What the server stands on; made once, in roster.ts. */
export interface Services {
  database: Database;
  passwords: Passwords;
  settings: Settings;
  clock: () => Date;
  log: Logger;
}

/** What a call knows beside its input. */
export interface Context {
  services: Services;
  actor: Actor | undefined;
  requestId: string;
}
