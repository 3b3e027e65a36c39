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
    this.retryAfter = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  }
}

export const noAnswerOf = (error: unknown) =>
  error instanceof Error && error.cause instanceof NoAnswer ? error.cause : undefined;

/** Sends a request and reads the whole answer, so that a connection that breaks in the middle is an error here. */
export async function exchange(send: typeof fetch, url: Parameters<typeof fetch>[0], init: RequestInit) {
  const { ok, status, headers, text } = await read(send, url, init);
  const isRosters = text.includes('"error_code"');
  if (PASSING.includes(status) && !isRosters) throw new NoAnswer(`status ${status}`, headers.get("retry-after"));
  return { ok, json: async (): Promise<unknown> => JSON.parse(text) };
}

async function read(send: typeof fetch, url: Parameters<typeof fetch>[0], init: RequestInit) {
  try {
    const response = await send(url, init);
    const { ok, status, headers } = response;
    return { ok, status, headers, text: await response.text() };
  } catch (cause) {
    throw new NoAnswer(cause);
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
