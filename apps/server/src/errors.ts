import {
  type ErrorCode,
  type ErrorData,
  errorCatalogue,
  type FieldError,
  type PasswordRejection,
} from "@roster/contract";
import type { ZodError } from "zod";

interface Detail {
  /** Replaces the catalogue's message with a more specific one. */
  message?: string;
  fieldErrors?: FieldError[];
  reasons?: PasswordRejection[];
  /** Seconds to wait, with `rate_limited`. */
  retryAfter?: number;
}

/** A failure of the catalogue, which services throw. Any other error is answered as `internal_error`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly errorCode: ErrorCode;
  readonly detail: Detail;
  /** `options.cause` is for the log. Callers never see it. */
  constructor(errorCode: ErrorCode, detail: Detail = {}, options?: ErrorOptions) {
    super(detail.message ?? errorCatalogue[errorCode].message, options);
    this.errorCode = errorCode;
    this.detail = detail;
  }
}

/** A refusal about one field: `path` is dotted. */
export const invalidInput = (path: string, message: string) => invalidFields([{ path, message }]);

/** `rate_limited`, with the milliseconds to wait. */
export function tooMany(milliseconds: number, what = "Too many requests.") {
  const retryAfter = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Refusal("rate_limited", { retryAfter, message: `${what} Try again in ${inUnits(retryAfter)}.` });
}

const inUnits = (seconds: number) => {
  const [count, unit] = seconds <= 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
};

/** Bounds the size of an answer. */
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

/** The message of an issue. Most schemas have their own; this replaces zod's default texts. */
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

export interface Failure {
  message: string;
  data: ErrorData;
}

/** The part of a refusal that the caller sees. */
export function describeRefusal({ message, errorCode, detail }: Refusal, requestId: string): Failure {
  const { fieldErrors, reasons, retryAfter } = detail;
  return {
    message,
    data: {
      error_code: errorCode,
      request_id: requestId,
      ...(fieldErrors && { field_errors: fieldErrors }),
      ...(reasons && { reasons }),
      ...(retryAfter && { retry_after: retryAfter }),
    },
  };
}
