/** How often somebody failed on one day from one place; and, of `all` people and places together, on one day. */
export interface FailureTable {
  /** The kind, day, who and place: one row for each. */
  key: string;
  kind: FailureKind;
  /** Such as 2026-03-01, in UTC. */
  day: string;
  /** The id of a user or an API key; `unknown`, `others` or `all`. */
  who: string;
  /** A network address, or the caller that gave none; `others` or `all`. */
  place: string;
  times: number;
  last_at: string;
  kept_until: string;
}

/** A password that was not right, or an API key that was refused. */
export type FailureKind = "sign_in" | "api_key";
