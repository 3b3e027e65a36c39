import type { Input, Output, ProcedureName } from "@roster/contract/calls";
import type { ErrorData } from "@roster/contract/errors";
import type { Scope } from "@roster/contract/records";
import { createFunctions, type RosterClient } from "./create-functions.ts";
import { RosterError } from "./errors.ts";

/** An in-process caller, in place of an API key: `name` appears in the audit log, `scopes` are its permissions. */
export interface CallerActor {
  name: string;
  scopes: readonly Scope[];
}

/** A directory in the same process, as the server's `openRoster` opens it. */
export interface InProcessRoster {
  call<P extends ProcedureName>(
    procedure: P,
    input: Input<P>,
    actor: CallerActor,
  ): Promise<
    | { ok: true; data: Output<P> }
    | { ok: false; failure: { message: string; data: ErrorData & { httpStatus: number } } }
  >;
}

/** The Users API in the same process, for server-side callers in the same monorepo. */
export function createCaller(roster: InProcessRoster, actor: CallerActor): RosterClient {
  return createFunctions(async (procedure, _kind, input) => {
    const result = await roster.call(procedure, input as Input<typeof procedure>, actor); // the server checks the input
    return result.ok ? result : { ok: false, error: new RosterError(result.failure.message, result.failure.data) };
  });
}
