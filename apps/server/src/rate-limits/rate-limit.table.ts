/** The count of one key under one limit. */
export interface RateLimitTable {
  key: string;
  points: number;
  expires_at: string;
}
