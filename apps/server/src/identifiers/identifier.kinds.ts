import type { ErrorCode } from "@roster/contract";

/** What emails and phones differ in. */
export interface IdentifierKind {
  idKind: "email" | "phone";
  /** Both tables are an IdentifierTable. */
  table: "user_emails" | "user_phones";
  /** The user's column that names the primary one. */
  primary: "email" | "phone_number";
  /** The name of the user's part in audit entries. */
  part: "emails" | "phones";
  /** The column of verifications that names one of this kind. */
  verified: "email_id" | "phone_id";
  notFound: ErrorCode;
  taken: ErrorCode;
}

export const emailKind: IdentifierKind = {
  idKind: "email",
  table: "user_emails",
  primary: "email",
  part: "emails",
  verified: "email_id",
  notFound: "email_not_found",
  taken: "email_taken",
};

export const phoneKind: IdentifierKind = {
  idKind: "phone",
  table: "user_phones",
  primary: "phone_number",
  part: "phones",
  verified: "phone_id",
  notFound: "phone_not_found",
  taken: "phone_taken",
};
