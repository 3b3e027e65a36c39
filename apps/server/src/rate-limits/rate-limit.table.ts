/** What a caller has used up of a limit. */
export interface RateLimitTable {
  key: string;
  points: number;
  expires_at: string;
}
