import type { ErrorCodeOf, ProcedureName } from "@roster/contract/calls";
import type { ErrorCode, ErrorData, FieldError, PasswordRejection } from "@roster/contract/errors";

/**
 * A failed call as plain data, which JSON, `structuredClone`, workers and server actions carry with every field. Branch on `code`; the
 * message is for people and may change.
 */
export interface RosterFailure<Code extends ErrorCode = ErrorCode> {
  code: Code;
  message: string;
  /** HTTP status; 0 when no server answered. */
  status: number;
  /** Quote it when you report the failure. Empty when no server answered. */
  request_id: string;
  /** Errors of fields, with `invalid_input` and with any refusal that is about one field. */
  field_errors: FieldError[];
  /** Why a password was refused, with `password_rejected`. */
  reasons: PasswordRejection[];
  /** Seconds to wait before the next try, mostly with `rate_limited`. */
  retry_after: number | null;
}

/** A failure of a call of procedure `P`. It narrows by its code, so that after all codes `never` is left. */
export type RosterFailureOf<P extends ProcedureName> = {
  [Code in ErrorCodeOf<P>]: RosterFailure<Code>;
}[ErrorCodeOf<P>];

/** A failed call, as it is thrown. `toJSON` answers it as plain data. */
export class RosterError extends Error {
  override readonly name = "RosterError";
  readonly code: ErrorCode;
  /** HTTP status; 0 when no server answered. */
  readonly status: number;
  /** Quote it when you report the error. Empty when no server answered. */
  readonly requestId: string;
  /** Errors of fields, with `invalid_input` and with any refusal that is about one field. */
  readonly fieldErrors: readonly FieldError[];
  /** Why a password was refused, with `password_rejected`. */
  readonly reasons: readonly PasswordRejection[];
  /** Seconds to wait before the next try, mostly with `rate_limited`. */
  readonly retryAfter: number | undefined;

  constructor(message: string, data: ErrorData & { httpStatus?: number }, options?: ErrorOptions) {
    super(message, options);
    this.code = data.error_code;
    this.status = data.httpStatus ?? 0;
    this.requestId = data.request_id;
    this.fieldErrors = data.field_errors ?? [];
    this.reasons = data.reasons ?? [];
    this.retryAfter = data.retry_after;
  }

  toJSON(): RosterFailure {
    return {
      code: this.code,
      message: this.message,
      status: this.status,
      request_id: this.requestId,
      field_errors: [...this.fieldErrors],
      reasons: [...this.reasons],
      retry_after: this.retryAfter ?? null,
    };
  }
}

/** The error of a call of procedure `P`. */
export type RosterErrorOf<P extends ProcedureName> = RosterError & { readonly code: ErrorCodeOf<P> };
