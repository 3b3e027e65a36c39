import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { limits } from "@roster/contract";
import { authenticate } from "./api-keys/authenticate.ts";
import { type Actor, type Context, currentRequestId } from "./context.ts";
import { Refusal } from "./errors.ts";
import { addressReader } from "./http/address.ts";
import { allowOrigin, bearerKey, screen } from "./http/requests.ts";
import { answerHealth, answerRefusal, headersOf, headersOfAnswer } from "./http/responses.ts";
import { answerSingleCall, readSingleCall } from "./http/single-calls.ts";
import { answerPage, isPage } from "./pages/pages.ts";
import { logUnexpected, type Roster } from "./roster.ts";
import { appRouter } from "./router.ts";

const DRAIN_MILLISECONDS = 10_000;

export interface HttpServer {
  server: Server;
  /** Stops taking requests, lets those under way finish within 10 s, then cuts what is left. */
  drain(): Promise<void>;
}

/** The API under `/trpc`, the pages behind mailed links, and the two health checks. */
export function createHttpServer({ services }: Roster): HttpServer {
  const { settings } = services;
  const addressOf = addressReader(settings.trustedProxies);
  const takesSingleCalls = !settings.shortcutsOff.includes("single-calls");
  const joinsAnswers = !settings.shortcutsOff.includes("joint-answers");
  let connections = 0;
  let draining = false;

  /** Whether another call may have come in at the same time. */
  const hasCompany = () => joinsAnswers && connections > 1;

  /** What is known of whoever sends a request without a key. */
  const anybody = (request: IncomingMessage, requestId: string): Context => ({
    services,
    authenticate: async () => undefined,
    logLevel: "info",
    requestId,
    address: addressOf(request),
  });

  /** What is known of a request of so many calls. */
  function contextOf(request: IncomingMessage, requestId: string, calls: number): Context {
    const key = bearerKey(request);
    const keys = request.headers["idempotency-key"];
    let actor: Promise<Actor | undefined> | undefined;
    return {
      ...anybody(request, requestId),
      // Node joins several headers of this name by commas.
      idempotency:
        keys === undefined ? undefined : { keys: String(keys).split(/\s*,\s*/), calls, credential: key ?? "" },
      authenticate: () => (actor ??= key === undefined ? Promise.resolve(undefined) : authenticate(services, key)),
    };
  }

  /** tRPC's own adapter: for batches, and whatever else is no single call. */
  async function loadAdapter() {
    const { createHTTPHandler } = await import("@trpc/server/adapters/standalone");
    return createHTTPHandler({
      router: appRouter,
      basePath: "/trpc/",
      maxBatchSize: limits.batchCalls,
      createContext: ({ req, info }) => contextOf(req, currentRequestId.getStore() ?? "", info.calls.length),
      // The adapter would set some of these otherwise, over what was set before.
      responseMeta: ({ errors }): { headers: Record<string, string> } => ({ headers: headersOfAnswer(errors) }),
      onError: ({ error, path }) => logUnexpected(services, error, currentRequestId.getStore() ?? "", path),
    });
  }
  let adapter: ReturnType<typeof loadAdapter> | undefined;

  function refuse(request: IncomingMessage, response: ServerResponse, error: Refusal) {
    if (response.headersSent) return response.end();
    // Not its address: people put keys there.
    services.log.info({ request_id: currentRequestId.getStore(), method: request.method, outcome: error.errorCode });
    return answerRefusal(response, error);
  }

  async function handle(request: IncomingMessage, response: ServerResponse, requestId: string) {
    const path = request.url?.split("?", 1)[0] ?? "";
    if (path === "/healthz") return answerHealth(request, response, true);
    if (path === "/readyz") return answerHealth(request, response, !draining && (await databaseAnswers()));
    if (isPage(path)) return answerPage(request, response, path, anybody(request, requestId));
    if (!path.startsWith("/trpc/")) return refuse(request, response, new Refusal("procedure_not_found"));
    if (allowOrigin(request, response, settings.corsOrigins) === "preflight") return response.writeHead(204).end();
    const refusal = await screen(request);
    if (refusal) return refuse(request, response, refusal);
    const call = takesSingleCalls ? readSingleCall(request) : undefined;
    if (call) return answerSingleCall(call, response, contextOf(request, requestId, 1), hasCompany);
    // One answer per request, no streams; and an address made of the Host header, which may be anything, is of no use.
    for (const name of ["trpc-accept", "accept", "host"]) delete request.headers[name];
    const answer = await (adapter ??= loadAdapter());
    answer(request, response);
  }

  async function databaseAnswers() {
    try {
      await services.database.read.selectFrom("users").select("id").limit(1).execute(); // so that the file is read
      return true;
    } catch (error) {
      services.log.error({ err: error }, "the database cannot answer");
      return false;
    }
  }

  const server = createServer(
    {
      requestTimeout: limits.requestMilliseconds,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      optimizeEmptyRequests: true, // no stream is made ready, ended and drained for a body that is not there
    },
    (request, response) => {
      const requestId = randomUUID();
      for (const [name, value] of headersOf(requestId, settings.publicUrl)) response.setHeader(name, value);
      if (draining) response.setHeader("connection", "close");
      response.once("close", () => {
        if (draining) server.closeIdleConnections(); // the one that this answer kept open
      });
      void currentRequestId.run(requestId, () =>
        handle(request, response, requestId).catch((error) => {
          if (request.destroyed) return; // the caller has gone
          services.log.error({ err: error, request_id: requestId }, "unexpected error");
          refuse(request, response, new Refusal("internal_error"));
        }),
      );
    },
  );

  server.on("connection", (socket) => {
    connections += 1;
    socket.once("close", () => {
      connections -= 1;
    });
  });

  return {
    server,
    async drain() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
      await closed;
      clearTimeout(timer);
    },
  };
}
