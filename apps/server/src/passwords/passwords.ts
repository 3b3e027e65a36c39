import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import pLimit from "p-limit";
import { tooMany } from "../errors.ts";

/** argon2id, the library's default algorithm, with 19 MiB, 2 passes and 1 lane, as OWASP asks for at least. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes that may wait for their turn; beyond, the caller is told to come back. */
const MAX_WAITING = 64;

export interface Passwords {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

const current = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Whether a hash was made with other parameters than a new one would be. */
export const isOutdated = (stored: string) => !stored.startsWith(current);

/** A hash of no password, for comparing where there is none: that takes as long. */
export const decoy = `${current}AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

/** One spelling for what looks the same on different keyboards (SP 800-63B-4, 3.1.1.2). */
export const normalizePassword = (password: string) => password.normalize("NFKC");

/** What the event loop hears of a call that hashes: the request, the hash, and what the thread that writes asks and answers. It may be less. */
const EVENTS_A_HASH = 4;
/** Whoever else calls so often is not to wait for hashes. */
const OTHER_EVENTS_A_SECOND = 100;
const HASHES_A_LOOK = 4;
/** Nobody else has called for so long when the last core is used too. */
const QUIET_MILLISECONDS = 5000;

const look = () => ({ at: performance.now(), events: performance.nodeTiming.uvMetricsInfo.events });

/** So many hashes at once: one on each core but that of the event loop, and on it too while there are no other calls to speak of. */
function limitHashes() {
  const cores = availableParallelism();
  const limit = pLimit(cores);
  let last = look();
  let othersCalled = Number.NEGATIVE_INFINITY;
  let hashes = 0;
  const adjust = () => {
    hashes += 1;
    if (hashes < HASHES_A_LOOK) return;
    const now = look();
    const others = now.events - last.events - EVENTS_A_HASH * hashes;
    if (others > (OTHER_EVENTS_A_SECOND * (now.at - last.at)) / 1000) othersCalled = now.at;
    limit.concurrency = now.at - othersCalled > QUIET_MILLISECONDS ? cores : Math.max(1, cores - 1);
    last = now;
    hashes = 0;
  };
  return { limit, adjust };
}

/** argon2id off the event loop, at most so many at once that sign-ins do not slow down everything else. */
export function createPasswords(): Passwords {
  const { limit, adjust } = limitHashes();
  const bounded = <T>(work: () => Promise<T>) => {
    if (limit.pendingCount >= MAX_WAITING) throw tooMany(1000);
    return limit(() => work().finally(adjust));
  };
  return {
    hash: async (password) =>
      bounded(async () => {
        const { hash } = await import("@node-rs/argon2");
        return hash(normalizePassword(password), parameters);
      }),
    verify: async (stored, password) =>
      bounded(async () => {
        const { verify } = await import("@node-rs/argon2");
        return verify(stored, normalizePassword(password));
      }),
  };
}
