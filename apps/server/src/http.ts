import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type ErrorCode, errorCatalogue, limits } from "@roster/contract";
import { getTRPCErrorShape } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { authenticate } from "./api-keys/api-key.service.ts";
import { type Actor, type Context, currentRequestId } from "./context.ts";
import { Refusal } from "./errors.ts";
import { logUnexpected, type Roster } from "./roster.ts";
import { appRouter } from "./router.ts";

const DRAIN_MILLISECONDS = 10_000;
/** Its first byte in UTF-8. No JSON text begins with it. */
const BYTE_ORDER_MARK = 0xef;
const JSON_TYPE = "application/json; charset=utf-8";

export interface HttpServer {
  server: Server;
  /** Stops taking requests, lets those under way finish within 10 s, then cuts what is left. */
  drain(): Promise<void>;
}

/** The API under `/trpc`, and the two health checks. */
export function createHttpServer({ services }: Roster): HttpServer {
  const { settings } = services;
  let draining = false;

  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: "/trpc/",
    maxBatchSize: limits.batchCalls,
    createContext: ({ req }): Context => {
      let actor: Promise<Actor | undefined> | undefined;
      const key = bearerKey(req);
      return {
        services,
        logLevel: "info",
        requestId: currentRequestId.getStore() ?? "",
        authenticate: () => (actor ??= key === undefined ? Promise.resolve(undefined) : authenticate(services, key)),
      };
    },
    // The adapter would set these two otherwise, over what was set before.
    responseMeta: ({ errors }): { headers: Record<string, string> } => ({
      headers: {
        "content-type": JSON_TYPE,
        vary: "origin",
        ...(errors.some((error) => error.code === "UNAUTHORIZED") && { "www-authenticate": "Bearer" }),
        ...(errors.some((error) => error.code === "TOO_MANY_REQUESTS") && { "retry-after": "1" }),
      },
    }),
    onError: ({ error, path }) => logUnexpected(services, error, currentRequestId.getStore() ?? "", path),
  });

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const path = request.url?.split("?", 1)[0] ?? "";
    if (path === "/healthz") return health(request, response, true);
    if (path === "/readyz") return health(request, response, !draining && (await databaseAnswers()));
    if (!path.startsWith("/trpc/")) return refuse(response, "procedure_not_found");
    if (allowOrigin(request, response, settings.corsOrigins) === "preflight") return response.writeHead(204).end();
    if (request.method !== "GET" && request.method !== "POST") return refuse(response, "method_not_allowed");
    if (request.method === "POST") {
      if (!isPlainJson(request)) return refuse(response, "unsupported_media_type");
      const body = await readBody(request, limits.bodyBytes);
      if (body === "too large") return refuse(response, "payload_too_large");
      if (!isUtf8(body) || body[0] === BYTE_ORDER_MARK) {
        const fieldErrors = [{ path: "", message: "must be JSON in UTF-8, without a byte order mark" }];
        return refuse(response, "invalid_input", { fieldErrors });
      }
      Object.assign(request, { body: body.toString() }); // where the adapter looks for a body that was read
    }
    const stray = strayParameter(request.url ?? "");
    if (stray !== undefined) {
      const fieldErrors = [{ path: stray, message: "is no parameter: give the input as JSON in ?input=" }];
      return refuse(response, "invalid_input", { fieldErrors });
    }
    // One answer per request, no streams; and an address made of the Host header, which may be anything, is of no use.
    for (const name of ["trpc-accept", "accept", "host"]) delete request.headers[name];
    trpc(request, response);
  }

  async function databaseAnswers() {
    try {
      await services.database.read.selectFrom("users").select("id").limit(1).execute(); // so that the file is read
      return true;
    } catch {
      return false;
    }
  }

  const server = createServer(
    { requestTimeout: limits.requestMilliseconds, headersTimeout: 10_000 },
    (request, response) => {
      const requestId = randomUUID();
      response.setHeader("x-request-id", requestId);
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
      if (settings.publicUrl.startsWith("https:")) {
        response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
      }
      if (draining) response.setHeader("connection", "close");
      response.once("close", () => {
        if (draining) server.closeIdleConnections(); // the one that this answer kept open
      });
      void currentRequestId.run(requestId, () =>
        handle(request, response).catch((error) => {
          if (request.destroyed) return; // the caller has gone
          services.log.error({ err: error, request_id: requestId }, "unexpected error");
          refuse(response, "internal_error");
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

/** Refuses a request that does not reach tRPC, in the shape of tRPC's own errors. */
function refuse(response: ServerResponse, code: ErrorCode, detail?: Refusal["detail"]) {
  if (response.headersSent) return response.end();
  const error = new Refusal(code, detail);
  const config = appRouter._def._config;
  const shape = getTRPCErrorShape({
    config,
    error,
    type: "unknown",
    path: undefined,
    input: undefined,
    ctx: undefined,
  });
  // What the request still holds is not read, so the connection cannot serve another.
  response.writeHead(errorCatalogue[code].status, {
    "content-type": JSON_TYPE,
    connection: "close",
  });
  response.end(JSON.stringify({ error: shape }));
}

/** A parameter that tRPC would pass over, such as a field of the input on its own. */
const strayParameter = (url: string) =>
  [...new URLSearchParams(url.split("?", 2)[1]).keys()].find((name) => name !== "input" && name !== "batch");

/** The key that a request carries: only in its Authorization header. */
const bearerKey = (request: IncomingMessage) =>
  /^Bearer ([\x21-\x7e]{1,200})$/.exec(request.headers.authorization ?? "")?.[1];

function isPlainJson({ headers }: IncomingMessage) {
  const type = /^application\/json(?:\s*;\s*charset=(.+))?$/i.exec(headers["content-type"] ?? "");
  const charset = type?.[1]?.toLowerCase().replaceAll('"', "");
  return type !== null && (charset === undefined || charset === "utf-8") && headers["content-encoding"] === undefined;
}

async function readBody(request: IncomingMessage, most: number): Promise<Buffer | "too large"> {
  if (Number(request.headers["content-length"] ?? 0) > most) return "too large";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Tells browsers which other pages may call: those of the listed origins, and no others. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: string[]) {
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return "as usual";
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "x-request-id, retry-after");
  if (request.method !== "OPTIONS") return "as usual";
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("access-control-allow-headers", "authorization, content-type, idempotency-key");
  response.setHeader("access-control-max-age", "600");
  return "preflight";
}
