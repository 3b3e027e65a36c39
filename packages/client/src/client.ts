import type { ErrorData } from "@roster/contract/errors";
import type { Operation } from "@trpc/client";
import { httpBatchLink } from "@trpc/client/links/httpBatchLink";
import { httpLink } from "@trpc/client/links/httpLink";
import { observableToPromise } from "@trpc/server/observable";
import { createFunctions, type RosterClient, type Send } from "./create-functions.ts";
import { RosterError } from "./errors.ts";
import { exchange, noAnswerOf, pauseAfter } from "./retry.ts";

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:4400`. */
  url: string;
  /** Leave it out to call only what is public. */
  apiKey?: string | undefined;
  /** Sends calls that are made at the same time in one request, up to 10. Good for pages; a lone call waits a moment. */
  batch?: boolean | undefined;
  /** Milliseconds after which a request is given up, and a call not tried again. Default 30,000. */
  timeout?: number | undefined;
  /**
   * How often a call is tried again when the connection breaks, the server or a proxy is unavailable (502, 503, 504) or it
   * asks to wait for at most 5 seconds (429). Pauses double from 250 ms. Nothing is done twice: every try of a call carries
   * the same Idempotency-Key. Default 2; 0 for never.
   */
  retries?: number | undefined;
  /**
   * The Idempotency-Key of the one change that this client is made for, in place of a random one for each: a job that is
   * started again within 24 hours gets the first answer again. One word without commas, at most 255 characters.
   */
  idempotencyKey?: string | undefined;
  /** Another `fetch`, for tests or special networks. */
  fetch?: typeof fetch | undefined;
}

const MAX_BATCH = 10;
/** Characters; Node takes no request whose head is longer than 16 KiB. */
const MAX_URL = 8000;
/** The longest that a timer can run. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The Users API over HTTP, in Node and in browsers. Throws a TypeError when the URL or a key can be none. */
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
      if (pause === undefined || performance.now() + pause > end) return result; // as after a request that took too long
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  return createFunctions(call);
}

/** The way of one try: over HTTP, alone or in a batch. */
function openLink(server: string, timeout: number, { apiKey, batch, fetch: send = fetch }: ClientOptions) {
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new TypeError("apiKey must be an API key: one word");
  const headers = (ops: readonly Operation[]) => {
    const keys = ops.flatMap(({ context }) => (typeof context.key === "string" ? [context.key] : []));
    return {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(keys.length > 0 && { "idempotency-key": keys.join(",") }), // the nth is for the nth call of a batch
    };
  };
  const http = {
    url: `${server}/trpc`,
    fetch: (url: Parameters<typeof fetch>[0], init?: { signal?: AbortSignal | null }) =>
      exchange(send, url, { ...init, signal: within(timeout, init?.signal) }),
  };
  const link = batch
    ? httpBatchLink({ ...http, headers: ({ opList }) => headers(opList), maxItems: MAX_BATCH, maxURLLength: MAX_URL })
    : httpLink({ ...http, headers: ({ op }) => headers([op]) });
  return link({});
}

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
  const data = (error as { data?: Partial<ErrorData> | null }).data; // a TRPCClientError has what the server answered
  const message = error instanceof Error ? error.message : String(error);
  if (data?.error_code) {
    return new RosterError(message, { ...data, error_code: data.error_code, request_id: data.request_id ?? "" });
  }
  const cause = deepestCause(error);
  const retryAfter = noAnswerOf(error)?.retryAfter;
  const answer = { error_code: "unreachable", request_id: "", ...(retryAfter && { retry_after: retryAfter }) } as const;
  return new RosterError(`No answer from ${server} that is Roster's: ${cause}`, answer, { cause: error });
}

/** What went wrong in the network, which `fetch` hides two causes deep. */
function deepestCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepestCause(error.cause) : error.message;
}
