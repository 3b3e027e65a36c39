import { AsyncLocalStorage } from "node:async_hooks";
import { contract, type ProcedureName } from "@roster/contract";
import { getTRPCErrorFromUnknown, getTRPCErrorShape, initTRPC } from "@trpc/server";
import type { Call, Context } from "../../calls/call.ts";
import { describeRefusal, type Refusal } from "../../errors.ts";
import { dataOf, implementation, procedureNames } from "../../router.ts";
import type { Asked } from "../front.ts";
import { toRefusal, toTrpcError } from "./errors.ts";

/** The request that tRPC's adapter is answering. The adapter passes on only Node's request. */
export const current = new AsyncLocalStorage<Asked>();

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error, path }) {
    const requestId = current.getStore()?.requestId ?? "";
    const { message, data } = describeRefusal(toRefusal(error), requestId);
    const { code, httpStatus } = shape.data;
    return { ...shape, message, data: { code, httpStatus, ...(path !== undefined && { path }), ...data } };
  },
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

const { _config: config } = appRouter._def;

/** A refusal in the shape of tRPC's own errors. */
export function shapeOf(refusal: Refusal, requestId: string, path?: ProcedureName) {
  const type = path === undefined ? "unknown" : contract[path].kind;
  const error = toTrpcError(refusal);
  const shape = getTRPCErrorShape({ config, error, type, path, input: undefined, ctx: undefined });
  return { ...shape, data: { ...shape.data, request_id: requestId } };
}
