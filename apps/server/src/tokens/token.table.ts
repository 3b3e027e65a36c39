/** The hash of the secret in a mailed link. It is deleted with its subject. */
export interface TokenTable {
  /** SHA-256 of the token, hex. */
  hash: string;
  purpose: "invitation" | "password";
  invitation_id: string | null;
  user_id: string | null;
  /** The address that the link is mailed to. */
  email: string;
  created_at: string;
  expires_at: string;
}
