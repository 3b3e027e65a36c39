import {
  type Contract,
  contract,
  type ErrorCode,
  type EventName,
  type FieldError,
  type Mutation,
  type Output,
  type ParsedInput,
  type Procedure,
  type ProcedureName,
  type Scope,
} from "@roster/contract";
import { getTRPCErrorFromUnknown, TRPCError } from "@trpc/server";
import { recordEvent } from "./audit/audit.service.ts";
import type { Actor, Context, Resources } from "./context.ts";
import type { Db, Tx } from "./database/database.ts";
import { inSavepoint } from "./database/savepoint.ts";
import { describeFailure, Refusal } from "./errors.ts";
import { type Idempotency, idempotencyOf } from "./idempotency/idempotency.ts";
import { toRefusal } from "./refusals.ts";

/** What a query works with. */
export interface QueryCall<P extends ProcedureName> {
  input: ParsedInput<P>;
  db: Db;
  services: Resources;
  actor: Actor;
}

/** What a change works with: one transaction, its time, and the audit log that it must leave word in. */
export interface Change {
  tx: Tx;
  now: string;
  actor: Actor;
  services: Resources;
  /**
   * Records, in the same transaction, what happened to which record. Give names of the fields that changed, never values. The
   * procedure's entry in the contract must list the event.
   */
  record(event: EventName, targetId: string, fields?: readonly string[]): Promise<void>;
  /**
   * Does what a call of the procedure `name` would do, as one of many. When it is refused with one of `codes`, that alone is undone
   * and answered as the row's error; anything else ends them all.
   */
  attempt<Code extends ErrorCode, T>(
    name: ProcedureName,
    codes: readonly Code[],
    work: () => Promise<T>,
  ): Promise<{ ok: true; data: T } | { ok: false; error: RowError<Code> }>;
}

interface RowError<Code> {
  code: Code;
  message: string;
  field_errors: FieldError[];
  retry_after: number | null;
}

type Mutate<P extends ProcedureName> = (change: Change, input: ParsedInput<P>) => Promise<Output<P>>;

/** A mutation with slow work (hashing) that must be done before the transaction begins. */
interface Prepared<P extends ProcedureName> {
  prepare(call: QueryCall<P>): Promise<(change: Change) => Promise<Output<P>>>;
}

type Read<P extends ProcedureName> = (call: QueryCall<P>) => Promise<Output<P>>;

/** A query that reads in one statement, for all its inputs or for some: it needs no snapshot to agree with itself. */
interface SingleRead<P extends ProcedureName> {
  single: Read<P>;
  when?(input: ParsedInput<P>): boolean;
  /** The same answer as JSON, checked, where that costs less than values that are turned into it. */
  json?(call: QueryCall<P>): Promise<string>;
}

export type Handler<P extends ProcedureName> = Contract[P]["kind"] extends "query"
  ? Read<P> | SingleRead<P>
  : Mutate<P> | Prepared<P>;

/** The handlers of some procedures; of all of them for `Handlers<Contract>`. */
export type Handlers<Slice> = { [P in keyof Slice & ProcedureName]: Handler<P> };

/** Whoever calls without a valid key. */
const anonymous: Actor = { name: "anonymous", scopes: [] };

/** Refuses a caller who lacks the scope. */
export function requireScope(actor: Actor, scope: Scope) {
  if (actor === anonymous) throw new Refusal("unauthorized");
  if (!actor.scopes.includes(scope)) {
    throw new Refusal("forbidden", { message: `This needs the scope ${scope}, which the caller does not have.` });
  }
}

/** Counts a call over HTTP: for its key, or where none is needed, for the network address that it comes from. */
async function countCall({ services, address }: Context, actor: Actor, entry: Procedure) {
  if (address === undefined) return;
  if (actor !== anonymous) await services.limits.call(actor.name);
  if (entry.scope !== "public") return;
  if (actor === anonymous) await services.limits.take("publicCalls", address);
  else await services.limits.take("publicCallsOfKey", actor.name);
}

