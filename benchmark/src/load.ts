import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { type Side, usageOf } from "./processes.ts";

/** Requests to send over and over. It can be sent to a worker thread. */
export interface Load {
  url: string;
  /** The server's, for its CPU time. */
  pid: number;
  /** Another server of the same directory, which takes every other connection. */
  second?: Pick<Side, "url" | "pid">;
  connections: number;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  /** Every connection repeats a share of them. In a body, `{n}` becomes an unused number. */
  targets: Target[];
}

export interface Target {
  path: string;
  body?: string;
}

export interface Sample {
  /** Answers per second. */
  rate: number;
  /** Milliseconds until an answer. */
  p50: number;
  p99: number;
  /** Microseconds of the servers' CPU time per answer; NaN if the system does not report it. */
  cpu: number;
}

const TICK_MILLISECONDS = 50;
/** Least number of answers. With fewer a load goes on for longer, until it gives up. */
const LEAST_ANSWERS = 20;
const LONGEST_SECONDS = 60;
/** Longer than the last requests of a load take, which are not awaited. */
const SETTLE_MILLISECONDS = 50;

const run = Date.now().toString(36);
let last = 0;

const unique = () => `${run}x${process.pid}x${++last}`;

/** A share of the targets, because preparing all of them for every connection takes longer than the measurement. */
function requestsOf({ method = "GET", headers, targets, connections }: Load, connection: number): autocannon.Request[] {
  const own = targets.filter((_, index) => index % connections === connection % targets.length);
  return own.map(({ path, body }) => ({
    method,
    path,
    headers,
    ...(body?.includes("{n}")
      ? { setupRequest: (request) => ({ ...request, body: body.replaceAll("{n}", unique()) }) }
      : { body }),
  }));
}

const percentile = (sorted: Float64Array | number[], fraction: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;

/** Puts a load on a server. Fails at an answer without success. */
export async function measure(load: Load, seconds: number): Promise<Sample> {
  return begin(load, seconds).result;
}

export function begin(load: Load, seconds: number) {
  const milliseconds: number[] = [];
  let connection = 0;
  const servers = [load, ...(load.second ? [load.second] : [])];
  const cpuOfAll = () => servers.reduce((sum, { pid }) => sum + usageOf(pid).cpuMicroseconds, 0);
  const before = cpuOfAll();
  let started = 0;
  let ended = 0;
  const options = {
    url: servers.map(({ url }) => url) as unknown as string, // autocannon takes a list too, which its types leave out
    connections: load.connections,
    duration: Math.max(seconds, LONGEST_SECONDS),
    sampleInt: TICK_MILLISECONDS,
    timeout: 60,
    setupClient: (client: autocannon.Client) => {
      client.setRequests(requestsOf(load, connection++));
      started = performance.now(); // set by the last connection: none sends before all are open
    },
  };
  const done = Promise.withResolvers<autocannon.Result>();
  const instance = autocannon(options, (error, result) => (error ? done.reject(error) : done.resolve(result)));
  const least = Math.max(LEAST_ANSWERS, load.connections);
  const timer = setInterval(() => {
    const isOver = performance.now() - started >= seconds * 1000;
    if (isOver && milliseconds.length >= least) instance.stop?.();
  }, TICK_MILLISECONDS);
  instance.on("response", (_client, _status, _bytes, duration) => {
    milliseconds.push(duration);
    ended = performance.now();
  });
  const summary = async (): Promise<Sample> => {
    const answer = await done.promise.finally(() => clearInterval(timer));
    const cpu = cpuOfAll() - before;
    await sleep(SETTLE_MILLISECONDS);
    if (answer.non2xx > 0 || answer.errors > 0) {
      const told = `${JSON.stringify(answer.statusCodeStats)}, ${answer.errors} errors`;
      throw new Error(`${load.url}${load.targets[0]?.path} failed: ${told}`);
    }
    const sorted = Float64Array.from(milliseconds).toSorted();
    const rate = sorted.length / ((ended - started) / 1000);
    return { rate, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), cpu: cpu / sorted.length };
  };
  return { stop: () => instance.stop?.(), result: summary() };
}
