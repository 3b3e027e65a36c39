import type { ErrorCode } from "@roster/contract";

/** The differences between emails and phones. */
export interface IdentifierKind {
  idKind: "email" | "phone";
  /** Its table, an IdentifierTable. */
  table: "user_emails" | "user_phones";
  /** The column of `users` with the primary one. */
  primary: "email" | "phone_number";
  /** Name of the field in audit entries. */
  part: "emails" | "phones";
  /** The column of `verifications` with the id of an identifier of this kind. */
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
