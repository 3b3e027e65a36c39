import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { errorCatalogue, limits } from "@roster/contract";
import type { Actor, Context, NoCaller, Services } from "../../calls/call.ts";
import type { Sessions } from "../../console/session.service.ts";
import { Refusal } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { sessionToken } from "../console/requests.ts";
import type { Asked, Front } from "../front.ts";
import { headersOfAnswer, shapeOf, toRefusal } from "./errors.ts";
import { allowOrigin, bearerKey, screen } from "./requests.ts";
import { appRouter, currentRequestId } from "./router.ts";
import { answerOf, readSingleCall, type SingleCall } from "./single-calls.ts";

/** The API under `/trpc`. `isBusy` tells whether other connections are open. Without `sessions` only keys count. */
export function trpcFront(services: Services, sessions: Sessions | undefined, isBusy: () => boolean): Front {
  const { settings, log } = services;

  async function callerOf({ request, address }: Asked, session: string | undefined): Promise<Actor | NoCaller> {
    if (session !== undefined) return (await sessions?.find(session))?.actor ?? "no session";
    if (!request.headers.authorization) return "no key";
    return (await services.keys.authenticate(bearerKey(request) ?? "", address)) ?? "invalid key"; // no key is empty
  }

  function contextOf(asked: Asked, calls: number): Context {
    const { request, requestId, address } = asked;
    // An API key goes before the console's session.
    const session = sessions && !request.headers.authorization ? sessionToken(request, settings) : undefined;
    const credential = bearerKey(request) ?? session ?? "";
    const keys = request.headers["idempotency-key"];
    let caller: Promise<Actor | NoCaller> | undefined;
    return {
      services,
      logLevel: "info",
      requestId,
      address,
      // Node joins repeated headers by commas.
      idempotency: keys === undefined ? undefined : { keys: String(keys).split(/\s*,\s*/), calls, credential },
      authenticate: () => (caller ??= callerOf(asked, session)),
    };
  }

  async function answerSingleCall(call: SingleCall, response: ServerResponse, context: Context) {
    const { status, headers, body } = await answerOf(call, context);
    // The calls of one turn all run before the first answer is written: a write that wakes the reader takes as long as a query.
    if (isBusy()) await nextTurn();
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(body);
  }

  /** Answers batches, and every other request that is no single call, by tRPC's own adapter. */
  async function answerByAdapter(asked: Asked) {
    const { request, response, requestId } = asked;
    // Without these headers tRPC neither streams its answer nor builds a URL from the Host header, which may be malformed.
    for (const name of ["trpc-accept", "accept", "host"]) delete request.headers[name];
    const { createHTTPHandler } = await import("@trpc/server/adapters/standalone"); // most servers never need it
    const answer = createHTTPHandler({
      router: appRouter,
      basePath: "/trpc/",
      maxBatchSize: limits.batchCalls,
      allowMethodOverride: true,
      createContext: ({ info }) => contextOf(asked, info.calls.length),
      // Otherwise the adapter would overwrite some of these headers.
      responseMeta: ({ errors }): { headers: Record<string, string> } => ({
        headers: headersOfAnswer(errors.map(toRefusal)),
      }),
      onError({ error, path: procedure }) {
        if (error.cause instanceof Refusal || toRefusal(error).errorCode !== "internal_error") return; // a refusal is logged elsewhere
        log.error({ err: error, request_id: requestId, procedure }, "unexpected error");
      },
    });
    currentRequestId.run(requestId, () => answer(request, response));
  }

  return {
    matches: (path) => path.startsWith("/trpc/"),
    async answer(asked) {
      const { request, response } = asked;
      if (allowOrigin(request, response, settings.corsOrigins) === "preflight") return response.writeHead(204).end();
      const refusal = await screen(request);
      if (refusal) return refuse(asked, refusal, log);
      const call = readSingleCall(request);
      return call ? answerSingleCall(call, response, contextOf(asked, 1)) : answerByAdapter(asked);
    },
  };
}

/** Refuses a request that is no call, in the shape of tRPC's errors. */
export function refuse(asked: Asked, refusal: Refusal, log: Log, methods = "GET, POST") {
  const { request, response, requestId, address } = asked;
  if (response.headersSent) return void response.end();
  const { errorCode } = refusal;
  log.info({ request_id: requestId, method: request.method, address, outcome: errorCode }); // without the URL, which may hold a key
  response.writeHead(errorCatalogue[errorCode].status, {
    ...headersOfAnswer([refusal]),
    ...(errorCode === "method_not_allowed" && { allow: methods }),
    ...(!request.readableEnded && { connection: "close" }), // the rest of the body is not read
  });
  response.end(JSON.stringify({ error: shapeOf(refusal, requestId) }));
}
