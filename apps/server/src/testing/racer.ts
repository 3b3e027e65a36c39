import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createCaller } from "@roster/client";
import { type ProcedureName, scopes } from "@roster/contract";
import { readSettings } from "../config.ts";
import { tinyCost } from "../passwords/passwords.ts";
import { openRoster, type Roster } from "../roster.ts";
import { call } from "../router.ts";
import { putLoad } from "./load.ts";
import type { Call, Order, Outcome, Report } from "./race.ts";

// One server of a race (see race.ts): opens the database, reports that it is ready, and starts at the given moment. Its log of errors
// is on the output of the test run.

const actor = { name: `racer ${process.pid}`, scopes };
const authenticate = async () => actor;

let opened: Roster | undefined;
let waiting: ((at: number) => Promise<void>) | undefined;

process.on("message", (order: Order) => void obey(order));
process.on("disconnect", () => process.exit());

async function obey(order: Order) {
  switch (order.kind) {
    case "go":
      return waiting?.(order.at);
    case "open":
      opened = await openRoster(readSettings({ DATABASE_URL: order.databaseUrl, LOG_LEVEL: "error" }), {
        hashCost: tinyCost,
      });
      break;
    case "close":
      await opened?.close();
      break;
    default:
      waiting = async (at) => {
        await sleep(Math.max(0, at - Date.now()));
        if (opened) report(await perform(opened, order));
      };
  }
  report({ kind: "ready" });
}

async function perform(roster: Roster, order: Extract<Order, { kind: "race" | "load" }>): Promise<Report> {
  if (order.kind === "load") {
    return { kind: "loaded", ledger: await putLoad(createCaller(roster, actor), order.plan) };
  }
  return { kind: "finished", outcomes: await Promise.all(order.calls.map((call) => make(roster, call))) };
}

async function make<P extends ProcedureName>({ services }: Roster, [procedure, input, key]: Call<P>) {
  const idempotency = key === undefined ? undefined : { keys: [key], calls: 1, credential: "racers" };
  const requestId = randomUUID();
  const result = await call({ services, authenticate, requestId, idempotency, logLevel: "debug" }, procedure, input);
  const outcome: Outcome<P> = result.ok ? result : { ok: false, code: result.failure.data.error_code };
  return outcome;
}

const report = (message: Report) => process.send?.(message);
