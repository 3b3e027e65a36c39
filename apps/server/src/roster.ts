import { randomUUID } from "node:crypto";
import type { Input, ProcedureName } from "@roster/contract";
import { KnownKeys } from "./api-keys/known-keys.ts";
import type { Actor, Services as CallServices } from "./calls/call.ts";
import type { Settings } from "./config.ts";
import { openDatabase } from "./database/open.ts";
import { createLog } from "./log.ts";
import { createOutbox, createSenders, type Outbox } from "./mail/delivery.ts";
import type { SmsSender } from "./mail/transport.ts";
import { createPasswords } from "./passwords/passwords.ts";
import { createRateLimits } from "./rate-limits/rate-limits.ts";
import { type CallResult, call } from "./router.ts";

/** What a directory stands on. */
export type Services = CallServices & { keys: KnownKeys };

/** A directory that is open: its database migrated, ready for calls from the same process or to be served. */
export interface Roster extends AsyncDisposable {
  services: Services;
  /** Calls a procedure as `actor`, with the same checks as over HTTP. */
  call<P extends ProcedureName>(procedure: P, input: Input<P>, actor: Actor): Promise<CallResult<P>>;
  /** Sends the mails and text messages that are due. A server does so by itself. */
  deliver(): Promise<void>;
  outbox: Outbox;
  close(): Promise<void>;
}

/** Opens the database that the settings name and brings its schema up to date. */
export async function openRoster(
  settings: Settings,
  parts: Partial<Pick<Services, "clock" | "log"> & { sms: SmsSender }> = {},
): Promise<Roster> {
  const database = await openDatabase(settings.databaseUrl, settings);
  const log = parts.log ?? createLog(settings.logLevel);
  const clock = parts.clock ?? (() => new Date());
  try {
    await database.migrate();
    for (const warning of await database.warnings()) log.warn(warning);
  } catch (error) {
    await database.close();
    throw error;
  }
  const limits = createRateLimits(database, settings, clock);
  const keys = new KnownKeys();
  const services: Services = { database, keys, passwords: createPasswords(), limits, settings, clock, log };
  const senders = createSenders(services);
  const outbox = createOutbox(services, { ...senders, ...(parts.sms && { sms: parts.sms }) });
  const close = async () => {
    await outbox.stop(0);
    await database.close();
  };
  return {
    services,
    call: (procedure, input, actor) =>
      call({ services, authenticate: async () => actor, requestId: randomUUID(), logLevel: "debug" }, procedure, input),
    deliver: outbox.deliver,
    outbox,
    close,
    [Symbol.asyncDispose]: close,
  };
}
