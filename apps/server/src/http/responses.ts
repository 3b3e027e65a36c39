import type { IncomingMessage, ServerResponse } from "node:http";
import { errorCatalogue } from "@roster/contract";
import { getTRPCErrorShape, type TRPCError } from "@trpc/server";
import { Refusal } from "../errors.ts";
import { appRouter } from "../router.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** What every response has. */
export const headersOf = (requestId: string, publicUrl: string): [name: string, value: string][] => [
  ["x-request-id", requestId],
  ...securityHeaders,
  ...(publicUrl.startsWith("https:") ? strictTransport : []),
];

const securityHeaders: [string, string][] = [
  ["x-content-type-options", "nosniff"],
  ["cache-control", "no-store"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cross-origin-opener-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["vary", "origin"],
];

const strictTransport: [string, string][] = [["strict-transport-security", "max-age=31536000"]];

/** What a response of the API has beside that. */
export function headersOfAnswer(errors: readonly TRPCError[]): Record<string, string> {
  return {
    "content-type": JSON_TYPE,
    vary: "origin",
    ...(errors.some((error) => error.code === "UNAUTHORIZED") && { "www-authenticate": "Bearer" }),
    ...retryAfter(errors),
  };
}

/** The longest wait among the refusals of a response. */
function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = errors.map((error) => (error instanceof Refusal ? (error.detail.retryAfter ?? 0) : 0));
  const longest = Math.max(0, ...seconds);
  return longest > 0 ? { "retry-after": String(longest) } : {};
}

export function answerHealth(request: IncomingMessage, response: ServerResponse, isWell: boolean) {
  response.writeHead(isWell ? 200 : 503, { "content-type": JSON_TYPE });
  response.end(request.method === "HEAD" ? undefined : JSON.stringify({ status: isWell ? "ok" : "unavailable" }));
}

/** A refusal of a request that does not reach tRPC, in the shape of tRPC's own errors. */
export function answerRefusal(response: ServerResponse, error: Refusal) {
  const config = appRouter._def._config;
  const nowhere = { type: "unknown", path: undefined, input: undefined, ctx: undefined } as const;
  const shape = getTRPCErrorShape({ config, error, ...nowhere });
  // What the request still holds is not read, so the connection cannot serve another.
  const headers = { "content-type": JSON_TYPE, connection: "close" };
  const allow = error.errorCode === "method_not_allowed" ? { allow: "GET, POST" } : {};
  response.writeHead(errorCatalogue[error.errorCode].status, { ...headers, ...allow });
  response.end(JSON.stringify({ error: shape }));
}
