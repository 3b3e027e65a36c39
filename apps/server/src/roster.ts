import type { Input, ProcedureName } from "@roster/contract";
import { createKeys } from "./api-keys/authenticate.ts";
import type { Actor, Services } from "./calls/call.ts";
import type { Settings } from "./config.ts";
import { openDatabase, shownUrl } from "./database/open.ts";
import { createFailures } from "./failures/failures.ts";
import { newRequestId } from "./ids.ts";
import { createLog, type Log } from "./log.ts";
import { loopsOf } from "./loops.ts";
import { createMailKind, type SendMail } from "./mail/mail.kind.ts";
import { createMailer } from "./mail/mailer.ts";
import { createOutbox, type Outbox } from "./outbox/outbox.ts";
import { createPreviews } from "./outbox/previews.ts";
import { createPasswords, type HashCost } from "./passwords/passwords.ts";
import { createRateLimits } from "./rate-limits/rate-limits.ts";
import { type CallResult, call } from "./router.ts";
import { createSmsKind, type SmsSender } from "./sms/sms.kind.ts";
import { createSmsFolder } from "./sms/sms-folder.ts";
import { createSmsHook } from "./sms/sms-hook.ts";
import { mailTemplates, smsTemplates } from "./templates.ts";
import type { Loop } from "./worker.ts";

/** An open directory: its database is migrated, and it can be called in-process or served. */
export interface Roster extends AsyncDisposable {
  services: Services;
  /** Calls a procedure as `actor`, with the same checks as over HTTP. */
  call<P extends ProcedureName>(procedure: P, input: Input<P>, actor: Actor): Promise<CallResult<P>>;
  /** Sends the mails and text messages that are due. A server does this by itself. */
  deliver(): Promise<void>;
  outbox: Outbox;
  /** The server's background work, for `startWorker`. */
  loops: readonly Loop[];
  close(): Promise<void>;
}

/** Parts in place of the usual ones. */
export interface Parts {
  /** A logger of pino's, or another of its shape. By default JSON lines go to stdout, from `LOG_LEVEL` on. */
  log?: Log;
  clock?: () => Date;
  mail?: SendMail;
  sms?: SmsSender;
  /** The cost of hashes of passwords and codes. By default OWASP's minimum, below which only a test may go. */
  hashCost?: HashCost;
}

/** Opens the database of the settings and brings its schema up to date. */
export async function openRoster(settings: Settings, parts: Parts = {}): Promise<Roster> {
  const { databaseUrl, databasePoolSize, databaseCreate } = settings;
  const database = await openDatabase(databaseUrl, databasePoolSize, { access: databaseCreate ? "create" : "change" });
  const log = parts.log ?? createLog(settings.logLevel);
  const clock = parts.clock ?? (() => new Date());
  try {
    if (await database.migrate()) log.info(`created a new directory in ${shownUrl(databaseUrl)}`);
    for (const warning of await database.warnings()) log.warn(warning);
  } catch (error) {
    await database.close();
    throw error;
  }
  const limits = createRateLimits(database, settings, clock);
  const failures = createFailures(database, clock);
  const made = { database, passwords: createPasswords(parts.hashCost), limits, failures, settings, clock, log };
  const kinds = messageKinds(made, parts);
  const services: Services = Object.assign(made, { keys: createKeys(made), preview: createPreviews(kinds, clock) });
  const outbox = createOutbox(services, kinds);
  const close = async () => {
    await outbox.stop(0);
    await failures.flush().catch((error: unknown) => log.warn({ err: error }, "refused API keys could not be counted"));
    await database.close();
  };
  return {
    services,
    call(procedure, input, actor) {
      const requestId = newRequestId();
      return call({ services, authenticate: async () => actor, requestId, logLevel: "debug" }, procedure, input);
    },
    deliver: outbox.deliver,
    outbox,
    loops: loopsOf(services, outbox),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Sends mail by SMTP and text messages by the webhook. Without these settings both are written to files. */
function messageKinds(
  { settings, passwords, clock, log }: Pick<Services, "settings" | "passwords" | "clock" | "log">,
  { mail, sms }: Parts,
) {
  const { smsWebhook } = settings;
  const writing = { settings, hash: passwords.hash };
  const smsSender = smsWebhook ? createSmsHook(smsWebhook, clock) : createSmsFolder(settings, log);
  return [
    createMailKind(mailTemplates, writing, mail ?? createMailer(settings, clock, log)),
    createSmsKind(smsTemplates, writing, sms ?? smsSender),
  ];
}
