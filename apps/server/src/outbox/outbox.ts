import pLimit from "p-limit";
import type { Services } from "../calls/call.ts";
import { CLOCK_SKEW } from "../times.ts";
import { attempt, MOST_PUT_OFF } from "./attempt.ts";
import { claimMessage, endAttempt, isMessageDue, type Lane } from "./message.queries.ts";
import type { MessageRow } from "./message.table.ts";
import type { MessageKind } from "./message-kind.ts";

const AT_A_TIME_IN_A_LANE = 5;
/** Lifetime of a lease, longer than any attempt. A message whose lease has expired was lost with its process. */
const LEASE_MILLISECONDS = 60_000;

export type Outbox = ReturnType<typeof createOutbox>;

/** Lanes do not wait for each other: a code does not wait behind a thousand invitations, nor a text message for a mail server. */
interface OpenLane extends Lane {
  by: MessageKind;
  underWay: Set<Promise<void>>;
}

/** Sends the queued messages, a few at a time. A lease keeps each message to one of several servers on a database. */
export function createOutbox(services: Pick<Services, "database" | "clock" | "log">, kinds: readonly MessageKind[]) {
  const { database, clock, log } = services;
  const lanes = kinds.flatMap((by) =>
    by.lanes.map((lane): OpenLane => ({ ...lane, kind: by.name, by, underWay: new Set() })),
  );
  const cut = new AbortController();
  const inTurn = pLimit(1);
  const stopping = new AbortController();
  let looking = 0;
  const underWay = () => lanes.flatMap((lane) => [...lane.underWay]);

  async function claim(lane: Lane) {
    const now = clock().getTime();
    const inTime = (milliseconds: number) => new Date(now + milliseconds).toISOString();
    for (const due of [{ until: inTime(0) }, { after: inTime(MOST_PUT_OFF + CLOCK_SKEW) }]) {
      if (await isMessageDue(database.read, lane, due))
        return database.transaction((tx) => claimMessage(tx, lane, due, inTime(LEASE_MILLISECONDS)));
    }
    return undefined;
  }

  async function fill() {
    for (const lane of lanes) await fillLane(lane);
  }

  /** Looks for messages in the background, for the slot of an attempt that has ended. */
  async function look() {
    looking++;
    await inTurn(fill).catch((error) => log.error({ err: error }, "looking for messages failed"));
    looking--;
  }

  async function fillLane(lane: OpenLane) {
    while (!stopping.signal.aborted && lane.underWay.size < AT_A_TIME_IN_A_LANE) {
      const message = await claim(lane);
      if (!message) return;
      const sending = attemptTo(lane.by, message).finally(() => {
        lane.underWay.delete(sending);
        if (!stopping.signal.aborted) void look();
      });
      lane.underWay.add(sending);
    }
  }

  async function attemptTo(by: MessageKind, message: MessageRow) {
    const { id, kind, template, attempts } = message;
    try {
      const end = await attempt(services, by, message, cut.signal);
      const isNoted = await database.transaction((tx) => endAttempt(tx, message, end));
      const { state = "queued", last_error, due_at } = end;
      const level = state === "sent" || state === "cancelled" ? "info" : "warn";
      const what = { sent: "sent", queued: "not sent yet", failed: "not sent", cancelled: "no longer wanted" }[state];
      const about = { message: id, kind, template, attempts, last_error, due_at, ...(!isNoted && { isLate: true }) };
      log[level](about, `message ${what}`);
    } catch (error) {
      const about = { err: error, message: id, kind, template };
      log.error(about, "a message could not be attended to; it is due again in a minute");
    }
  }

  return {
    /** Starts to send due messages, as many as there are free slots, without waiting for them. */
    begin: () => inTurn(fill),
    /** Sends all due messages. Afterwards nothing looks for messages. */
    async deliver() {
      for (;;) {
        await inTurn(fill);
        const left = underWay();
        if (left.length > 0) await Promise.race(left);
        else if (looking === 0) return;
      }
    },
    /** Starts no more attempts, and waits for those under way. Aborts the ones that take longer; they are retried. */
    async stop(milliseconds: number) {
      stopping.abort();
      await inTurn(async () => undefined);
      const timer = setTimeout(() => cut.abort(), milliseconds);
      await Promise.all(underWay());
      clearTimeout(timer);
    },
  };
}
