import { errorCatalogue, transportErrors } from "@roster/contract";
import { TRPCError } from "@trpc/server";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { describeRefusal, invalidInput, Refusal } from "../../errors.ts";
import { JSON_TYPE } from "../front.ts";

const trpcCodes: Record<number, TRPCError["code"]> = {
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

const trpcCodeOf = ({ errorCode }: Refusal) => trpcCodes[errorCatalogue[errorCode].status] ?? "INTERNAL_SERVER_ERROR";

export const toTrpcError = (refusal: Refusal) =>
  new TRPCError({ code: trpcCodeOf(refusal), message: refusal.message, cause: refusal });

/** A refusal in the shape of tRPC's errors on the wire. */
export function shapeOf(refusal: Refusal, requestId: string, path?: string) {
  const { message, data } = describeRefusal(refusal, requestId);
  const code = trpcCodeOf(refusal);
  const { httpStatus, ...detail } = data;
  return { message, code: TRPC_ERROR_CODES_BY_KEY[code], data: { code, httpStatus, ...(path && { path }), ...detail } };
}

/** The refusal that a tRPC error carries, or the catalogue's refusal for an error of tRPC's own. */
export function toRefusal(error: TRPCError): Refusal {
  if (error.cause instanceof Refusal) return error.cause;
  if (error.code === "PARSE_ERROR" || error.code === "BAD_REQUEST") return malformed(error.message);
  const code = transportErrors.find((own) => trpcCodes[errorCatalogue[own].status] === error.code);
  return new Refusal(code ?? "internal_error", {}, { cause: error });
}

/** A refusal of a request that cannot be parsed. */
export const malformed = (message: string) => invalidInput("", `is refused: ${message}`);

/** Headers of the API's responses, beside those of every response. */
export function headersOfAnswer(refusals: readonly Refusal[]): Record<string, string> {
  const longest = Math.max(0, ...refusals.map(({ detail }) => detail.retry_after ?? 0));
  return {
    "content-type": JSON_TYPE,
    vary: "origin",
    ...(refusals.some(({ errorCode }) => errorCode === "unauthorized") && { "www-authenticate": "Bearer" }),
    ...(longest > 0 && { "retry-after": String(longest) }),
  };
}
