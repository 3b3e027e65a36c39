import { AsyncLocalStorage } from "node:async_hooks";
import { contract, type ProcedureName } from "@roster/contract";
import { getTRPCErrorFromUnknown, initTRPC } from "@trpc/server";
import type { Call, Context } from "../../calls/call.ts";
import type { Refusal } from "../../errors.ts";
import { dataOf, implementation, procedureNames } from "../../router.ts";
import { shapeOf, toRefusal, toTrpcError } from "./errors.ts";

/** The id of the request that tRPC's adapter is answering. The adapter does not pass it to the error formatter. */
export const currentRequestId = new AsyncLocalStorage<string>();

const t = initTRPC.context<Context>().create({
  errorFormatter: ({ error, path }) => shapeOf(toRefusal(error), currentRequestId.getStore() ?? "", path),
});

/** A tRPC procedure that reads its input only after the caller is known. */
function procedure(name: ProcedureName) {
  const call = t.procedure.use(({ ctx, batchIndex, getRawInput, next }) => {
    const read = () =>
      getRawInput().catch((thrown: unknown) => {
        throw toRefusal(getTRPCErrorFromUnknown(thrown));
      });
    return next({ ctx: { call: { ctx, batchIndex, getRawInput: read } } });
  });
  const run = ({ ctx }: { ctx: { call: Call } }): Promise<unknown> =>
    implementation[name](ctx.call).then(dataOf, (refusal: Refusal) => {
      throw toTrpcError(refusal);
    });
  return contract[name].kind === "query" ? call.query(run) : call.mutation(run);
}

/** Clients see it as the contract's type `RosterRouter`; the type of `handlers` proves that each procedure fits. */
export const appRouter = t.router(Object.fromEntries(procedureNames.map((name) => [name, procedure(name)])));
