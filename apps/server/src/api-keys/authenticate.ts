import type { Actor, Services } from "../calls/call.ts";
import { stampLastUse } from "./api-key.queries.ts";
import { hashKey } from "./api-key.service.ts";
import type { KnownKeys } from "./known-keys.ts";

const MINUTE = 60 * 1000;

/** Keys whose last use is being written. */
const beingStamped = new Set<string>();

type Authenticating = Pick<Services, "database" | "clock" | "log"> & { keys: KnownKeys };

/** The actor of a key; undefined for an unknown, revoked or expired one. */
export async function authenticate(services: Authenticating, key: string): Promise<Actor | undefined> {
  const { database, keys, clock, log } = services;
  const hash = hashKey(key);
  const row = await keys.find(database, hash);
  const now = clock();
  if (!row || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now.toISOString()))
    return undefined;
  const isDue = row.last_used_at === null || now.getTime() - Date.parse(row.last_used_at) >= MINUTE;
  if (isDue && !beingStamped.has(row.id)) {
    beingStamped.add(row.id);
    // Not awaited: a read must not depend on whether the database accepts writes.
    void database
      .transaction((tx) => stampLastUse(tx, row.id, now.toISOString()))
      .catch((error) => log.warn({ err: error }, "a key's last use could not be stored"))
      .finally(() => {
        keys.forget(hash);
        beingStamped.delete(row.id);
      });
  }
  return { name: row.id, scopes: JSON.parse(row.scopes), expiresAt: row.expires_at };
}
