import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ErrorCode, Input, Output, ProcedureName } from "@roster/client";
import type { Ledger, LoadPlan } from "./load.ts";

export type Call<P extends ProcedureName> = readonly [procedure: P, input: Input<P>];
export type Outcome<P extends ProcedureName> = { ok: true; data: Output<P> } | { ok: false; code: ErrorCode };

/** A racer's commands: open a database and get ready, then go. */
export type Order =
  | { kind: "race"; databaseUrl: string; calls: readonly Call<ProcedureName>[] }
  | { kind: "load"; databaseUrl: string; plan: LoadPlan }
  | { kind: "go"; at: number };

export type Report =
  | { kind: "ready" }
  | { kind: "finished"; outcomes: readonly Outcome<ProcedureName>[] }
  | { kind: "loaded"; ledger: Ledger };

interface Racers {
  /** Distributes the calls over the processes, which make them all at the same moment. Answers their outcomes. */
  race<P extends ProcedureName>(databaseUrl: string, calls: readonly Call<P>[]): Promise<Outcome<P>[]>;
  /** Lets every process put a mixed load on the database. Answers the ledgers. */
  load(databaseUrl: string, plans: readonly LoadPlan[]): Promise<Ledger[]>;
}

/** Milliseconds from the last ready process to the start, for the message to reach each one. */
const COUNTDOWN = 25;

const PROCESSES = 4;

let started: ChildProcess[] | undefined;

/** Started for the first race. They end with the test process. */
const processes = () =>
  (started ??= Array.from({ length: PROCESSES }, () =>
    fork(new URL("./racer.ts", import.meta.url), {
      execArgv: ["--conditions=@roster/source"],
      serialization: "advanced",
    }),
  ));

async function run(orders: readonly Order[]): Promise<Report[]> {
  const lanes = processes().flatMap((child, index) => {
    const order = orders[index];
    return order ? [{ child, order }] : [];
  });
  await Promise.all(lanes.map(({ child, order }) => ask(child, order)));
  const at = Date.now() + COUNTDOWN;
  return Promise.all(lanes.map(({ child }) => ask(child, { kind: "go", at })));
}

/** Processes with connections of their own to the database that they are told to open. One race at a time. */
export const racers: Racers = {
  async race<P extends ProcedureName>(databaseUrl: string, calls: readonly Call<P>[]) {
    const hands = Array.from({ length: PROCESSES }, (_, lane) =>
      calls.filter((_call, index) => index % PROCESSES === lane),
    );
    const reports = await run(hands.map((hand) => ({ kind: "race", databaseUrl, calls: hand })));
    const outcomes = reports.flatMap((report) => (report.kind === "finished" ? report.outcomes : []));
    return outcomes as Outcome<P>[]; // racer.ts answers each call with its own procedure's outcome
  },
  async load(databaseUrl, plans) {
    const reports = await run(plans.map((plan) => ({ kind: "load", databaseUrl, plan })));
    return reports.flatMap((report) => (report.kind === "loaded" ? [report.ledger] : []));
  },
};

async function ask(child: ChildProcess, order: Order): Promise<Report> {
  const answered = new AbortController();
  const gone = once(child, "exit", { signal: answered.signal }).then(([code]) => {
    throw new Error(`a racer ended with ${code}`);
  });
  try {
    const answer = once(child, "message", { signal: answered.signal });
    child.send(order);
    const [report] = await Promise.race([answer, gone]);
    return report as Report; // racer.ts sends only this type
  } finally {
    gone.catch(() => undefined); // an end after the answer is no error
    answered.abort();
  }
}

/** Counts outcomes: `{ ok: 1, email_taken: 49 }`. */
export function tally(outcomes: readonly Outcome<ProcedureName>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const end = outcome.ok ? "ok" : outcome.code;
    counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
}

/** Repeats `work` until `event` is over. Answers how often. */
export async function repeatDuring(event: Promise<unknown>, work: () => Promise<unknown>): Promise<number> {
  const over = new AbortController();
  const end = () => over.abort();
  event.then(end, end);
  let times = 0;
  for (; !over.signal.aborted; times++) await work();
  return times;
}
