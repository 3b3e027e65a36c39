/** A session of the console, or the link that opens one. */
export interface ConsoleSessionTable {
  /** SHA-256 of the link's token, and of the cookie's from then on, hex. */
  hash: string;
  /** The key that the session acts for; null for the operator, who has all scopes. */
  api_key_id: string | null;
  created_at: string;
  expires_at: string;
  /** Null for a link that nobody has used. */
  last_used_at: string | null;
}
