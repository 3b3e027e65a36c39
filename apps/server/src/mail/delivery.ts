import type { Updateable } from "kysely";
import pLimit from "p-limit";
import type { Services } from "../calls/call.ts";
import { codeOf, compose, type Unwanted } from "./compose.ts";
import { type ClaimedMessage, claimMessage, endAttempt, isMessageDue } from "./delivery.queries.ts";
import { createMailFolder, createSmsFolder } from "./mail-folder.ts";
import type { MessageTable, Template } from "./message.table.ts";
import { createSmsHook } from "./sms.ts";
import { createSmtp } from "./smtp.ts";
import { type MailSender, RefusedForGood, type SmsSender } from "./transport.ts";

/** What waits for one does not wait for the others: a phone for a mail server, or a code for a thousand invitations. */
const lanes: readonly (readonly Template[])[] = [
  ["phone_code"],
  ["email_code", "password_reset", "password_changed"],
  ["invitation", "welcome"],
];
const AT_A_TIME_IN_A_LANE = 5;
/** How long a message is an attempt's own. Longer than any attempt: what outlives it was lost with its process. */
const LEASE_MILLISECONDS = 60_000;
const ATTEMPT_MILLISECONDS = 45_000;
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 60 * 60 * 1000;
const REASON_LENGTH = 500;

export interface Senders {
  mail: MailSender;
  sms: SmsSender;
}

/** As the settings have it: a mail server and a hook, or files. */
export function createSenders({ settings, clock, log }: Pick<Services, "settings" | "clock" | "log">): Senders {
  const { smtp, smsWebhook } = settings;
  return {
    mail: smtp ? createSmtp(smtp, settings, clock) : createMailFolder(settings, clock, log),
    sms: smsWebhook ? createSmsHook(smsWebhook, clock) : createSmsFolder(settings, log),
  };
}

/** Sends the messages in the database, a few at a time. Several may do so on one database: each message is one's own. */
export interface Outbox {
  /** Begins to send what is due, as far as there is room, and does not wait for it. */
  begin(): Promise<void>;
  /** Sends all that is due. */
  deliver(): Promise<void>;
  /** Begins nothing more, and waits for what is under way. What takes longer than that is cut off, to be tried again. */
  stop(milliseconds: number): Promise<void>;
}

type Sending = Pick<Services, "database" | "passwords" | "settings" | "clock" | "log">;

export function createOutbox(services: Sending, senders: Senders): Outbox {
  const { database, clock, log } = services;
  const underWay = new Map<Promise<void>, Template>();
  const cut = new AbortController();
  const inTurn = pLimit(1);
  const stopping = new AbortController();

  async function claim(lane: readonly Template[]) {
    const now = clock();
    if (!(await isMessageDue(database.read, lane, now.toISOString()))) return undefined;
    return database.transaction((tx) => claimMessage(tx, lane, now.toISOString(), after(now, LEASE_MILLISECONDS)));
  }

  async function fill() {
    for (const lane of lanes) await fillLane(lane);
  }

  async function fillLane(lane: readonly Template[]) {
    const inLane = () => [...underWay.values()].filter((template) => lane.includes(template)).length;
    while (!stopping.signal.aborted && inLane() < AT_A_TIME_IN_A_LANE) {
      const message = await claim(lane);
      if (!message) return;
      const attempt = attemptTo(message).finally(() => {
        underWay.delete(attempt);
        if (!stopping.signal.aborted)
          void inTurn(fill).catch((error) => log.error({ err: error }, "looking for messages failed"));
      });
      underWay.set(attempt, message.template);
    }
  }

  async function attemptTo(message: ClaimedMessage) {
    const { id, template, attempts } = message;
    try {
      const end = await send(services, senders, message, cut.signal);
      const isNoted = await database.transaction((tx) => endAttempt(tx, message, end));
      const { state = "queued", last_error, due_at } = end;
      const level = state === "sent" || state === "cancelled" ? "info" : "warn";
      const what = { sent: "sent", queued: "not sent yet", failed: "not sent", cancelled: "no longer wanted" }[state];
      log[level](
        { message: id, template, attempts, last_error, due_at, ...(!isNoted && { isLate: true }) },
        `message ${what}`,
      );
    } catch (error) {
      log.error(
        { err: error, message: id, template },
        "a message could not be attended to; it is due again in a minute",
      );
    }
  }

  return {
    begin: () => inTurn(fill),
    async deliver() {
      for (;;) {
        await inTurn(fill);
        if (underWay.size === 0) return;
        await Promise.race(underWay.keys());
      }
    },
    async stop(milliseconds) {
      stopping.abort();
      await inTurn(async () => undefined);
      const timer = setTimeout(() => cut.abort(), milliseconds);
      await Promise.all(underWay.keys());
      clearTimeout(timer);
    },
  };
}

const after = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds).toISOString();

/** One attempt: writes the message in a transaction, sends it outside of any, and answers how it ended. */
async function send(
  services: Sending,
  senders: Senders,
  message: ClaimedMessage,
  cut: AbortSignal,
): Promise<Updateable<MessageTable>> {
  const { database, clock, settings } = services;
  const code = message.template.endsWith("_code") ? await hashed(services, codeOf(message)) : undefined;
  const now = clock().toISOString();
  const composed = await database.transaction((tx) => compose({ tx, message, code, now, settings }));
  if ("unwanted" in composed) return givenUp(message, composed);

  const { letter, secret } = composed;
  const { id, template, recipient: to, created_at: queuedAt } = message;
  const signal = AbortSignal.any([cut, AbortSignal.timeout(ATTEMPT_MILLISECONDS)]);
  try {
    const sent =
      typeof letter === "string"
        ? senders.sms.send({ id, to, text: letter, queuedAt }, signal)
        : senders.mail.send({ ...letter, id, template, to, queuedAt, secret }, signal);
    await Promise.race([sent, whenAborted(signal)]);
    return { state: "sent", sent_at: clock().toISOString(), last_error: null };
  } catch (error) {
    const reason = signal.aborted
      ? cut.aborted
        ? "The server stopped."
        : "It took too long."
      : reasonOf(error, secret);
    return notSent(message, reason, error instanceof RefusedForGood, clock());
  }
}

const hashed = async ({ passwords }: Sending, plain: string) => ({ plain, hash: await passwords.hash(plain) });

const whenAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

/** Nothing was tried, so nothing is counted. */
const givenUp = ({ attempts }: ClaimedMessage, { unwanted, isSpoilt }: Unwanted): Updateable<MessageTable> => ({
  state: isSpoilt ? "failed" : "cancelled",
  last_error: unwanted,
  attempts: attempts - 1,
});

function notSent(message: ClaimedMessage, last_error: string, isFinal: boolean, now: Date): Updateable<MessageTable> {
  const jitter = 0.8 + 0.4 * Math.random();
  const due_at = after(now, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (message.attempts - 1) * jitter));
  if (isFinal || due_at > message.give_up_at) return { state: "failed", last_error };
  return { due_at, last_error };
}

/** What the other side said, on one line. It may have repeated what it was sent: the link or code is left out. */
function reasonOf(error: unknown, secret: string | undefined) {
  let text = error instanceof Error ? error.message : String(error);
  const token = secret && URL.parse(secret)?.searchParams.get("token");
  for (const part of [secret, token]) if (part) text = text.replaceAll(part, "…");
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toWellFormed()
    .slice(0, REASON_LENGTH)
    .toWellFormed();
}
