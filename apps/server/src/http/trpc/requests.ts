import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { limits } from "@roster/contract";
import { invalidInput, Refusal } from "../../errors.ts";
import { readBody } from "../front.ts";

/** The first byte of a byte order mark in UTF-8. No JSON text begins with it. */
const BYTE_ORDER_MARK = 0xef;

/** By these tRPC's httpBatchStreamLink and httpSubscriptionLink ask for answers that the server does not give. */
const streamHeaders = ["trpc-accept", "accept"];

/** Reads the body for tRPC. Answers a refusal for a request that tRPC must not see. */
export async function screen(request: IncomingMessage): Promise<Refusal | undefined> {
  if (request.method !== "GET" && request.method !== "POST") return new Refusal("method_not_allowed");
  const streamed = streamHeaders.find((name) => /jsonl|event-stream/i.test(String(request.headers[name])));
  if (streamed) return invalidInput(streamed, "must not ask for a stream: use httpLink or httpBatchLink");
  if (request.method === "POST") {
    if (!isPlainJson(request)) return new Refusal("unsupported_media_type");
    const body = await readBody(request, limits.bodyBytes);
    if (body === "too large") return new Refusal("payload_too_large");
    if (!isUtf8(body) || body[0] === BYTE_ORDER_MARK) {
      return invalidInput("", "must be JSON in UTF-8, without a byte order mark");
    }
    Object.assign(request, { body: body.toString() }); // the adapter takes a body that was read already from here
  }
  if (!isDecodable(request.url ?? "")) return invalidInput("", "must be percent-encoded UTF-8");
  const stray = request.method === "GET" && bearerKey(request) ? strayParameter(request.url ?? "") : undefined;
  return stray === undefined ? undefined : invalidInput(stray, "is no parameter: give the input as JSON in ?input=");
}

/** A query parameter that tRPC would ignore, such as a field of the input outside of `input`. */
function strayParameter(url: string) {
  const [path = "", parameters] = url.split("?", 2);
  if (!path.startsWith("/trpc/fetch")) return undefined;
  return [...new URLSearchParams(parameters).keys()].find((name) => name !== "input" && name !== "batch");
}

function isDecodable(url: string) {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** The API key of a request, from its Authorization header only. */
export const bearerKey = (request: IncomingMessage) =>
  /^Bearer ([\x21-\x7e]{1,200})$/.exec(request.headers.authorization ?? "")?.[1];

export function isPlainJson({ headers }: IncomingMessage) {
  const type = /^application\/json(?:\s*;\s*charset=(.+))?$/i.exec(headers["content-type"] ?? "");
  const charset = type?.[1]?.toLowerCase().replaceAll('"', "");
  return type !== null && (charset === undefined || charset === "utf-8") && headers["content-encoding"] === undefined;
}

/** Allows calls from pages of the listed origins (CORS), and answers their preflight requests. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: string[]) {
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
