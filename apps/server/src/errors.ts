import { type ErrorCode, type ErrorData, errorCatalogue, type FieldError } from "@roster/contract";
import type * as z from "zod";

/** The fields of a failure that depend on the call. */
type Detail = Omit<ErrorData, "error_code" | "request_id">;

/** Seconds after which a call that was `unavailable` may be repeated. */
export const UNAVAILABLE_SECONDS = 1;

/** A failure of the catalogue, which services throw. Any other error is answered as `internal_error`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly errorCode: ErrorCode;
  readonly detail: Detail;
  /** `message` replaces the catalogue's with a more specific one. `options.cause` is for the log. Callers never see it. */
  constructor(errorCode: ErrorCode, given: Detail & { message?: string } = {}, options?: ErrorOptions) {
    const { message = errorCatalogue[errorCode].message, ...detail } = given;
    super(message, options);
    this.errorCode = errorCode;
    this.detail = errorCode === "unavailable" ? { retry_after: UNAVAILABLE_SECONDS, ...detail } : detail;
  }
}

/** Answers the found record, or refuses. */
export function existing<Found>(found: Found | undefined, code: ErrorCode): Found {
  if (found === undefined) throw new Refusal(code);
  return found;
}

/** A refusal about one field: `path` is dotted. */
export const invalidInput = (path: string, message: string) => invalidFields([{ path, message }]);

/** `rate_limited`, with the milliseconds to wait. */
export function tooMany(milliseconds: number, what = "Too many requests.") {
  const retry_after = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Refusal("rate_limited", { retry_after, message: `${what} Try again in ${inUnits(retry_after)}.` });
}

const inUnits = (seconds: number) => {
  const [count, unit] = seconds <= 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
};

/** Bounds the size of an answer. */
const MAX_FIELD_ERRORS = 50;

const SHOWN = 3;

function invalidFields(fields: FieldError[]) {
  const shown = fields.slice(0, SHOWN).map(({ path, message }) => `${path === "" ? "it" : path} ${message}`);
  const texts = [...shown, ...(fields.length > SHOWN ? ["…"] : [])];
  const field_errors = fields.slice(0, MAX_FIELD_ERRORS);
  return new Refusal("invalid_input", { field_errors, message: `The input is not valid: ${texts.join("; ")}.` });
}

/** The parsed input. Refuses one that does not fit the schema, with an error for each field. */
export function parsed<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { error: textOf });
  if (result.success) return result.data;
  const mistyped = new Set<string>();
  const fields = result.error.issues.flatMap((issue) => {
    const path = issue.path.join(".");
    if (mistyped.has(path)) return []; // zod measures the length of a list where a text belongs
    if (issue.code === "invalid_type") mistyped.add(path);
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not a field of this input" }));
  });
  throw invalidFields(fields);
}

/** Replaces zod's own texts. Most schemas have their own. */
function textOf(issue: z.core.$ZodRawIssue) {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is required" : `must be of type ${issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return `must ${verbOf(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must ${verbOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    default:
      return undefined;
  }
}

const verbOf = (origin: string) => (origin === "array" ? "have" : "be");

const unitOf = (origin: string, count: unknown) => {
  const unit = { string: ["character", "characters"], array: ["entry", "entries"] }[origin];
  return unit ? ` ${unit[count === 1 ? 0 : 1]}` : "";
};

export interface Failure {
  message: string;
  data: ErrorData & { httpStatus: number };
}

/** The part of a refusal that the caller sees. */
export const describeRefusal = ({ message, errorCode, detail }: Refusal, request_id: string): Failure => ({
  message,
  data: { httpStatus: errorCatalogue[errorCode].status, error_code: errorCode, request_id, ...detail },
});
