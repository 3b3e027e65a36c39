/** A code that proves that an email or phone belongs to its user. One of the two ids is set. */
export interface VerificationTable {
  id: string;
  email_id: string | null;
  phone_id: string | null;
  /** argon2id of the code; null until it is sent. */
  code_hash: string | null;
  created_at: string;
  expires_at: string;
}
