import type { Db } from "../database/database.ts";

const MOST_KNOWN = 10_000;

/** Remembers for some time what was found in a database. */
export function remembering<T>(milliseconds: number) {
  const databases = new WeakMap<object, Map<string, { found: T; at: number }>>();
  return async (db: Db, key: string, find: () => Promise<T>): Promise<T> => {
    const { adapter } = db.getExecutor(); // one for each open database
    const known = databases.get(adapter) ?? new Map<string, { found: T; at: number }>();
    databases.set(adapter, known);
    const before = known.get(key);
    if (before && performance.now() - before.at < milliseconds) return before.found;
    const found = await find();
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, { found, at: performance.now() });
    return found;
  };
}
