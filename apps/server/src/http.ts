import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { errorCatalogue, limits } from "@roster/contract";
import { getTRPCErrorShape, type TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { authenticate } from "./api-keys/authenticate.ts";
import { type Actor, type Context, currentRequestId } from "./context.ts";
import { Refusal } from "./errors.ts";
import { addressReader } from "./http/address.ts";
import { allowOrigin, bearerKey, screen } from "./http/requests.ts";
import { answerPage, isPage } from "./pages/pages.ts";
import { logUnexpected, type Roster } from "./roster.ts";
import { appRouter } from "./router.ts";

const DRAIN_MILLISECONDS = 10_000;
const JSON_TYPE = "application/json; charset=utf-8";

export interface HttpServer {
  server: Server;
  /** Stops taking requests, lets those under way finish within 10 s, then cuts what is left. */
  drain(): Promise<void>;
}

/** The API under `/trpc`, and the two health checks. */
export function createHttpServer({ services }: Roster): HttpServer {
  const { settings } = services;
  const addressOf = addressReader(settings.trustedProxies);
  let draining = false;

  /** What is known of whoever sends a request without a key. */
  const anybody = (request: IncomingMessage): Context => ({
    services,
    authenticate: async () => undefined,
    logLevel: "info",
    requestId: currentRequestId.getStore() ?? "",
    address: addressOf(request),
  });

  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: "/trpc/",
    maxBatchSize: limits.batchCalls,
    createContext: ({ req, info }): Context => {
      let actor: Promise<Actor | undefined> | undefined;
      const key = bearerKey(req);
      const keys = req.headers["idempotency-key"];
      return {
        ...anybody(req),
        // Node joins several headers of this name by commas.
        idempotency:
          keys === undefined
            ? undefined
            : { keys: String(keys).split(/\s*,\s*/), calls: info.calls.length, credential: key ?? "" },
        authenticate: () => (actor ??= key === undefined ? Promise.resolve(undefined) : authenticate(services, key)),
      };
    },
    // The adapter would set these two otherwise, over what was set before.
    responseMeta: ({ errors }): { headers: Record<string, string> } => ({
      headers: {
        "content-type": JSON_TYPE,
        vary: "origin",
        ...(errors.some((error) => error.code === "UNAUTHORIZED") && { "www-authenticate": "Bearer" }),
        ...retryAfter(errors),
      },
    }),
    onError: ({ error, path }) => logUnexpected(services, error, currentRequestId.getStore() ?? "", path),
  });

  function refuse(request: IncomingMessage, response: ServerResponse, error: Refusal) {
    if (response.headersSent) return response.end();
    // Not its address: people put keys there.
    services.log.info({ request_id: currentRequestId.getStore(), method: request.method, outcome: error.errorCode });
    return answerRefusal(response, error);
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const path = request.url?.split("?", 1)[0] ?? "";
    if (path === "/healthz") return health(request, response, true);
    if (path === "/readyz") return health(request, response, !draining && (await databaseAnswers()));
    if (isPage(path)) return answerPage(request, response, path, anybody(request));
    if (!path.startsWith("/trpc/")) return refuse(request, response, new Refusal("procedure_not_found"));
    if (allowOrigin(request, response, settings.corsOrigins) === "preflight") return response.writeHead(204).end();
    const refusal = await screen(request);
    if (refusal) return refuse(request, response, refusal);
    // One answer per request, no streams; and an address made of the Host header, which may be anything, is of no use.
    for (const name of ["trpc-accept", "accept", "host"]) delete request.headers[name];
    trpc(request, response);
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
    { requestTimeout: limits.requestMilliseconds, headersTimeout: 10_000, connectionsCheckingInterval: 1000 },
    (request, response) => {
      const requestId = randomUUID();
      response.setHeader("x-request-id", requestId);
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
      if (settings.publicUrl.startsWith("https:")) {
        response.setHeader("strict-transport-security", "max-age=31536000");
      }
      if (draining) response.setHeader("connection", "close");
      response.once("close", () => {
        if (draining) server.closeIdleConnections(); // the one that this answer kept open
      });
      void currentRequestId.run(requestId, () =>
        handle(request, response).catch((error) => {
          if (request.destroyed) return; // the caller has gone
          services.log.error({ err: error, request_id: requestId }, "unexpected error");
          refuse(request, response, new Refusal("internal_error"));
        }),
      );
    },
  );

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

/** The longest wait among the refusals of a response. */
function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = errors.map((error) => (error instanceof Refusal ? (error.detail.retryAfter ?? 0) : 0));
  const longest = Math.max(0, ...seconds);
  return longest > 0 ? { "retry-after": String(longest) } : {};
}

const securityHeaders = {
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  vary: "origin",
};

function health(request: IncomingMessage, response: ServerResponse, isWell: boolean) {
  response.writeHead(isWell ? 200 : 503, { "content-type": JSON_TYPE });
  response.end(request.method === "HEAD" ? undefined : JSON.stringify({ status: isWell ? "ok" : "unavailable" }));
}

/** A refusal of a request that does not reach tRPC, in the shape of tRPC's own errors. */
function answerRefusal(response: ServerResponse, error: Refusal) {
  const config = appRouter._def._config;
  const nowhere = { type: "unknown", path: undefined, input: undefined, ctx: undefined } as const;
  const shape = getTRPCErrorShape({ config, error, ...nowhere });
  // What the request still holds is not read, so the connection cannot serve another.
  const headers = { "content-type": JSON_TYPE, connection: "close" };
  const allow = error.errorCode === "method_not_allowed" ? { allow: "GET, POST" } : {};
  response.writeHead(errorCatalogue[error.errorCode].status, { ...headers, ...allow });
  response.end(JSON.stringify({ error: shape }));
}
