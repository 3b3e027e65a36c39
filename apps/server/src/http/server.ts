import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { limits } from "@roster/contract";
import type { Services } from "../roster.ts";
import { addressReader } from "./address.ts";
import type { Front, ServerState } from "./front.ts";
import { headersOf } from "./headers.ts";
import { healthFront } from "./health.ts";
import { pagesFront } from "./pages/pages.ts";
import { trpcFront } from "./trpc/front.ts";

const DRAIN_MILLISECONDS = 10_000;

export interface HttpServer {
  server: Server;
  /** Stops accepting requests, lets those under way finish within 10 s, then closes all connections. */
  drain(): Promise<void>;
}

/** Passes each request to the first front that matches it: health checks, pages behind mailed links, API. */
export function createHttpServer(services: Services): HttpServer {
  const { settings, log } = services;
  const addressOf = addressReader(settings.trustedProxies);
  let connections = 0;
  let draining = false;
  const state: ServerState = { isDraining: () => draining, connections: () => connections };
  const trpc = trpcFront(services, state);
  // The API also refuses requests that no front matches.
  const fronts: Front[] = [healthFront(services, state), pagesFront(services), trpc];

  async function handle(request: IncomingMessage, response: ServerResponse, requestId: string) {
    const path = request.url?.split("?", 1)[0] ?? "";
    const front = fronts.find(({ matches }) => matches(path)) ?? trpc;
    try {
      await front.answer({ request, response, path, requestId, address: addressOf(request) });
    } catch (error) {
      if (request.destroyed) return; // the caller has disconnected
      log.error({ err: error, request_id: requestId }, "unexpected error");
      trpc.fail(request, response, requestId);
    }
  }

  const server = createServer(
    {
      requestTimeout: limits.requestMilliseconds,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      optimizeEmptyRequests: true, // saves the stream of a body that is not there
    },
    (request, response) => {
      const requestId = randomUUID();
      for (const [name, value] of headersOf(requestId, settings.publicUrl)) response.setHeader(name, value);
      if (draining) response.setHeader("connection", "close");
      response.once("close", () => {
        if (draining) server.closeIdleConnections(); // the connection of this answer is idle now
      });
      void handle(request, response, requestId);
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
