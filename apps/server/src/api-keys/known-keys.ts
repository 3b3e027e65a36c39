import type { Database } from "../database/database.ts";
import { findApiKeyByHash } from "./api-key.queries.ts";

/** A key that another server has revoked may be used for so long. */
const KNOWN_MILLISECONDS = 500;
const MAX_KNOWN = 10_000;

type Key = NonNullable<Awaited<ReturnType<typeof findApiKeyByHash>>>;

/** Finds API keys. Where asking the database is a way to another machine, remembers for a moment what it said. */
export class KnownKeys {
  readonly #known = new Map<string, { key: Key; until: number }>();

  async find({ read, isRemote }: Database, hash: string): Promise<Key | undefined> {
    const known = this.#known.get(hash);
    if (known && known.until > performance.now()) return known.key;
    const key = await findApiKeyByHash(read, hash);
    if (!key || !isRemote) return key;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(hash, { key, until: performance.now() + KNOWN_MILLISECONDS });
    return key;
  }

  /** After a change of a key, for this server. */
  forget(hash: string) {
    this.#known.delete(hash);
  }
}
