import { type ErrorCode, errorCatalogue } from "@roster/contract";
import { TRPCError } from "@trpc/server";
import { invalidInput, Refusal } from "../../errors.ts";
import { JSON_TYPE } from "../headers.ts";

type TrpcCode = TRPCError["code"];

const trpcCodes: Record<number, TrpcCode> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

/** A refusal as tRPC throws one, with the refusal as its cause. */
export const toTrpcError = (refusal: Refusal) =>
  new TRPCError({
    code: trpcCodes[errorCatalogue[refusal.errorCode].status] ?? "INTERNAL_SERVER_ERROR",
    message: refusal.message,
    cause: refusal,
  });

/** tRPC's own refusals, by its codes, in the catalogue's words. */
const ownRefusals: Partial<Record<TrpcCode, ErrorCode>> = {
  NOT_FOUND: "procedure_not_found",
  METHOD_NOT_SUPPORTED: "method_not_allowed",
  PAYLOAD_TOO_LARGE: "payload_too_large",
  UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
};

/** What tRPC threw, in the catalogue's words: one of ours that it carries, one of its own, or nothing to tell of. */
export function toRefusal(error: TRPCError): Refusal {
  if (error.cause instanceof Refusal) return error.cause;
  if (error.code === "PARSE_ERROR" || error.code === "BAD_REQUEST") return malformed(error.message);
  return new Refusal(ownRefusals[error.code] ?? "internal_error", {}, { cause: error });
}

/** A request that cannot be read. */
export const malformed = (message: string) => invalidInput("", `is refused: ${message}`);

/** What a response of the API has beside what every response has. */
export function headersOfAnswer(refusals: readonly Refusal[]): Record<string, string> {
  const longest = Math.max(0, ...refusals.map(({ detail }) => detail.retryAfter ?? 0));
  return {
    "content-type": JSON_TYPE,
    vary: "origin",
    ...(refusals.some(({ errorCode }) => errorCode === "unauthorized") && { "www-authenticate": "Bearer" }),
    ...(longest > 0 && { "retry-after": String(longest) }),
  };
}
