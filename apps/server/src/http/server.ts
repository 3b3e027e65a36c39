import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Server as TcpServer } from "node:net";
import { limits } from "@roster/contract";
import type { Services } from "../calls/call.ts";
import { consoleFolder } from "../console/built.ts";
import { createSessions } from "../console/session.service.ts";
import { Refusal } from "../errors.ts";
import { newRequestId } from "../ids.ts";
import { addressReader } from "./address.ts";
import { pageFront } from "./console/page.front.ts";
import { sessionFront } from "./console/session.front.ts";
import { type Front, readBody } from "./front.ts";
import { healthFront } from "./health.ts";
import { homeFront } from "./home.ts";
import { pageFronts } from "./pages/pages.ts";
import { refuse, trpcFront } from "./trpc/front.ts";

const DRAIN_MILLISECONDS = 10_000;
/** How long a kept connection stays open for the request that its caller may be sending. */
const LINGER_MILLISECONDS = 1000;

/** Headers of every response, beside the id of its request. */
const headersOf = (publicUrl: string): Map<string, string> =>
  new Map([
    ["x-content-type-options", "nosniff"],
    ["cache-control", "no-store"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
    ["cross-origin-opener-policy", "same-origin"],
    ["referrer-policy", "no-referrer"],
    ["vary", "origin"],
    ...(publicUrl.startsWith("https:") ? ([["strict-transport-security", "max-age=31536000"]] as const) : []),
  ]);

/** Passes each request to the front that matches it: API, health checks, pages behind mailed links, the console. */
export function createHttpServer(services: Services, builtConsole: string = consoleFolder) {
  const { settings, log } = services;
  const addressOf = addressReader(settings.trustedProxies);
  const headers = headersOf(settings.publicUrl);
  let connections = 0;
  let underWay = 0;
  let lingers = false;

  const server = createServer({
    keepAliveTimeout: settings.keepAliveSeconds * 1000,
    requestTimeout: limits.requestMilliseconds,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 1000,
    optimizeEmptyRequests: true, // saves the stream of a body that is not there
  });
  const health = healthFront(services, server);
  const sessions = settings.hasConsole ? createSessions(services) : undefined;
  const fronts: Front[] = [
    trpcFront(services, sessions, () => connections > 1),
    health,
    ...pageFronts(services),
    ...(sessions ? [sessionFront(services, sessions), pageFront(builtConsole)] : [homeFront]),
  ];

  async function handle(request: IncomingMessage, response: ServerResponse, requestId: string) {
    const path = request.url?.split("?", 1)[0] ?? "";
    const asked = { request, response, path, requestId, address: "unknown" };
    const front = fronts.find(({ matches }) => matches(path, request));
    try {
      asked.address = addressOf(request);
      if (!server.listening && front !== health) {
        await readBody(request, limits.bodyBytes); // bytes that nobody has read would break the connection before the answer
        return refuse(asked, new Refusal("unavailable"), log);
      }
      if (!front) return refuse(asked, new Refusal("procedure_not_found"), log);
      await front.answer(asked);
    } catch (error) {
      if (request.destroyed) return; // the caller has disconnected
      log.error({ err: error, request_id: requestId }, "unexpected error");
      refuse(asked, new Refusal("internal_error"), log);
    }
  }

  server.on("request", (request, response) => {
    const requestId = newRequestId();
    response.setHeaders(headers).setHeader("x-request-id", requestId);
    if (!server.listening) response.setHeader("connection", "close");
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
      closeIfDone();
    });
    void handle(request, response, requestId);
  });
  const closeIfDone = () => {
    if (!server.listening && underWay === 0 && !lingers) server.closeIdleConnections();
  };
  server.on("connection", (socket) => {
    connections += 1;
    socket.once("close", () => {
      connections -= 1;
    });
  });

  return {
    server,
    /** Refuses new connections and new requests, lets the calls under way finish within 10 s, then closes all connections. */
    async drain() {
      const closed = once(server, "close");
      lingers = true;
      TcpServer.prototype.close.call(server); // that of HTTP would close the kept connections as well
      const linger = setTimeout(() => {
        lingers = false;
        closeIfDone();
      }, LINGER_MILLISECONDS);
      const end = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
      await closed;
      clearTimeout(linger);
      clearTimeout(end);
      server.close(); // its timers
    },
  };
}
