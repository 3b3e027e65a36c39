import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ErrorCode, Input, Output, ProcedureName } from "@roster/client";
import type { Ledger, LoadPlan } from "./load.ts";

export type Call<P extends ProcedureName> = readonly [procedure: P, input: Input<P>, idempotencyKey?: string];
export type Outcome<P extends ProcedureName> = { ok: true; data: Output<P> } | { ok: false; code: ErrorCode };

/** A server's commands: open a database, get ready for a race, go, close the database. */
export type Order =
  | { kind: "open"; databaseUrl: string }
  | { kind: "race"; calls: readonly Call<ProcedureName>[] }
  | { kind: "load"; plan: LoadPlan }
  | { kind: "go"; at: number }
  | { kind: "close" };

export type Report =
  | { kind: "ready" }
  | { kind: "finished"; outcomes: readonly Outcome<ProcedureName>[] }
  | { kind: "loaded"; ledger: Ledger };

/** Servers that have opened one database. */
interface Meeting extends AsyncDisposable {
  /** Distributes the calls over the servers, which make them all at the same moment. Answers their outcomes, in order. */
  race<P extends ProcedureName>(calls: readonly Call<P>[]): Promise<Outcome<P>[]>;
  /** Lets every server put a mixed load on the database. Answers the ledgers. */
  load(plans: readonly LoadPlan[]): Promise<Ledger[]>;
}

/** Milliseconds from the last ready server to the start, for the message to reach each one. */
const COUNTDOWN = 10;

const SERVERS = 3;

let started: ChildProcess[] | undefined;

/** Started for the first race. They end with the test process. */
const servers = () =>
  (started ??= Array.from({ length: SERVERS }, () =>
    fork(new URL("./racer.ts", import.meta.url), {
      execArgv: ["--conditions=@roster/source"],
      serialization: "advanced",
    }),
  ));

const askAll = (orderOf: (index: number) => Order) =>
  Promise.all(servers().map((server, index) => ask(server, orderOf(index))));

async function start(orderOf: (index: number) => Order): Promise<Report[]> {
  await askAll(orderOf);
  const at = Date.now() + COUNTDOWN;
  return askAll(() => ({ kind: "go", at }));
}

/** The end of the latest meeting. */
let ended: Promise<void> = Promise.resolve();

/** Waits for the meeting before, because a test that ran out of time may still be in it. */
async function meet(databaseUrl: string): Promise<Meeting> {
  const before = ended;
  const end = Promise.withResolvers<void>();
  ended = end.promise;
  await before;
  await askAll(() => ({ kind: "open", databaseUrl })).catch((error) => {
    end.resolve();
    throw error;
  });
  return {
    async race<P extends ProcedureName>(calls: readonly Call<P>[]) {
      const reports = await start((server) => ({
        kind: "race",
        calls: calls.filter((_call, index) => index % SERVERS === server),
      }));
      const outcomes = reports.map((report) => (report.kind === "finished" ? report.outcomes : []));
      const inOrder = calls.map((_call, index) => outcomes[index % SERVERS]?.[Math.floor(index / SERVERS)]);
      return inOrder as Outcome<P>[]; // racer.ts answers each call with its own procedure's outcome
    },
    async load(plans) {
      const reports = await start((server) => {
        const plan = plans[server];
        return plan ? { kind: "load", plan } : { kind: "race", calls: [] };
      });
      return reports.flatMap((report) => (report.kind === "loaded" ? [report.ledger] : []));
    },
    [Symbol.asyncDispose]: () =>
      askAll(() => ({ kind: "close" })).then(
        () => end.resolve(),
        () => end.resolve(),
      ),
  };
}

/** Servers with connections of their own to one database, as processes without HTTP. One meeting at a time. */
export const racers = {
  meet,
  /** Lets the servers meet for one race. */
  async race<P extends ProcedureName>(databaseUrl: string, calls: readonly Call<P>[]) {
    await using meeting = await meet(databaseUrl);
    return await meeting.race(calls);
  },
  /** Lets the servers meet for one load. */
  async load(databaseUrl: string, plans: readonly LoadPlan[]) {
    await using meeting = await meet(databaseUrl);
    return await meeting.load(plans);
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
