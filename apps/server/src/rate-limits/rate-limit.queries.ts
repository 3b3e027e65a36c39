import type { Sweep } from "../sweep.ts";

export const sweepRateLimits: Sweep = (tx, now, batch) => {
  const expired = tx.selectFrom("rate_limits").select("key").where("expires_at", "<=", now.toISOString()).limit(batch);
  return tx.deleteFrom("rate_limits").where("key", "in", expired).executeTakeFirst();
};
