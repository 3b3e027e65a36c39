import { hash } from "node:crypto";
import { rateLimits } from "@roster/contract";
import RateLimiterMemory from "rate-limiter-flexible/lib/RateLimiterMemory.js";
import RateLimiterRes from "rate-limiter-flexible/lib/RateLimiterRes.js";
import RateLimiterStoreAbstract from "rate-limiter-flexible/lib/RateLimiterStoreAbstract.js";
import type { Settings } from "../config.ts";
import type { Database } from "../database/database.ts";
import { Refusal, tooMany } from "../errors.ts";
import { addPoints, deleteRateLimit, findRateLimit, takePointBack } from "./rate-limit.queries.ts";
import type { RateLimitTable } from "./rate-limit.table.ts";

type Rule = keyof typeof rateLimits | "publicCalls" | "publicCallsOfKey";

export interface RateLimits {
  /** Counts a call of an API key in this server's memory. Refuses beyond the limit per second. Each server counts for itself. */
  call(key: string): Promise<void>;
  /** Counts in the database, before anything is checked. Beyond the limit it refuses, and writes nothing. */
  take(rule: Rule, key: string): Promise<void>;
  /** Takes a count back. */
  giveBack(rule: Rule, key: string): Promise<void>;
  /** Resets a count. */
  forget(rule: Rule, key: string): Promise<void>;
  /** Whether the count is above zero. */
  isCounted(rule: Rule, key: string): Promise<boolean>;
  /** Runs counted work, and takes the count back when this server is too busy for it. */
  unlessBusy<T>(rule: Rule, key: string, work: () => Promise<T>): Promise<T>;
  /** `take`, then `unlessBusy`. */
  counted<T>(rule: Rule, key: string, work: () => Promise<T>): Promise<T>;
}

/** Factor of the public limit for calls with a key, because an application calls for many people. */
const PEOPLE_BEHIND_A_KEY = 10;

type Row = Omit<RateLimitTable, "key">;

/** Counts in the database, so that counts survive a restart and hold across servers. */
class DatabaseRateLimiter extends RateLimiterStoreAbstract {
  #database: Database;
  #clock: () => Date;
  constructor(options: { points: number; duration: number; keyPrefix: string }, database: Database, clock: () => Date) {
    super({ ...options, storeClient: database });
    this.#database = database;
    this.#clock = clock;
  }

  async _upsert(key: string, points: number, milliseconds: number): Promise<Row> {
    const now = this.#clock();
    const known = await this._get(key);
    // Refused calls are not counted, so that a flood writes nothing.
    if (known && known.points + points > this.points) return { ...known, points: known.points + points };
    const row = { key, points, expires_at: new Date(now.getTime() + milliseconds).toISOString() };
    return this.#database.transaction((tx) => addPoints(tx, row, now.toISOString()));
  }

  async _get(key: string): Promise<Row | undefined> {
    return findRateLimit(this.#database.read, key, this.#clock().toISOString());
  }

  async _delete(key: string) {
    await this.#database.transaction((tx) => deleteRateLimit(tx, key));
    return true;
  }

  _getRateLimiterRes(_key: string, _changed: number, { points, expires_at }: Row) {
    const wait = Math.max(0, Date.parse(expires_at) - this.#clock().getTime());
    return new RateLimiterRes(Math.max(0, this.points - points), wait, points);
  }

  /** In place of the library's `reward`, which starts a new window with a credit when the old one has expired. */
  async giveBack(key: string) {
    await this.#database.transaction((tx) => takePointBack(tx, this.getKey(key)));
  }
}

/** Turns the library's error beyond a limit into a refusal. */
const refuse = (thrown: unknown): never => {
  throw thrown instanceof RateLimiterRes ? tooMany(thrown.msBeforeNext) : thrown;
};

export function createRateLimits(database: Database, settings: Settings, clock: () => Date): RateLimits {
  const calls = new RateLimiterMemory({ points: settings.rateLimitPerKey, duration: 1 });
  const publicCalls = { points: settings.rateLimitPublic, duration: 60 };
  const publicCallsOfKey = { points: settings.rateLimitPublic * PEOPLE_BEHIND_A_KEY, duration: 60 };
  const limiters = Object.fromEntries(
    Object.entries({ ...rateLimits, publicCalls, publicCallsOfKey }).map(([keyPrefix, rule]) => [
      keyPrefix,
      new DatabaseRateLimiter({ ...rule, keyPrefix }, database, clock),
    ]),
  ) as Record<Rule, DatabaseRateLimiter>; // built from all rules
  const take = async (rule: Rule, key: string) => void (await limiters[rule].consume(digest(key)).catch(refuse));
  const giveBack = async (rule: Rule, key: string) => limiters[rule].giveBack(digest(key));
  const unlessBusy: RateLimits["unlessBusy"] = async (rule, key, work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.errorCode === "rate_limited") await giveBack(rule, key);
      throw error;
    }
  };
  return {
    call: async (key) => void (await calls.consume(key).catch(refuse)),
    take,
    giveBack,
    forget: async (rule, key) => void (await limiters[rule].delete(digest(key))),
    isCounted: async (rule, key) => (await limiters[rule].get(digest(key))) !== null,
    unlessBusy,
    counted: (rule, key, work) => take(rule, key).then(() => unlessBusy(rule, key, work)),
  };
}

/** A short key that tells a reader of the table nothing. */
const digest = (key: string) => hash("sha256", key, "base64url");
