/** The secret of a mailed link, as its hash. It ends with what it is for. */
export interface TokenTable {
  /** SHA-256 of the token, hex. */
  hash: string;
  purpose: "invitation" | "password";
  invitation_id: string | null;
  user_id: string | null;
  /** The address that the link goes to. */
  email: string;
  created_at: string;
  expires_at: string;
}
