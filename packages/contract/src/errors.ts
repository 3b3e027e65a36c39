/**
 * The closed catalogue of failures. On the wire a failure is tRPC's error shape with the code in `data.error_code`.
 * Branch on the code; the message may change.
 */
export const errorCatalogue = {
  // Any procedure
  invalid_input: { status: 400, message: "The input is not valid." },
  unauthorized: { status: 401, message: "A valid API key is needed: send it as `Authorization: Bearer <key>`." },
  forbidden: { status: 403, message: "This caller may not do that." },
  rate_limited: { status: 429, message: "Too many requests. Try again after retry_after seconds." },
  unavailable: { status: 503, message: "The service cannot answer now. Nothing was changed. Try again shortly." },
  internal_error: {
    status: 500,
    message: "Something went wrong on the server. Quote the request id when you report it.",
  },
  // Any mutation
  idempotency_conflict: {
    status: 409,
    message: "This Idempotency-Key was used with another input. Use a new one for a new call.",
  },
  // The HTTP surface
  procedure_not_found: { status: 404, message: "There is no such procedure." },
  method_not_allowed: { status: 405, message: "Mutations are called by POST, and queries by GET or POST." },
  payload_too_large: { status: 413, message: "The request body is larger than 256 KiB." },
  unsupported_media_type: {
    status: 415,
    message: "Set Content-Type: application/json, and send the body uncompressed.",
  },
  // The client
  unreachable: { status: 0, message: "The server could not be reached." },

  // Users
  user_not_found: { status: 404, message: "There is no such user." },
  username_taken: { status: 409, message: "Another user has this username." },
  external_id_taken: { status: 409, message: "Another user has this external id." },
  version_mismatch: { status: 409, message: "The record has changed since you read it. Read it again, then retry." },
  last_identifier: { status: 409, message: "A user's last identifier cannot be removed. Add another one first." },
  too_many_identifiers: { status: 409, message: "A user has at most 100 emails, phones or social connections each." },
  // Passwords
  password_rejected: { status: 400, message: "The password does not meet the policy. See reasons." },
  current_password_incorrect: { status: 400, message: "The current password is not right." },
  no_password_set: { status: 409, message: "The user has no password to compare with." },
  credentials_incorrect: { status: 400, message: "The identifier or the password is not right." },
  token_not_found: { status: 404, message: "This link is not valid, was used or has run out. Ask for a new one." },
  // Emails, phones, social connections
  email_taken: { status: 409, message: "This email address is already in use." },
  email_not_found: { status: 404, message: "The user has no such email." },
  phone_taken: { status: 409, message: "This phone number is already in use." },
  phone_not_found: { status: 404, message: "The user has no such phone number." },
  primary_must_be_verified: { status: 409, message: "The primary email or phone number must be verified." },
  primary_required: { status: 409, message: "Make another one primary instead of unsetting this one." },
  already_verified: { status: 409, message: "This one is verified already." },
  code_incorrect: { status: 400, message: "The code is not right." },
  code_expired: { status: 409, message: "There is no code to compare with: send a new one." },
  social_connection_taken: { status: 409, message: "This provider account is already connected." },
  social_connection_not_found: { status: 404, message: "The user has no such social connection." },
  // Organizations and workspaces
  organization_not_found: { status: 404, message: "There is no such organization." },
  workspace_not_found: { status: 404, message: "There is no such workspace." },
  membership_not_found: { status: 404, message: "The user is not a member." },
  already_member: { status: 409, message: "The user is already a member." },
  not_organization_member: { status: 409, message: "The user must first be a member of the workspace's organization." },
  slug_taken: { status: 409, message: "This slug is already in use." },
  // Invitations
  invitation_not_found: { status: 404, message: "There is no such invitation, or it can no longer be accepted." },
  invitation_already_accepted: { status: 409, message: "This invitation has been accepted already." },
  invitation_already_revoked: { status: 409, message: "This invitation has been revoked. Invite anew." },
  invitation_pending: { status: 409, message: "This address already has a pending invitation. Use resendInvitation." },
  user_deactivated: { status: 409, message: "The user with this address is deactivated. Reactivate the user first." },
  user_exists: { status: 409, message: "A user with this address exists already." },
  redirect_url_not_allowed: { status: 400, message: "The origin of redirect_url is not among REDIRECT_ORIGINS." },
  // Waitlist
  waitlist_user_not_found: { status: 404, message: "There is no such waitlist entry." },
  waitlist_already_approved: { status: 409, message: "This waitlist entry has been approved already." },
  waitlist_not_rejected: { status: 409, message: "Only a rejected entry can be reopened." },
  waitlist_already_rejected: { status: 409, message: "This waitlist entry has been rejected already." },
  // Messages
  message_not_found: { status: 404, message: "There is no such message." },
  message_not_failed: { status: 409, message: "Only a message that has failed can be sent again." },
  message_not_queued: { status: 409, message: "Only a message that waits to be sent can be cancelled." },
  message_subject_gone: { status: 409, message: "What this message is about has ended, so it can no longer be shown." },
  // API keys
  api_key_not_found: { status: 404, message: "There is no such API key." },
  api_key_ended: { status: 409, message: "This API key was revoked or rotated, or has expired. Create a new one." },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Codes that any procedure can answer, beside those of its entry. */
export const commonErrors = [
  "invalid_input",
  "unauthorized",
  "forbidden",
  "rate_limited",
  "unavailable",
  "internal_error",
] as const satisfies readonly ErrorCode[];

/** Codes that any mutation can answer as well. */
export const mutationErrors = ["idempotency_conflict"] as const satisfies readonly ErrorCode[];

/** Codes of the transport: a wrong method, body or path, or no server at all. */
export const transportErrors = [
  "procedure_not_found",
  "method_not_allowed",
  "payload_too_large",
  "unsupported_media_type",
  "unreachable",
] as const satisfies readonly ErrorCode[];

/** Why a password was refused. */
export const passwordRejections = ["too_short", "too_long", "common", "personal"] as const;
export type PasswordRejection = (typeof passwordRejections)[number];

/** One error of the input. `path` is dotted, as in `public_metadata.plan`; empty for the input as a whole. */
export interface FieldError {
  path: string;
  message: string;
}

/** The `data` of a failure on the wire. */
export interface ErrorData {
  error_code: ErrorCode;
  request_id: string;
  /** With `invalid_input`, and with any refusal that is about a field of the input. */
  field_errors?: FieldError[];
  /** With `password_rejected`. */
  reasons?: PasswordRejection[];
  /** With `rate_limited` and `unavailable`: the seconds to wait, as in the header Retry-After. */
  retry_after?: number;
}
