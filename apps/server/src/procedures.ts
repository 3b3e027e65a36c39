import {
  type Contract,
  contract,
  type Output,
  type ParsedInput,
  type Procedure,
  type ProcedureName,
  type Scope,
} from "@roster/contract";
import { initTRPC } from "@trpc/server";
import { recordAudit } from "./audit/audit.service.ts";
import { type Actor, type Context, currentRequestId, type Resources } from "./context.ts";
import type { Db, Tx } from "./database/database.ts";
import { describeFailure, Refusal } from "./errors.ts";
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
  /** Records, in the same transaction, that fields of a record were changed. Give names, never values. */
  audit(targetType: string, targetId: string, changes: string[]): Promise<void>;
}

type Mutate<P extends ProcedureName> = (change: Change, input: ParsedInput<P>) => Promise<Output<P>>;

/** A mutation with slow work (hashing) that must be done before the transaction begins. */
interface Prepared<P extends ProcedureName> {
  prepare(call: QueryCall<P>): Promise<(change: Change) => Promise<Output<P>>>;
}

export type Handler<P extends ProcedureName> = Contract[P]["kind"] extends "query"
  ? (call: QueryCall<P>) => Promise<Output<P>>
  : Mutate<P> | Prepared<P>;

/** The handlers of some procedures; of all of them for `Handlers<Contract>`. */
export type Handlers<Slice> = { [P in keyof Slice & ProcedureName]: Handler<P> };

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error, ctx, path }) {
    const { message, data } = describeFailure(error, ctx?.requestId ?? currentRequestId.getStore() ?? "");
    const { code, httpStatus } = shape.data;
    return { ...shape, message, data: { code, httpStatus, ...(path !== undefined && { path }), ...data } };
  },
});

export const { router, createCallerFactory } = t;

/** Whoever calls without a valid key. */
const anonymous: Actor = { name: "anonymous", scopes: [] };

/** Refuses a caller who lacks the scope. */
export function requireScope(actor: Actor, scope: Scope) {
  if (actor === anonymous) throw new Refusal("unauthorized");
  if (!actor.scopes.includes(scope)) {
    throw new Refusal("forbidden", { message: `This needs the scope ${scope}, which the caller does not have.` });
  }
}

/**
 * Turns a contract entry and its handler into a tRPC procedure. The way of every call, in this order: caller and scope,
 * [rate limit], input, [idempotency key], slow preparation, then one transaction that holds the change, its audit entries
 * and the check of its output. The two in brackets have their place here and come later.
 */
export function procedure<P extends ProcedureName>(name: P, handler: Handler<P>) {
  const entry: Procedure = contract[name];
  const guarded = t.procedure
    .use(async ({ ctx, next, path }) => {
      const { services, requestId, logLevel } = ctx;
      const started = performance.now();
      const log = (actor: Actor, outcome: string) => {
        const milliseconds = Math.round((performance.now() - started) * 100) / 100;
        services.log[logLevel]({ request_id: requestId, procedure: path, actor: actor.name, outcome, milliseconds });
      };
      let actor = anonymous;
      try {
        actor = (await ctx.authenticate()) ?? anonymous;
        if (entry.scope !== "public") requireScope(actor, entry.scope);
      } catch (error) {
        const refusal = toRefusal(error, entry, services);
        log(actor, refusal instanceof Refusal ? refusal.errorCode : "internal_error");
        throw refusal;
      }
      const result = await next({ ctx: { ...ctx, actor } });
      log(actor, result.ok ? "ok" : describeFailure(result.error, requestId).data.error_code);
      return result;
    })
    .input(entry.input);

  type Guarded = { ctx: Context & { actor: Actor }; input: ParsedInput<P> };
  // tRPC infers the input from the erased entry; the entry's own schema has just parsed it.
  const run = (work: (call: Guarded) => Promise<Output<P>>) => (call: { ctx: Guarded["ctx"]; input: unknown }) =>
    work(call as Guarded).catch((error) => {
      throw toRefusal(error, entry, call.ctx.services);
    });
  const check = (output: unknown) => entry.output.parse(output) as Output<P>;

  if (entry.kind === "query") {
    const read = handler as (call: QueryCall<P>) => Promise<Output<P>>; // by kind, as Handler<P> says
    const query = async ({ ctx: { services, actor }, input }: Guarded) =>
      check(await services.database.snapshot((db) => read({ input, db, services, actor })));
    return guarded.query(run(query));
  }
  const mutation = handler as Mutate<P> | Prepared<P>; // by kind, as Handler<P> says
  const mutate = async ({ ctx, input }: Guarded) => {
    const { services, actor } = ctx;
    const { database } = services;
    const work =
      typeof mutation === "function"
        ? (change: Change) => mutation(change, input)
        : await mutation.prepare({ input, db: database.read, services, actor });
    return database.transaction(async (tx) => check(await work(changeIn(tx, name, ctx))));
  };
  return guarded.mutation(run(mutate));
}

function changeIn(tx: Tx, action: ProcedureName, { services, actor, requestId }: Context & { actor: Actor }): Change {
  const now = services.clock().toISOString();
  return {
    tx,
    now,
    actor,
    services,
    audit: (targetType, targetId, changes) =>
      recordAudit(tx, { at: now, actor: actor.name, action, targetType, targetId, changes, requestId }),
  };
}
