import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { errorCatalogue, limits } from "@roster/contract";
import { authenticate } from "../../api-keys/authenticate.ts";
import type { Actor, Context } from "../../calls/call.ts";
import { Refusal } from "../../errors.ts";
import type { Services } from "../../roster.ts";
import type { Asked, Front, ServerState } from "../front.ts";
import { JSON_TYPE } from "../headers.ts";
import { headersOfAnswer, toRefusal } from "./errors.ts";
import { allowOrigin, bearerKey, screen } from "./requests.ts";
import { appRouter, current, shapeOf } from "./router.ts";
import { answerOf, readSingleCall, type SingleCall } from "./single-calls.ts";

/** The request that the adapter is answering. */
function asked(): Asked {
  const found = current.getStore();
  if (!found) throw new Error("the adapter was called outside a request");
  return found;
}

interface TrpcFront extends Front {
  /** Answers an unexpected error. */
  fail(request: IncomingMessage, response: ServerResponse, requestId: string): void;
}

/** The API under `/trpc`. It also refuses requests that no front matches. */
export function trpcFront(services: Services, server: ServerState): TrpcFront {
  const { settings, log } = services;

  /** The context of a request with this number of calls. */
  function contextOf({ request, requestId, address }: Asked, calls: number): Context {
    const key = bearerKey(request);
    const keys = request.headers["idempotency-key"];
    let actor: Promise<Actor | undefined> | undefined;
    return {
      services,
      logLevel: "info",
      requestId,
      address,
      // Node joins repeated headers by commas.
      idempotency:
        keys === undefined ? undefined : { keys: String(keys).split(/\s*,\s*/), calls, credential: key ?? "" },
      authenticate: () => (actor ??= key === undefined ? Promise.resolve(undefined) : authenticate(services, key)),
    };
  }

  /** tRPC's own adapter, for batches and every other request that is no single call. */
  async function loadAdapter() {
    const { createHTTPHandler } = await import("@trpc/server/adapters/standalone");
    return createHTTPHandler({
      router: appRouter,
      basePath: "/trpc/",
      maxBatchSize: limits.batchCalls,
      createContext: ({ info }) => contextOf(asked(), info.calls.length),
      // Otherwise the adapter would overwrite some of these headers.
      responseMeta: ({ errors }): { headers: Record<string, string> } => ({
        headers: headersOfAnswer(errors.map(toRefusal)),
      }),
      onError({ error, path: procedure }) {
        if (error.cause instanceof Refusal || toRefusal(error).errorCode !== "internal_error") return; // a refusal is logged elsewhere
        log.error({ err: error, request_id: asked().requestId, procedure }, "unexpected error");
      },
    });
  }
  let adapter: ReturnType<typeof loadAdapter> | undefined;

  async function answerSingleCall(call: SingleCall, response: ServerResponse, context: Context) {
    const { status, headers, body } = await answerOf(call, context);
    // The calls of one turn all run before the first answer is written: a write that wakes the reader takes as long as a query.
    if (server.connections > 1) await nextTurn();
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(body);
  }

  function refuse(request: IncomingMessage, response: ServerResponse, requestId: string, refusal: Refusal) {
    if (response.headersSent) return response.end();
    const { errorCode } = refusal;
    log.info({ request_id: requestId, method: request.method, outcome: errorCode }); // without the URL, which may hold a key
    // The rest of the body is not read, so the connection cannot serve another request.
    const headers = { "content-type": JSON_TYPE, connection: "close" };
    const allow = errorCode === "method_not_allowed" ? { allow: "GET, POST" } : {};
    response.writeHead(errorCatalogue[errorCode].status, { ...headers, ...allow });
    return response.end(JSON.stringify({ error: shapeOf(refusal, requestId) }));
  }

  return {
    matches: (path) => path.startsWith("/trpc/"),
    async answer(asking) {
      const { request, response, path, requestId } = asking;
      if (!path.startsWith("/trpc/")) return refuse(request, response, requestId, new Refusal("procedure_not_found"));
      if (allowOrigin(request, response, settings.corsOrigins) === "preflight") return response.writeHead(204).end();
      const refusal = await screen(request);
      if (refusal) return refuse(request, response, requestId, refusal);
      const call = readSingleCall(request);
      if (call) return answerSingleCall(call, response, contextOf(asking, 1));
      // Without these headers tRPC neither streams its answer nor builds a URL from the Host header, which may be malformed.
      for (const name of ["trpc-accept", "accept", "host"]) delete request.headers[name];
      const answer = await (adapter ??= loadAdapter());
      return current.run(asking, () => answer(request, response));
    },
    fail: (request, response, requestId) => void refuse(request, response, requestId, new Refusal("internal_error")),
  };
}
