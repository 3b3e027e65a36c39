import type {
  Contract,
  ErrorCode,
  EventName,
  FieldError,
  Output,
  ParsedInput,
  PasswordRejection,
  ProcedureName,
  Scope,
} from "@roster/contract";
import type { Settings } from "../config.ts";
import type { Database, Db, Tx } from "../database/database.ts";
import type { Failures } from "../failures/failures.ts";
import type { IdempotencyKey, KeysOfRequest } from "../idempotency/idempotency.ts";
import type { Log } from "../log.ts";
import type { RateLimits } from "../rate-limits/rate-limits.ts";

/** The caller: an API key, or an in-process caller by name. */
export interface Actor {
  name: string;
  scopes: readonly Scope[];
  /** Expiry of its API key; absent or null for never. */
  expiresAt?: string | null;
}

/**
 * Why a request over HTTP has no caller. An unknown, malformed, revoked or expired key is always `invalid key`, and a session of the
 * console that does not work (any more) `no session`.
 */
export type NoCaller = "no key" | "invalid key" | "no session";

/** Hashes passwords and codes, off the event loop. Refuses with `rate_limited` when too many wait. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  /** Whether a hash costs more or less than a new one. */
  isOutdated(hash: string): boolean;
  /** A hash of no password. Comparing with it takes as long as with a user's hash. */
  decoy: string;
}

/** The parts that calls use, made once in roster.ts. */
export interface Services {
  database: Database;
  passwords: Passwords;
  limits: RateLimits;
  failures: Failures;
  keys: {
    /** The actor of a key; undefined for an unknown, revoked or expired one, which is counted for the address. */
    authenticate(key: string, address: string): Promise<Actor | undefined>;
    /** Looks this key up at each use from now on. */
    revoke(hash: string): void;
  };
  /** What a message says, without its link's token or its code. */
  preview(db: Db, messageId: string): Promise<Output<"fetchMessagePreview">>;
  settings: Settings;
  clock: () => Date;
  log: Log;
  writer?: Writer;
}

/** The services of reads and preparations. */
export type Resources = Omit<Services, "database" | "writer">;

export interface Context {
  services: Services;
  authenticate(): Promise<Actor | NoCaller>;
  requestId: string;
  /** Network address of the request. In-process calls have none and are not rate limited. */
  address?: string | undefined;
  idempotency?: KeysOfRequest | undefined;
  /** Level of the call's log line: `info` over HTTP, `debug` in-process. */
  logLevel: "info" | "debug";
}

/** One call of a procedure, over HTTP or in-process. */
export interface Call {
  ctx: Context;
  batchIndex: number;
  getRawInput(): Promise<unknown>;
}

/** A call whose caller has the scope and whose input is valid. */
export interface Admitted<P extends ProcedureName> {
  ctx: Context & { actor: Actor };
  batchIndex: number;
  input: ParsedInput<P>;
}

/** The argument of a read, and of the preparation of a change. */
export interface QueryCall<P extends ProcedureName> {
  input: ParsedInput<P>;
  /** Reads what is committed, statement by statement. */
  db: Db;
  /** Runs statements that must agree: each sees what was committed when the first one began. */
  snapshot: Database["snapshot"];
  services: Resources;
  actor: Actor;
}

/** The argument of a change: one transaction, its time, and the audit log. */
export interface Change {
  tx: Tx;
  now: string;
  actor: Actor;
  settings: Settings;
  /**
   * Adds an audit entry, which is written at the end of the transaction, with the names of the changed fields, never their values.
   * Throws for an event that the procedure's entry in the contract does not list.
   */
  record(event: EventName, targetId: string, fields?: readonly string[]): Promise<void>;
  /**
   * Carries out the rows of a bulk call, in their order. `lock` takes the locks of all rows first, so that they are taken in one order.
   * A refusal that the contract lists for rows undoes its row alone and becomes its result. Any other error ends the whole change.
   */
  each<Row, Answer extends object, Code extends ErrorCode>(
    rows: readonly Row[],
    lock: (tx: Tx, rows: readonly Row[]) => Promise<unknown>,
    work: (row: Row) => Promise<Answer>,
  ): Promise<RowResults<Answer, Code>>;
}

/** For each row what the single call would answer, or why the row failed. */
export interface RowResults<Answer, Code> {
  results: (({ ok: true } & Answer) | { ok: false; error: RowError<Code> })[];
}

export interface RowError<Code> {
  code: Code;
  message: string;
  field_errors: FieldError[];
  reasons: PasswordRejection[];
  retry_after: number | null;
}

/** An answer that is JSON text already and was checked against the contract. Lists answer it where they have cards. */
export class CheckedJson<T> {
  declare readonly data?: T;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Read<P extends ProcedureName> = (call: QueryCall<P>) => Promise<Output<P> | CheckedJson<Output<P>>>;

/** Plain data, which can be sent to another thread. */
export type Plain = string | number | boolean | null | void | Plain[] | { [name: string]: Plain };

export type Mutate<P extends ProcedureName> = (change: Change, input: ParsedInput<P>) => Promise<Output<P>>;

export interface Prepared<P extends ProcedureName, Facts extends Plain = Plain> {
  prepare(call: QueryCall<P>): Promise<Facts>;
  change(change: Change, input: ParsedInput<P>, facts: Facts): Promise<Output<P>>;
}

/**
 * A change in two parts. `prepare` runs in the serving thread: limits, hashing, reads. `change` receives its result and runs in
 * the transaction.
 */
export const prepared = <P extends ProcedureName, Facts extends Plain>(
  prepare: (call: QueryCall<P>) => Promise<Facts>,
  change: (change: Change, input: ParsedInput<P>, facts: Facts) => Promise<Output<P>>,
): Prepared<P> => ({ prepare, change });

type Handler<P extends ProcedureName> = Contract[P]["kind"] extends "query" ? Read<P> : Mutate<P> | Prepared<P>;

/** The handlers of some procedures; of all of them for `Handlers<Contract>`. */
export type Handlers<Slice> = { [P in keyof Slice & ProcedureName]: Handler<P> };

/** A change that is ready for its transaction. All of it is plain data, except that a bulk call's rows are not validated yet. */
export interface PreparedChange {
  name: ProcedureName;
  input: unknown;
  facts: Plain;
  actor: Actor;
  requestId: string;
  idempotency: IdempotencyKey | undefined;
}

/** Runs changes in a thread of their own, so that reads do not wait for changes or the disk. */
export interface Writer {
  /** Takes note of a call: one that arrives beside a change starts the thread. */
  notice(): void;
  /** Runs a change in the thread, or by `inThisThread` while there is none. Answers JSON, or undefined for a void output. */
  change(change: PreparedChange, inThisThread: () => Promise<string | undefined>): Promise<string | undefined>;
  /** Waits for the changes under way, then ends the thread. */
  close(): Promise<void>;
}
