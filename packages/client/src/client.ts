import type { ErrorData } from "@roster/contract/errors";
import type { Operation } from "@trpc/client";
import { httpBatchLink } from "@trpc/client/links/httpBatchLink";
import { httpLink } from "@trpc/client/links/httpLink";
import { splitLink } from "@trpc/client/links/splitLink";
import { observableToPromise } from "@trpc/server/observable";
import { createFunctions, type RosterClient, type Send } from "./create-functions.ts";
import { RosterError } from "./errors.ts";
import { exchange, noAnswerOf, pauseAfter } from "./retry.ts";

export interface ClientOptions {
  /** The server's URL, such as `http://127.0.0.1:4400`. */
  url: string;
  /** Public procedures need none. */
  apiKey?: string | undefined;
  /** Sends concurrent calls in one request, up to 10. Good for pages that make many calls; a lone call waits a moment. */
  batch?: boolean | undefined;
  /** Milliseconds after which a request is aborted, and its call no longer retried. Default 30,000. */
  timeout?: number | undefined;
  /**
   * Number of retries when the connection breaks, the server or a proxy is unavailable (502, 503, 504), or the server asks for a
   * wait of at most 5 seconds (429). Pauses double from 250 ms. A retry never makes a change twice, because every try of a call has
   * the same Idempotency-Key. Default 2; 0 for none.
   */
  retries?: number | undefined;
  /**
   * A fixed Idempotency-Key in place of a random one per change, for a client that makes one change: a job that restarts within
   * 24 hours gets the first answer again. One word without commas, at most 255 characters.
   */
  idempotencyKey?: string | undefined;
  /** Another `fetch`, for tests or special networks. */
  fetch?: typeof fetch | undefined;
}

const MAX_BATCH = 10;
/** Characters of a URL that every server and proxy takes. A longer query is sent by POST. */
const MAX_URL = 4000;
/** The longest delay of a timer, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The Users API over HTTP, in Node and in browsers. Throws a TypeError when the URL or a key is malformed. */
export function createClient(options: ClientOptions): RosterClient {
  const { idempotencyKey, timeout = 30_000, retries = 2 } = options;
  if (idempotencyKey !== undefined && !/^[\x21-\x2b\x2d-\x7e]{1,255}$/.test(idempotencyKey))
    throw new TypeError("idempotencyKey must be one word without commas, at most 255 characters");
  const server = serverAddress(options.url);
  const link = openLink(server, timeout, options);
  let calls = 0;
  const attempt = async (op: Operation) => {
    try {
      const { result } = await observableToPromise(link({ op, next: unlinked }));
      return { ok: true, data: "data" in result ? result.data : undefined } as const;
    } catch (error) {
      return { ok: false, error: toRosterError(error, server) } as const;
    }
  };
  const call: Send = async (procedure, type, input) => {
    const context = type === "mutation" ? { key: idempotencyKey ?? randomKey() } : {};
    const op = { id: ++calls, type, path: procedure, input, context, signal: null };
    const end = performance.now() + timeout;
    for (let tries = 1; ; tries++) {
      const result = await attempt(op);
      const pause = result.ok || tries > retries ? undefined : pauseAfter(result.error, tries);
      if (pause === undefined || performance.now() + pause > end) return result; // the timeout would be over
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  return createFunctions(call);
}

/** Sends one try over HTTP, alone or in a batch. */
function openLink(server: string, timeout: number, { apiKey, batch, fetch: send = fetch }: ClientOptions) {
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new TypeError("apiKey must be an API key: one word");
  const headers = (ops: readonly Operation[]) => {
    const keys = ops.flatMap(({ context }) => (typeof context.key === "string" ? [context.key] : []));
    return {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(keys.length > 0 && { "idempotency-key": keys.join(",") }), // the nth key belongs to the nth call of a batch
    };
  };
  const http = {
    url: `${server}/trpc`,
    fetch: (url: Parameters<typeof fetch>[0], init?: { signal?: AbortSignal | null }) =>
      exchange(send, url, { ...init, signal: within(timeout, init?.signal) }),
  };
  const single = { ...http, headers: ({ op }: { op: Operation }) => headers([op]) };
  const short = batch
    ? httpBatchLink({ ...http, headers: ({ opList }) => headers(opList), maxItems: MAX_BATCH, maxURLLength: MAX_URL })
    : httpLink(single);
  return splitLink({ condition: isLongQuery, true: httpLink({ ...single, methodOverride: "POST" }), false: short })({});
}

const isLongQuery = ({ type, input }: Operation) =>
  type === "query" && encodeURIComponent(JSON.stringify(input ?? "")).length > MAX_URL / 2;

/** 128 random bits. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const unlinked = () => {
  throw new Error("an HTTP link is the last of its chain");
};

function serverAddress(url: string) {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new TypeError(`url must be an http or https URL, not ${url}`);
  return url.replace(/\/+$/, "").replace(/\/trpc$/, "");
}

const within = (milliseconds: number, signal: AbortSignal | null | undefined) =>
  AbortSignal.any([AbortSignal.timeout(Math.min(milliseconds, MAX_TIMEOUT)), ...(signal ? [signal] : [])]);

function toRosterError(error: unknown, server: string) {
  const data = (error as { data?: Partial<ErrorData & { httpStatus: number }> | null }).data; // tRPC's links throw a TRPCClientError, which has it
  const message = error instanceof Error ? error.message : String(error);
  if (data?.error_code) {
    return new RosterError(message, { ...data, error_code: data.error_code, request_id: data.request_id ?? "" });
  }
  const cause = deepestCause(error);
  const retryAfter = noAnswerOf(error)?.retryAfter;
  const answer = { error_code: "unreachable", request_id: "", ...(retryAfter && { retry_after: retryAfter }) } as const;
  return new RosterError(`No answer from ${server} that is Roster's: ${cause}`, answer, { cause: error });
}

/** The network error, which `fetch` hides two causes deep. */
function deepestCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepestCause(error.cause) : error.message;
}
