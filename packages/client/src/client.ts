import type { ErrorData, RosterRouter } from "@roster/contract";
import { createTRPCUntypedClient, httpBatchLink, httpLink, TRPCClientError } from "@trpc/client";
import { RosterError } from "./errors.ts";
import { createFunctions, type RosterClient, type Send } from "./functions.ts";

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:4400`. */
  url: string;
  /** Leave it out to call only what is public. */
  apiKey?: string;
  /** Sends calls that are made at the same time in one request, up to 10. Good for pages; a lone call waits a moment. */
  batch?: boolean;
  /** Milliseconds after which a request is given up. Default 30,000. */
  timeout?: number;
  /** Another `fetch`, for tests or special networks. */
  fetch?: typeof fetch;
}

const MAX_BATCH = 10;

/** The Users API over HTTP, in Node and in browsers. */
export function createClient(options: ClientOptions): RosterClient {
  const { apiKey, timeout = 30_000, fetch: send = fetch } = options;
  const link = {
    url: `${options.url.replace(/\/+$/, "")}/trpc`,
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
    fetch: ((url, init) => send(url, { ...init, signal: within(timeout, init?.signal) })) as typeof fetch,
  };
  const trpc = createTRPCUntypedClient<RosterRouter>({
    links: [options.batch ? httpBatchLink({ ...link, maxItems: MAX_BATCH }) : httpLink(link)],
  });
  const call = async (procedure: string, kind: "query" | "mutation", input: unknown) => {
    try {
      return { ok: true, data: await trpc[kind](procedure, input) };
    } catch (error) {
      return { ok: false, error: toRosterError(error) };
    }
  };
  return createFunctions(call as Send); // the server answers what the contract says
}

const within = (milliseconds: number, signal: AbortSignal | null | undefined) =>
  AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal ? [signal] : [])]);

function toRosterError(error: unknown) {
  const data = error instanceof TRPCClientError ? (error.data as Partial<ErrorData> | null | undefined) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (data?.error_code) {
    return new RosterError(message, { ...data, error_code: data.error_code, request_id: data.request_id ?? "" });
  }
  return new RosterError(message, { error_code: "unreachable", request_id: "" }, { cause: error });
}
