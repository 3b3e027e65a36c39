import type { Sweep } from "../sweep.ts";

export const sweepTokens: Sweep = (tx, now, batch) => {
  const expired = tx.selectFrom("tokens").select("hash").where("expires_at", "<=", now.toISOString()).limit(batch);
  return tx.deleteFrom("tokens").where("hash", "in", expired).executeTakeFirst();
};
