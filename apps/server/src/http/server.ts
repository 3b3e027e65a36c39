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
  const headers = headersOf(settings.publicUrl);
  const state: ServerState = { isDraining: false, connections: 0 };
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
      response.setHeaders(headers).setHeader("x-request-id", requestId);
      if (state.isDraining) response.setHeader("connection", "close");
      response.once("close", () => {
        if (state.isDraining) server.closeIdleConnections(); // the connection of this answer is idle now
      });
      void handle(request, response, requestId);
    },
  );

  server.on("connection", (socket) => {
    state.connections += 1;
    socket.once("close", () => {
      state.connections -= 1;
    });
  });

  return {
    server,
    async drain() {
      state.isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
      await closed;
      clearTimeout(timer);
    },
  };
}
