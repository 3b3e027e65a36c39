import type { ErrorData } from "@roster/contract";
import { httpBatchLink } from "@trpc/client/links/httpBatchLink";
import { httpLink } from "@trpc/client/links/httpLink";
import { observableToPromise } from "@trpc/server/observable";
import { RosterError } from "./errors.ts";
import { createFunctions, type RosterClient, type Send } from "./functions.ts";

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:4400`. */
  url: string;
  /** Leave it out to call only what is public. */
  apiKey?: string | undefined;
  /** Sends calls that are made at the same time in one request, up to 10. Good for pages; a lone call waits a moment. */
  batch?: boolean | undefined;
  /** Milliseconds after which a request is given up. Default 30,000. */
  timeout?: number | undefined;
  /** Another `fetch`, for tests or special networks. */
  fetch?: typeof fetch | undefined;
}

const MAX_BATCH = 10;
/** Characters; Node takes no request whose head is longer than 16 KiB. */
const MAX_URL = 8000;
/** The longest that a timer can run. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The Users API over HTTP, in Node and in browsers. Throws a TypeError when the URL or the key can be none. */
export function createClient(options: ClientOptions): RosterClient {
  const { apiKey, timeout = 30_000, fetch: send = fetch } = options;
  const server = serverAddress(options.url);
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new TypeError("apiKey must be an API key: one word");
  const http = {
    url: `${server}/trpc`,
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
    fetch: ((url, init) => send(url, { ...init, signal: within(timeout, init?.signal) })) as typeof fetch,
  };
  const link = (
    options.batch ? httpBatchLink({ ...http, maxItems: MAX_BATCH, maxURLLength: MAX_URL }) : httpLink(http)
  )({});
  let calls = 0;
  const call: Send = async (procedure, type, input) => {
    const op = { id: ++calls, type, path: procedure, input, context: {}, signal: null };
    try {
      const { result } = await observableToPromise(link({ op, next: unlinked }));
      return { ok: true, data: "data" in result ? result.data : undefined };
    } catch (error) {
      return { ok: false, error: toRosterError(error, server) };
    }
  };
  return createFunctions(call);
}

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
  const answer = { error_code: "unreachable", request_id: "" } as const;
  return new RosterError(`No answer from ${server} that is Roster's: ${cause}`, answer, { cause: error });
}

/** What went wrong in the network, which `fetch` hides two causes deep. */
function deepestCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepestCause(error.cause) : error.message;
}
