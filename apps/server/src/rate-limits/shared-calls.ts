import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import RateLimiterMemory from "rate-limiter-flexible/lib/RateLimiterMemory.js";
import RateLimiterRes from "rate-limiter-flexible/lib/RateLimiterRes.js";
import type { Database, Tx } from "../database/database.ts";
import { tooMany } from "../errors.ts";

/** Among so many servers on one database, what a key asks of one of them is told to the others, or too little to matter. */
const SERVERS = 50;
/** A second, in times between two exchanges. */
const SLOTS = 4;
export const EXCHANGE_MILLISECONDS = 1000 / SLOTS;
/** For how long the others count on what a server has told. */
const TOLD_MILLISECONDS = 3000;

interface Demand {
  key: string;
  calls: number;
}

/**
 * Counts the calls of each key within a second in this process's memory. Several servers on one database tell each other how
 * often a busy key asks, and each then lets through its share.
 */
export class SharedCalls {
  readonly #server = randomUUID();
  readonly #limit: number;
  readonly #calls: RateLimiterMemory;
  readonly #database: Database;
  readonly #clock: () => Date;
  /** What this server lets through a second, of keys that others serve too. */
  #shares = new Map<string, number>();
  /** How often each key has asked: since the last exchange, and before that. */
  #asked = new Map<string, number[]>();

  constructor(limit: number, database: Database, clock: () => Date) {
    this.#limit = limit;
    this.#calls = new RateLimiterMemory({ points: limit, duration: 1 });
    this.#database = database;
    this.#clock = clock;
  }

  async count(key: string) {
    const slots = this.#asked.get(key);
    if (slots) slots[0] = (slots[0] ?? 0) + 1;
    else this.#asked.set(key, [1]);
    const counted = await this.#calls.consume(key).catch((thrown: unknown) => {
      if (thrown instanceof RateLimiterRes) return thrown;
      throw thrown;
    });
    if (counted.consumedPoints > (this.#shares.get(key) ?? this.#limit)) throw tooMany(counted.msBeforeNext);
  }

  /** Tells the other servers what was asked of this one within the last second, and hears the same of them. */
  async exchange() {
    const busy: Demand[] = [];
    for (const [key, slots] of this.#asked) {
      const calls = slots.reduce((sum, count) => sum + count);
      if (calls * SERVERS >= this.#limit) busy.push({ key, calls });
      if (calls === 0) this.#asked.delete(key);
      else this.#asked.set(key, [0, ...slots.slice(0, SLOTS - 1)]);
    }
    this.#shares = busy.length === 0 ? new Map() : await this.#database.transaction((tx) => this.#settle(tx, busy));
  }

  /** Nothing is asked of this server any more. */
  async leave() {
    const told = [...this.#asked.keys()].map((key) => this.#nameOf(key));
    if (told.length === 0) return;
    await this.#database.transaction((tx) => tx.deleteFrom("rate_limits").where("key", "in", told).execute());
  }

  #nameOf(key: string) {
    return `calls:${key}:${this.#server}`;
  }

  async #settle(tx: Tx, busy: Demand[]) {
    const now = this.#clock();
    const expires_at = new Date(now.getTime() + TOLD_MILLISECONDS).toISOString();
    const shares = new Map<string, number>();
    for (const { key, calls } of busy) {
      const row = { key: this.#nameOf(key), points: calls, expires_at };
      const { key: _, ...news } = row;
      await tx
        .insertInto("rate_limits")
        .values(row)
        .onConflict((conflict) => conflict.column("key").doUpdateSet(news))
        .execute();
      const { others } = await tx
        .selectFrom("rate_limits")
        .select(sql<number>`cast(coalesce(sum(points), 0) as bigint)`.as("others"))
        .where("key", ">", `calls:${key}:`)
        .where("key", "<", `calls:${key};`) // the character after the colon
        .where("key", "<>", row.key)
        .where("expires_at", ">", now.toISOString())
        .executeTakeFirstOrThrow();
      if (others > 0) shares.set(key, this.#shareOf(calls, others));
    }
    return shares;
  }

  /** All that the others leave, or when they ask too much together, in proportion to what each is asked. */
  #shareOf(own: number, others: number) {
    if (own + others <= this.#limit) return this.#limit - others;
    return Math.max(1, Math.floor((this.#limit * own) / (own + others)));
  }
}
