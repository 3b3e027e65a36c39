import type { Database } from "../database/database.ts";
import { findApiKeyByHash } from "./api-key.queries.ts";

/** Cache lifetime, and so the time for which a key that another process has revoked still works. */
const KNOWN_MILLISECONDS = 500;
const MAX_KNOWN = 10_000;

type Key = NonNullable<Awaited<ReturnType<typeof findApiKeyByHash>>>;

/** Looks up API keys, and caches them briefly. */
export class KnownKeys {
  readonly #known = new Map<string, { key: Key; until: number }>();
  readonly #revoked = new Set<string>();

  async find({ read }: Database, hash: string): Promise<Key | undefined> {
    const known = this.#known.get(hash);
    if (known && known.until > performance.now()) return known.key;
    const key = await findApiKeyByHash(read, hash);
    if (!key || this.#revoked.has(hash)) return key;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(hash, { key, until: performance.now() + KNOWN_MILLISECONDS });
    return key;
  }

  forget(hash: string) {
    this.#known.delete(hash);
  }

  /** From now on the key is looked up at each use. */
  revoke(hash: string) {
    this.#revoked.add(hash);
    this.forget(hash);
  }
}
