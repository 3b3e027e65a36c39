import type { ErrorData, FieldError } from "@roster/contract/errors";
import type { Operation } from "@trpc/client";
import { httpBatchLink } from "@trpc/client/links/httpBatchLink";
import { httpLink } from "@trpc/client/links/httpLink";
import { observableToPromise } from "@trpc/server/observable";
import { type ClientOptions, checked } from "./client-options.ts";
import { createFunctions, type RosterClient, type Send } from "./create-functions.ts";
import { RosterError } from "./errors.ts";
import { jsonFault } from "./json.ts";
import { exchange, noAnswerOf, pauseAfter } from "./retry.ts";

const MAX_BATCH = 10;
/** Characters of a URL that every server and proxy takes. A longer query is sent by POST. */
const MAX_URL = 4000;

/** The Users API over HTTP, in Node and in browsers. Throws a TypeError that names an option which is not valid. */
export function createClient(options: ClientOptions): RosterClient {
  const { idempotencyKey, timeout, retries, server, ...how } = checked(options);
  const link = openLink(server, timeout, how);
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
    const fault = jsonFault(input);
    if (fault) return { ok: false, error: invalidInput(fault) };
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
function openLink(server: string, timeout: number, { apiKey, batch, fetch: send = fetch }: Omit<ClientOptions, "url">) {
  const headers = (ops: readonly Operation[]) => {
    const keys = ops.flatMap(({ context }) => (typeof context.key === "string" ? [context.key] : []));
    return {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(keys.length > 0 && { "idempotency-key": keys.join(",") }), // the nth key belongs to the nth call of a batch
    };
  };
  const http = {
    url: `${server}/trpc`,
    fetch: (url: Parameters<typeof fetch>[0], init: RequestInit = {}) => exchange(send, url, init, timeout),
  };
  const single = { ...http, headers: ({ op }: { op: Operation }) => headers([op]) };
  const short = batch
    ? httpBatchLink({ ...http, headers: ({ opList }) => headers(opList), maxItems: MAX_BATCH, maxURLLength: MAX_URL })
    : httpLink(single);
  const [byUrl, byPost] = [short({}), httpLink({ ...single, methodOverride: "POST" })({})];
  return (given: Parameters<typeof byUrl>[0]) => (isLongQuery(given.op) ? byPost : byUrl)(given);
}

const isLongQuery = ({ type, input }: Operation) =>
  type === "query" && encodeURIComponent(JSON.stringify(input ?? "")).length > MAX_URL / 2;

/** 128 random bits. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const unlinked = () => {
  throw new Error("an HTTP link is the last of its chain");
};

const invalidInput = ({ path, message }: FieldError) =>
  new RosterError(`${path || "the input"} ${message}`, {
    error_code: "invalid_input",
    httpStatus: 400,
    request_id: "",
    field_errors: [{ path, message }],
  });

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
