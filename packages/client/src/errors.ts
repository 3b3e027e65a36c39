import type { ErrorCodeOf, ProcedureName } from "@roster/contract/calls";
import type { ErrorCode, ErrorData, FieldError, PasswordRejection } from "@roster/contract/errors";

/** A call that failed. Branch on `code`; the message is for people and may change. */
export class RosterError extends Error {
  override readonly name = "RosterError";
  readonly code: ErrorCode;
  /** What to quote when reporting it. Empty when no server answered. */
  readonly requestId: string;
  /** What is wrong with which field, with `invalid_input` and wherever a refusal is about one field. */
  readonly fieldErrors: readonly FieldError[];
  /** Why a password was refused, with `password_rejected`. */
  readonly reasons: readonly PasswordRejection[];
  /** Seconds after which another try has a chance, mostly with `rate_limited`. */
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

/** What a call of procedure `P` can fail with. */
export type RosterErrorOf<P extends ProcedureName> = RosterError & { readonly code: ErrorCodeOf<P> };
