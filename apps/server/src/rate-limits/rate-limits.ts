// oxlint-disable-next-line typescript/triple-slash-reference -- a package that compiles this source does not look into its folder
/// <reference path="./store.d.ts" />
import { hash } from "node:crypto";
import { rateLimits } from "@roster/contract";
import RateLimiterMemory from "rate-limiter-flexible/lib/RateLimiterMemory.js";
import type { Settings } from "../config.ts";
import type { Database } from "../database/database.ts";
import { Refusal, tooMany } from "../errors.ts";
import { after, CLOCK_SKEW } from "../times.ts";
import { addPoints, deleteRateLimit, findRateLimit, takePointBack } from "./rate-limit.queries.ts";

/** Factor of the public limit for calls with a key, because an application calls for many people. */
const PEOPLE_BEHIND_A_KEY = 10;

type Rule = keyof typeof rateLimits | "publicCalls" | "publicCallsOfKey";

export type RateLimits = ReturnType<typeof createRateLimits>;

/** Counts calls of keys in memory, and all else in the database, so that its counts survive a restart and hold across servers. */
export function createRateLimits(database: Database, settings: Settings, clock: () => Date) {
  const calls = new RateLimiterMemory({ points: settings.rateLimitPerKey, duration: 1 });
  const rules: Record<Rule, { points: number; duration: number }> = {
    ...rateLimits,
    publicCalls: { points: settings.rateLimitPublic, duration: 60 },
    publicCallsOfKey: { points: settings.rateLimitPublic * PEOPLE_BEHIND_A_KEY, duration: 60 },
  };
  function timesOf(rule: Rule) {
    const now = clock();
    const window = rules[rule].duration * 1000;
    return { now: now.toISOString(), end: after(now, window), latest: after(now, window + CLOCK_SKEW) };
  }
  const find = (rule: Rule, key: string) =>
    database.single((db) => findRateLimit(db, rowKey(rule, key), timesOf(rule)));

  const left = ({ expires_at }: { expires_at: string }) => Date.parse(expires_at) - clock().getTime();

  /** Counts in the database, before anything is checked. Beyond the limit it refuses, and writes nothing. */
  async function take(rule: Rule, key: string, taken = 1) {
    const { points } = rules[rule];
    const times = timesOf(rule);
    const known = await find(rule, key);
    // Refused calls are not counted, so that a flood writes nothing.
    if (known && known.points >= points) throw tooMany(left(known));
    const row = { key: rowKey(rule, key), points: taken, expires_at: times.end };
    const counted = await database.transaction((tx) => addPoints(tx, row, times));
    if (counted.points > points) throw tooMany(left(counted));
  }

  async function giveBack(rule: Rule, key: string) {
    await database.transaction((tx) => takePointBack(tx, rowKey(rule, key)));
  }

  /** Runs counted work, and takes the count back when this server is too busy for it. */
  async function unlessBusy<T>(rule: Rule, key: string, work: () => Promise<T>) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.errorCode === "rate_limited") await giveBack(rule, key);
      throw error;
    }
  }

  return {
    take,
    giveBack,
    unlessBusy,
    counted: <T>(rule: Rule, key: string, work: () => Promise<T>) =>
      take(rule, key).then(() => unlessBusy(rule, key, work)),
    /** Counts a call, or rows, of an API key in this server's memory. Refuses beyond the limit per second. Each server counts for itself. */
    async call(key: string, points = 1) {
      await calls.consume(key, points).catch((thrown) => {
        throw thrown instanceof Error ? thrown : tooMany(thrown.msBeforeNext);
      });
    },
    async forget(rule: Rule, key: string) {
      await database.transaction((tx) => deleteRateLimit(tx, rowKey(rule, key)));
    },
    isCounted: async (rule: Rule, key: string) => (await find(rule, key)) !== undefined,
  };
}

/** A short key that tells a reader of the table nothing. */
const rowKey = (rule: Rule, key: string) => `${rule}:${hash("sha256", key, "base64url")}`;