/** One call of a procedure, wherever it comes from. */
export interface Call {
  ctx: Context;
  batchIndex: number;
  getRawInput(): Promise<unknown>;
}

/** A call that was let in. */
export interface Admitted<P extends ProcedureName> {
  ctx: Context & { actor: Actor };
  batchIndex: number;
  input: ParsedInput<P>;
}

/** What a procedure does with a call. */
export interface Implementation<P extends ProcedureName> {
  data(call: Call): Promise<Output<P>>;
  /** The same answer as JSON; nothing where it is none. */
  json(call: Call): Promise<string | undefined>;
  /** The same for a call that was let in already, by another thread. */
  admitted(call: Admitted<P>): Promise<string | undefined>;
}

type Answer<P extends ProcedureName, T> = (call: Admitted<P>) => Promise<T>;

interface Answers<P extends ProcedureName> {
  data: Answer<P, Output<P>>;
  json: Answer<P, string | undefined>;
}

/**
 * Turns a contract entry and its handler into the way of every call, in this order: caller, rate limit, scope, input,
 * idempotency key, slow preparation, then one transaction that holds the change, its audit entries, the check of its output
 * and what is kept for a second call with the same key. A server on SQLite does all that comes after the input in another thread,
 * with services of its own.
 */
export function implement<P extends ProcedureName>(name: P, handler: Handler<P>): Implementation<P> {
  const entry: Procedure = contract[name];
  const check = (output: unknown) => entry.output.parse(output) as Output<P>; // the entry is the one of this name
  const answers: Partial<Answers<P>> & Pick<Answers<P>, "data"> =
    entry.kind === "query"
      ? reading(handler as Read<P> | SingleRead<P>, check) // by kind, as Handler<P> says
      : { data: changing(name, entry, handler as Mutate<P> | Prepared<P>, check) }; // likewise
  const { data, json = async (call) => JSON.stringify(await data(call)) } = answers;
  const { data: dataOf, json: jsonOf } = entry.kind === "query" ? { data, json } : throughWriter(name, { data, json });
  return {
    data: admitting(name, entry, dataOf),
    json: admitting(name, entry, jsonOf),
    admitted: (call) =>
      json(call).catch((thrown) => {
        throw toRefusal(thrown, entry, call.ctx.services);
      }),
  };
}

/** Leaves a change to the thread that writes, where there is one. */
function throughWriter<P extends ProcedureName>(name: P, { data, json }: Answers<P>): Answers<P> {
  return {
    async data(call) {
      const { writer } = call.ctx.services;
      if (!writer) return data(call);
      const text = await writer.change(name, call, () => json(call));
      return (text === undefined ? undefined : JSON.parse(text)) as Output<P>; // checked before it was made JSON
    },
    async json(call) {
      const { writer } = call.ctx.services;
      return writer ? writer.change(name, call, () => json(call)) : json(call);
    },
  };
}

function admitting<P extends ProcedureName, T>(
  name: P,
  entry: Procedure,
  answer: Answer<P, T>,
): (call: Call) => Promise<T> {
  return async ({ ctx, batchIndex, getRawInput }) => {
    const { services, requestId } = ctx;
    services.writer?.notice();
    const started = performance.now();
    let actor = anonymous;
    let outcome = "ok";
    try {
      actor = (await ctx.authenticate()) ?? anonymous;
      await countCall(ctx, actor, entry);
      if (entry.scope !== "public") requireScope(actor, entry.scope);
      const input = parse(entry, await getRawInput()) as ParsedInput<P>; // likewise
      return await answer({ ctx: { ...ctx, actor }, batchIndex, input });
    } catch (thrown) {
      const error = getTRPCErrorFromUnknown(toRefusal(thrown, entry, services));
      outcome = describeFailure(error, requestId).data.error_code;
      throw error;
    } finally {
      services.log[ctx.logLevel]({
        request_id: requestId,
        procedure: name,
        actor: actor.name,
        ...(ctx.address && { address: ctx.address }),
        outcome,
        milliseconds: Math.round((performance.now() - started) * 100) / 100,
      });
    }
  };
}

