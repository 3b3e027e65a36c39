import { availableParallelism } from "node:os";
import type * as Argon2 from "@node-rs/argon2";
import pLimit from "p-limit";
import type { Passwords } from "../calls/call.ts";
import { tooMany } from "../errors.ts";

/** The work of argon2id, the library's default algorithm: KiB of memory, passes over it, and lanes. */
export interface HashCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** 19 MiB, 2 passes and 1 lane: OWASP's minimum. */
export const minimalCost: HashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Protects no password: for tests, of which some hash a thousand times. */
export const tinyCost: HashCost = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** Bound of the queue of hashes. Beyond it, calls are refused with `rate_limited`. */
const MAX_WAITING = 64;

/** NFKC, so that different keyboards give the same password (SP 800-63B-4, 3.1.1.2). */
export const normalizePassword = (password: string) => password.normalize("NFKC");

/** argon2id off the event loop, on all cores but one, so that sign-ins do not slow down other calls. */
export function createPasswords(cost = minimalCost): Passwords {
  const current = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;
  const limit = pLimit(Math.max(1, availableParallelism() - 1));
  const bounded = async <T>(work: (argon2: typeof Argon2) => Promise<T>) => {
    if (limit.pendingCount >= MAX_WAITING) throw tooMany(1000);
    return limit(async () => work(await import("@node-rs/argon2")));
  };
  return {
    hash: (password) => bounded(({ hash }) => hash(normalizePassword(password), cost)),
    verify: (stored, password) => bounded(({ verify }) => verify(stored, normalizePassword(password))),
    isOutdated: (stored) => !stored.startsWith(current),
    decoy: `${current}AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
  };
}
