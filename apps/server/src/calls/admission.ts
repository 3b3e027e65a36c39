import { contract, type Procedure, type ProcedureName, type Scope } from "@roster/contract";
import { parsed, Refusal } from "../errors.ts";
import type { Actor, Admitted, Call, Context, NoCaller } from "./call.ts";
import { declared, inCatalogue } from "./refusals.ts";

const anonymous: Actor = { name: "anonymous", scopes: [] };

const unauthorized: Record<NoCaller, string> = {
  "no key": "No API key was sent: send one as `Authorization: Bearer <key>`.",
  "invalid key":
    "The API key is not valid. Check that `Authorization: Bearer <key>` has the whole key, and that the key still works.",
  "no session": "The session of the console has ended. Sign in again.",
};

/**
 * Admits a call in this order: caller, rate limit, scope, input. Then answers and logs it. Every failure becomes a refusal that the
 * contract lists. An unexpected error is logged, and the caller sees `internal_error`.
 */
export function admitting<P extends ProcedureName, Answer>(
  name: P,
  answer: (call: Admitted<P>) => Promise<Answer>,
): (call: Call) => Promise<Answer> {
  const entry: Procedure = contract[name];
  return async ({ ctx, batchIndex, getRawInput }) => {
    const { services, requestId } = ctx;
    services.writer?.notice();
    const started = performance.now();
    let actor = anonymous;
    let outcome = "ok";
    try {
      const caller = await ctx.authenticate();
      if (typeof caller !== "string") actor = caller;
      await countCall(ctx, actor, entry);
      if (entry.scope !== "public") {
        if (typeof caller === "string") throw new Refusal("unauthorized", { message: unauthorized[caller] });
        requireScope(actor, entry.scope);
      }
      const input = parsed(entry.input, await getRawInput()) as Admitted<P>["input"]; // `entry` is the contract's entry of `name`
      await countInput(ctx, actor, entry, input);
      return await answer({ ctx: { ...ctx, actor }, batchIndex, input });
    } catch (thrown) {
      const refusal = refusalFor(thrown, entry, name, ctx);
      outcome = refusal.errorCode;
      throw refusal;
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

/** Counts a call over HTTP: by its key, and a public call by its key or network address as well. */
async function countCall({ services, address }: Context, actor: Actor, entry: Procedure) {
  if (address === undefined) return;
  if (actor !== anonymous) await services.limits.call(actor.name);
  if (entry.scope !== "public") return;
  if (actor === anonymous) await services.limits.take("publicCalls", address);
  else await services.limits.take("publicCallsOfKey", actor.name);
}

/** Counts the input of a change over HTTP: the further rows of a bulk call, and the bytes of a caller without a key. */
async function countInput({ services, address }: Context, actor: Actor, entry: Procedure, input: object | undefined) {
  if (address === undefined || entry.kind !== "mutation") return;
  if (actor === anonymous) await services.limits.take("publicBytes", address, Buffer.byteLength(JSON.stringify(input)));
  if (!entry.rows) return;
  const given = (input as Record<string, unknown>)[entry.rows.field]; // a bulk call's input has its field of rows
  const rows = Array.isArray(given) ? given.length : Number(given);
  // At most what a key may do in a second, so that a call with more rows waits like another instead of for ever.
  const counted = Math.min(rows, services.settings.rateLimitPerKey);
  if (counted > 1) await services.limits.call(actor.name, counted - 1);
}

export function requireScope(actor: Actor, scope: Scope) {
  if (!actor.scopes.includes(scope)) {
    throw new Refusal("forbidden", { message: `This needs the scope ${scope}, which the caller does not have.` });
  }
}

/** The refusal for the caller. The log has the cause for the operator. */
function refusalFor(thrown: unknown, entry: Procedure, procedure: string, { services, requestId }: Context): Refusal {
  try {
    const error = inCatalogue(thrown, services.database);
    if (!(error instanceof Refusal)) throw error;
    if (error.errorCode === "unavailable" && error.cause) {
      services.log.error({ err: error.cause }, "the database cannot answer");
    }
    return declared(error, entry);
  } catch (error) {
    services.log.error({ err: error, request_id: requestId, procedure }, "unexpected error");
    return new Refusal("internal_error", {}, { cause: error });
  }
}
