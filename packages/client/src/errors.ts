import type { ErrorCodeOf, ProcedureName } from "@roster/contract/calls";
import type { ErrorCode, ErrorData, FieldError, PasswordRejection } from "@roster/contract/errors";

/** A failed call. Branch on `code`; the message is for people and may change. */
export class RosterError extends Error {
  override readonly name = "RosterError";
  readonly code: ErrorCode;
  /** Quote it when you report the error. Empty when no server answered. */
  readonly requestId: string;
  /** Errors of fields, with `invalid_input` and with any refusal that is about one field. */
  readonly fieldErrors: readonly FieldError[];
  /** Why a password was refused, with `password_rejected`. */
  readonly reasons: readonly PasswordRejection[];
  /** Seconds to wait before the next try, mostly with `rate_limited`. */
  readonly retryAfter: number | undefined;

  constructor(message: string, data: ErrorData, options?: ErrorOptions) {
    super(message, options);
    this.code = data.error_code;
    this.requestId = data.request_id;
    this.fieldErrors = data.field_errors ?? [];
    this.reasons = data.reasons ?? [];
    this.retryAfter = data.retry_after;
  }
}

/** The error of a call of procedure `P`. */
export type RosterErrorOf<P extends ProcedureName> = RosterError & { readonly code: ErrorCodeOf<P> };
