import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from "@trpc/server";
import type { Input, Output, ProcedureName } from "./calls.ts";
import type { ErrorData } from "./errors.ts";

interface Definition<P extends ProcedureName> {
  input: undefined extends Input<P> ? Input<P> | void : Input<P>;
  // tRPC's types treat a void output as an answer that never arrives.
  output: Output<P> extends void ? undefined : Output<P>;
  meta: unknown;
}

/** tRPC's router type, derived from the contract: for tRPC's own client, TanStack Query and the like. */
export type RosterRouter = TRPCBuiltRouter<
  {
    ctx: object;
    meta: object;
    errorShape: {
      message: string;
      code: number;
      data: ErrorData & { code: string; httpStatus: number; path?: string };
    };
    transformer: false;
  },
  {
    [P in ProcedureName]: P extends `fetch${string}`
      ? TRPCQueryProcedure<Definition<P>>
      : TRPCMutationProcedure<Definition<P>>;
  }
>;