function parse(entry: Procedure, input: unknown) {
  const parsed = entry.input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new TRPCError({ code: "BAD_REQUEST", cause: parsed.error });
}

function reading<P extends ProcedureName>(query: Read<P> | SingleRead<P>, check: (output: unknown) => Output<P>) {
  const { single: read, when, json } = typeof query === "function" ? { single: query, when: () => false } : query;
  const readAs =
    <T>(wanted: (call: QueryCall<P>) => Promise<T>): Answer<P, T> =>
    ({ ctx: { services, actor }, input }) => {
      const { single, snapshot } = services.database;
      const from = when?.(input) === false ? snapshot : single;
      return from((db) => wanted({ input, db, services, actor }));
    };
  return { data: readAs(async (call) => check(await read(call))), json: json && readAs(json) };
}

function changing<P extends ProcedureName>(
  name: P,
  entry: Mutation,
  mutation: Mutate<P> | Prepared<P>,
  check: (output: unknown) => Output<P>,
) {
  const carryOut = async ({ ctx, input }: Admitted<P>, idempotency: Idempotency | undefined) => {
    const { services, actor } = ctx;
    const { database } = services;
    const work =
      typeof mutation === "function"
        ? (change: Change) => mutation(change, input)
        : await mutation.prepare({ input, db: database.read, services, actor });
    return database.transaction(async (tx) => {
      const first = await idempotency?.find(tx);
      if (first) return first.output;
      const output = check(await work(changeIn(tx, name, entry, ctx)));
      await idempotency?.keep(tx, output);
      return output;
    });
  };
  return async (call: Admitted<P>) => {
    const { ctx, batchIndex, input } = call;
    const { read } = ctx.services.database;
    const idempotency = idempotencyOf(ctx, batchIndex, name, input);
    const first = await idempotency?.find(read);
    if (first) return first.output as Output<P>; // what `check` let through the first time
    try {
      return (await carryOut(call, idempotency)) as Output<P>; // likewise, or just checked
    } catch (error) {
      if (ctx.services.database.failure(error)?.kind === "unavailable") throw error;
      // The first call may have come through meanwhile, and left nothing for a second one to do.
      const meanwhile = await idempotency?.find(read).catch((later) => {
        throw later instanceof Refusal ? later : error;
      });
      if (meanwhile) return meanwhile.output as Output<P>;
      throw error;
    }
  };
}

function changeIn(
  tx: Tx,
  action: ProcedureName,
  { events }: Mutation,
  { services, actor, requestId }: Context & { actor: Actor },
): Change {
  const now = services.clock().toISOString();
  return {
    tx,
    now,
    actor,
    services,
    async record(event, targetId, changes = []) {
      if (!events.includes(event)) throw new Error(`${event} is not among the events of ${action} in the contract`);
      await recordEvent(tx, { at: now, actor: actor.name, event, action, targetId, changes, requestId });
    },
    attempt: (one, codes, work) =>
      inSavepoint(tx, work).then(
        (data) => ({ ok: true, data }),
        (error) => {
          // Of the whole call, which may be tried again.
          if (services.database.failure(error)?.kind === "unavailable") throw error;
          return { ok: false, error: rowError(toRefusal(error, contract[one], services), codes) };
        },
      ),
  };
}

function rowError<Code extends ErrorCode>(refusal: unknown, codes: readonly Code[]): RowError<Code> {
  const code = refusal instanceof Refusal ? codes.find((one) => one === refusal.errorCode) : undefined;
  if (!(refusal instanceof Refusal) || code === undefined) throw refusal;
  const { fieldErrors = [], retryAfter = null } = refusal.detail;
  return { code, message: refusal.message, field_errors: fieldErrors, retry_after: retryAfter };
}
