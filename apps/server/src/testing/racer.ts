import { setTimeout as sleep } from "node:timers/promises";
import { createCaller } from "@roster/client";
import { type ProcedureName, scopes } from "@roster/contract";
import { readSettings } from "../config.ts";
import { openRoster, type Roster } from "../roster.ts";
import { putLoad } from "./load.ts";
import type { Call, Order, Outcome, Report } from "./race.ts";

// One process of a race (see race.ts): opens the database, reports that it is ready, and starts at the given moment.

const actor = { name: `racer ${process.pid}`, scopes };

let waiting: ((at: number) => Promise<void>) | undefined;

process.on("message", (order: Order) => void obey(order));
process.on("disconnect", () => process.exit());

async function obey(order: Order) {
  if (order.kind === "go") return waiting?.(order.at);
  const roster = await openRoster(readSettings({ DATABASE_URL: order.databaseUrl, LOG_LEVEL: "silent" }));
  waiting = async (at) => {
    await sleep(Math.max(0, at - Date.now()));
    const done = await perform(roster, order);
    await roster.close();
    report(done);
  };
  report({ kind: "ready" });
}

async function perform(roster: Roster, order: Exclude<Order, { kind: "go" }>): Promise<Report> {
  if (order.kind === "load") {
    return { kind: "loaded", ledger: await putLoad(createCaller(roster, actor), order.plan) };
  }
  return { kind: "finished", outcomes: await Promise.all(order.calls.map((call) => make(roster, call))) };
}

async function make<P extends ProcedureName>(roster: Roster, [procedure, input]: Call<P>): Promise<Outcome<P>> {
  const result = await roster.call(procedure, input, actor);
  return result.ok ? result : { ok: false, code: result.failure.data.error_code };
}

const report = (message: Report) => process.send?.(message);
