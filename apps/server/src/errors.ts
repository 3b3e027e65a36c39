import {
  type ErrorCode,
  type ErrorData,
  errorCatalogue,
  type FieldError,
  type PasswordRejection,
} from "@roster/contract";
import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";

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

interface Detail {
  /** In place of the catalogue's text, where more can be said. */
  message?: string;
  fieldErrors?: FieldError[];
  reasons?: PasswordRejection[];
  /** Seconds to wait, with `rate_limited`. */
  retryAfter?: number;
}

/** A failure of the catalogue: what services throw. Anything else that is thrown is answered as `internal_error`. */
export class Refusal extends TRPCError {
  readonly errorCode: ErrorCode;
  readonly detail: Detail;
  constructor(errorCode: ErrorCode, detail: Detail = {}) {
    const { status, message } = errorCatalogue[errorCode];
    super({ code: trpcCodes[status] ?? "INTERNAL_SERVER_ERROR", message: detail.message ?? message });
    this.errorCode = errorCode;
    this.detail = detail;
  }
}

/** A refusal about one field: `path` is dotted. */
export const invalidInput = (path: string, message: string) => invalidFields([{ path, message }]);

/** A refusal of somebody who may come back in so many milliseconds. */
export function tooMany(milliseconds: number, what = "Too many requests.") {
  const retryAfter = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Refusal("rate_limited", { retryAfter, message: `${what} Try again in ${inUnits(retryAfter)}.` });
}

const inUnits = (seconds: number) => {
  const [count, unit] = seconds <= 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
};

/** More than these say nothing new, and an answer must not grow with what is wrong. */
const MAX_FIELD_ERRORS = 50;

export const invalidFields = (fieldErrors: FieldError[]) =>
  new Refusal("invalid_input", {
    fieldErrors: fieldErrors.slice(0, MAX_FIELD_ERRORS),
    message: `The input is not valid: ${inWords(fieldErrors)}.`,
  });

const SHOWN = 3;

const inWords = (fieldErrors: FieldError[]) => {
  const shown = fieldErrors.slice(0, SHOWN).map(({ path, message }) => `${path === "" ? "it" : path} ${message}`);
  return [...shown, ...(fieldErrors.length > SHOWN ? ["…"] : [])].join("; ");
};

export const fieldErrorsOf = (error: ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return [{ path, message: textOf(issue) }];
    return issue.keys.map((key) => ({
      path: path === "" ? key : `${path}.${key}`,
      message: "is not a field of this input",
    }));
  });

/** The schemas say most of it themselves; this is for what zod says in words of its own. */
function textOf(issue: ZodError["issues"][number]) {
  if (!/^(Invalid|Too) /.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? "is required" : `must be of type ${issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return `must be at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must be at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    default:
      return issue.message;
  }
}

const unitOf = (origin: string, count: unknown) => {
  const unit = { string: ["character", "characters"], array: ["entry", "entries"] }[origin];
  return unit ? ` ${unit[count === 1 ? 0 : 1]}` : "";
};

/** tRPC's own refusals, by its codes, in the catalogue's words. */
const ownRefusals: Partial<Record<TrpcCode, ErrorCode>> = {
  PARSE_ERROR: "invalid_input",
  BAD_REQUEST: "invalid_input",
  NOT_FOUND: "procedure_not_found",
  METHOD_NOT_SUPPORTED: "method_not_allowed",
  PAYLOAD_TOO_LARGE: "payload_too_large",
  UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
};

export interface Failure {
  message: string;
  data: ErrorData;
}

/** What a caller is told of a failure. Nothing of an unexpected one but the request id. */
export function describeFailure(error: TRPCError, requestId: string): Failure {
  if (error instanceof Refusal) {
    const { fieldErrors, reasons, retryAfter } = error.detail;
    return {
      message: error.message,
      data: {
        error_code: error.errorCode,
        request_id: requestId,
        ...(fieldErrors && { field_errors: fieldErrors }),
        ...(reasons && { reasons }),
        ...(retryAfter && { retry_after: retryAfter }),
      },
    };
  }
  if (error.cause instanceof ZodError && error.code === "BAD_REQUEST") {
    return describeFailure(invalidFields(fieldErrorsOf(error.cause)), requestId);
  }
  const code = ownRefusals[error.code] ?? "internal_error";
  if (code === "invalid_input") return describeFailure(invalidInput("", `is refused: ${error.message}`), requestId);
  return { message: errorCatalogue[code].message, data: { error_code: code, request_id: requestId } };
}

export const isUnexpected = (error: TRPCError) => !(error instanceof Refusal) && ownRefusals[error.code] === undefined;
