import type { RosterError } from "./errors.ts";

const FIRST_PAUSE = 250;
/** Seconds. A call that must wait longer fails at once. */
const LONGEST_WAIT = 5;
/** Status codes of servers and proxies that are busy or starting. */
const PASSING = [429, 502, 503, 504];

/** Roster did not answer. A retry may succeed. */
class NoAnswer extends Error {
  readonly retryAfter: number | undefined;
  constructor(cause: unknown, retryAfter?: string | null) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.retryAfter = secondsOf(retryAfter ?? "");
  }
}

/** Seconds of a Retry-After header: a number, or a date (RFC 9110, 10.2.3). */
function secondsOf(retryAfter: string) {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

export const noAnswerOf = (error: unknown) =>
  error instanceof Error && error.cause instanceof NoAnswer ? error.cause : undefined;

type Url = Parameters<typeof fetch>[0];

/** Sends a request and reads the whole answer, so that a connection that breaks in the middle is an error here. */
export async function exchange(send: typeof fetch, url: Url, init: RequestInit, timeout: number) {
  const { ok, status, headers, text } = await within(timeout, (signal) => read(send, url, { ...init, signal }));
  const isRosters = text.includes('"error_code"');
  if (PASSING.includes(status) && !isRosters) throw new NoAnswer(`status ${status}`, headers.get("retry-after"));
  return { ok, json: async (): Promise<unknown> => JSON.parse(text) };
}

async function read(send: typeof fetch, url: Url, init: RequestInit) {
  const response = await send(url, init);
  const { ok, status, headers } = response;
  return { ok, status, headers, text: await response.text() };
}

/** A timer of our own, as Node 20 and 22 collect a signal of `AbortSignal.any` with a timeout before it fires. */
async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>) {
  const cut = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${milliseconds} ms`);
      cut.abort(error);
      reject(error); // also for a `fetch` that knows no signals
    }, milliseconds);
  });
  try {
    return await Promise.race([work(cut.signal), timedOut]);
  } catch (cause) {
    throw new NoAnswer(cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds to wait before the next try of a call; nothing when it is not retried. */
export function pauseAfter({ code, cause, retryAfter }: RosterError, tries: number): number | undefined {
  const mayPass = code === "unavailable" || code === "rate_limited" || noAnswerOf(cause) !== undefined;
  if (!mayPass || (retryAfter ?? 0) > LONGEST_WAIT) return undefined;
  const pause = retryAfter === undefined ? FIRST_PAUSE * 2 ** (tries - 1) : retryAfter * 1000;
  return pause + FIRST_PAUSE * jitter();
}

let last = { at: 0, jitter: 0 };

/** The same for calls that failed together, so that their retries share a batch. */
function jitter() {
  const now = performance.now();
  if (now - last.at > 5) last = { at: now, jitter: Math.random() };
  return last.jitter;
}
