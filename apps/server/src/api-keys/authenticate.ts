import type { ApiKey } from "@roster/contract";
import type { Actor, Services } from "../calls/call.ts";
import type { Settings } from "../config.ts";
import { CLOCK_SKEW, MINUTE } from "../times.ts";
import { hashToken } from "../tokens/tokens.ts";
import { findApiKeyByHash, stampLastUse } from "./api-key.queries.ts";
import { createStamps } from "./last-use.ts";

/** Cache lifetime, and so the time for which a key that another process has revoked still works. */
const KNOWN_MILLISECONDS = 500;
const MAX_KNOWN = 10_000;

/** The maker of the development key, which all servers but that of `start` refuse. */
export const DEVELOPER = "start";

/** The actor of a key that works now. */
export function actorOf(key: ApiKey, now: Date, { isDevelopment }: Settings): Actor | undefined {
  const isOver =
    key.revoked_at !== null ||
    (key.expires_at !== null && key.expires_at <= now.toISOString()) ||
    (key.created_by === DEVELOPER && !isDevelopment);
  return isOver ? undefined : { name: key.id, scopes: key.scopes, expiresAt: key.expires_at };
}

/** Authenticates callers by their API keys, which it looks up in the database and caches briefly. */
export function createKeys(services: Omit<Services, "keys" | "preview">): Services["keys"] {
  const { clock, settings, failures } = services;
  const known = new Map<string, { key: ApiKey; until: number }>();
  const revoked = new Set<string>();
  const stamp = createStamps(services, "a key's");

  async function find(hash: string): Promise<ApiKey | undefined> {
    const cached = known.get(hash);
    if (cached && cached.until > performance.now()) return cached.key;
    const key = await services.database.single((db) => findApiKeyByHash(db, hash));
    if (!key || revoked.has(hash)) return key;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(hash, { key, until: performance.now() + KNOWN_MILLISECONDS });
    return key;
  }

  async function stampKey(id: string, hash: string, now: string) {
    await services.database.transaction((tx) => stampLastUse(tx, id, now));
    known.delete(hash);
  }

  return {
    async authenticate(text, address): Promise<Actor | undefined> {
      const hash = hashToken(text);
      const key = await find(hash);
      const now = clock();
      const actor = key && actorOf(key, now, settings);
      if (!actor) {
        failures.apiKey(key?.id ?? "unknown", address);
        return undefined;
      }
      const { last_used_at: last } = key;
      const age = last === null ? MINUTE : now.getTime() - Date.parse(last);
      if (age >= MINUTE || age < -CLOCK_SKEW) void stamp(key.id, () => stampKey(key.id, hash, now.toISOString()));
      return actor;
    },
    revoke(hash) {
      revoked.add(hash);
      known.delete(hash);
    },
  };
}
