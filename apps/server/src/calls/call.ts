import type {
  Contract,
  ErrorCode,
  EventName,
  FieldError,
  Output,
  ParsedInput,
  ProcedureName,
  Scope,
} from "@roster/contract";
import type { Logger } from "pino";
import type { Settings } from "../config.ts";
import type { Database, Db, Tx } from "../database/database.ts";
import type { IdempotencyKey, KeysOfRequest } from "../idempotency/idempotency.ts";
import type { RateLimits } from "../rate-limits/rate-limits.ts";
import type { CheckedJson } from "./checked-json.ts";

/** Who calls: an API key, or an in-process caller by name. */
export interface Actor {
  name: string;
  scopes: readonly Scope[];
  /** When its key runs out; absent or null for never. */
  expiresAt?: string | null;
}

/** Hashes passwords and codes, off the event loop. Refuses with `rate_limited` when too many wait. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/** What calls stand on; made once, in roster.ts. */
export interface Services {
  database: Database;
  passwords: Passwords;
  limits: RateLimits;
  keys: {
    /** From now on the database is asked about this key at each call. */
    revoke(hash: string): void;
  };
  settings: Settings;
  clock: () => Date;
  log: Logger;
  /** Makes the changes, where a server has a thread for them. */
  writer?: Writer;
}

/** What reads and preparations may use of it. */
export type Resources = Omit<Services, "database" | "writer">;

/** What a call knows beside its input. */
export interface Context {
  services: Services;
  /** Who calls, or nobody without a valid key. */
  authenticate(): Promise<Actor | undefined>;
  requestId: string;
  /** The network address that the request comes from; none in the same process, where callers are not limited. */
  address?: string | undefined;
  idempotency?: KeysOfRequest | undefined;
  /** How loud a call is logged: over HTTP for the operator, in-process for debugging only. */
  logLevel: "info" | "debug";
}

/** One call of a procedure, wherever it comes from. */
export interface Call {
  ctx: Context;
  batchIndex: number;
  getRawInput(): Promise<unknown>;
}

/** A call whose caller may make it, with its input checked. */
export interface Admitted<P extends ProcedureName> {
  ctx: Context & { actor: Actor };
  batchIndex: number;
  input: ParsedInput<P>;
}

/** What a read works with, and the preparation of a change. */
export interface QueryCall<P extends ProcedureName> {
  input: ParsedInput<P>;
  /** Reads what is committed, statement by statement. */
  db: Db;
  /** Runs statements that must agree: each sees what was committed when the first one began. */
  snapshot: Database["snapshot"];
  services: Resources;
  actor: Actor;
}

/** What a change works with: one transaction, its time, and the log that it must leave word in. */
export interface Change {
  tx: Tx;
  now: string;
  actor: Actor;
  settings: Settings;
  /**
   * Records, in the same transaction, what happened to which record. Give names of the fields that changed, never values. The
   * procedure's entry in the contract must list the event.
   */
  record(event: EventName, targetId: string, fields?: readonly string[]): Promise<void>;
  /**
   * Does what a call of the procedure `name` would do, as one of many. A refusal with one of `codes` undoes that part alone and
   * is answered as the row's error; anything else ends the whole change.
   */
  attempt<Code extends ErrorCode, T>(
    name: ProcedureName,
    codes: readonly Code[],
    work: () => Promise<T>,
  ): Promise<{ ok: true; data: T } | { ok: false; error: RowError<Code> }>;
}

export interface RowError<Code> {
  code: Code;
  message: string;
  field_errors: FieldError[];
  retry_after: number | null;
}

export type Read<P extends ProcedureName> = (call: QueryCall<P>) => Promise<Output<P> | CheckedJson<Output<P>>>;

/** Plain data, which may be sent to another thread. */
export type Plain = string | number | boolean | null | void | Plain[] | { [name: string]: Plain };

export type Mutate<P extends ProcedureName> = (change: Change, input: ParsedInput<P>) => Promise<Output<P>>;

/** A change with work that must be done before its transaction. */
export interface Prepared<P extends ProcedureName, Facts extends Plain = Plain> {
  prepare(call: QueryCall<P>): Promise<Facts>;
  change(change: Change, input: ParsedInput<P>, facts: Facts): Promise<Output<P>>;
}

/**
 * A change in two parts. `prepare` runs in the thread that serves: limits, hashing, reads. What it answers is given to `change`, which
 * runs in the transaction.
 */
export const prepared = <P extends ProcedureName, Facts extends Plain>(
  prepare: (call: QueryCall<P>) => Promise<Facts>,
  change: (change: Change, input: ParsedInput<P>, facts: Facts) => Promise<Output<P>>,
): Prepared<P> => ({ prepare, change });

type Handler<P extends ProcedureName> = Contract[P]["kind"] extends "query" ? Read<P> : Mutate<P> | Prepared<P>;

/** The handlers of some procedures; of all of them for `Handlers<Contract>`. */
export type Handlers<Slice> = { [P in keyof Slice & ProcedureName]: Handler<P> };

/** A change that is ready for its transaction: plain data, but for what the input holds. */
export interface PreparedChange {
  name: ProcedureName;
  input: unknown;
  facts: Plain;
  actor: Actor;
  requestId: string;
  idempotency: IdempotencyKey | undefined;
}

/** Makes changes in a thread of their own, so that reads wait neither for them nor for the disk. */
export interface Writer {
  /** Hears that a call was made. */
  notice(): void;
  /** Makes a change there when it may, and by `here` until then. Answers JSON; nothing where the output is none. */
  change(change: PreparedChange, here: () => Promise<string | undefined>): Promise<string | undefined>;
  /** Lets the thread finish what it was asked for. */
  close(): Promise<void>;
}
