import type { Output, ProcedureName } from "@roster/contract/calls";
import type { RosterErrorOf } from "./errors.ts";
import { type RosterFunctions, toInput } from "./functions.ts";

/** How a call ended, as data. `error.code` narrows to exactly what procedure `P` can answer. */
export type SafeResult<P extends ProcedureName> =
  | { ok: true; data: Output<P> }
  | { ok: false; error: RosterErrorOf<P> };

/** The same functions, which answer their failures instead of throwing them. */
export type SafeFunctions = {
  [P in keyof RosterFunctions]: (...args: Parameters<RosterFunctions[P]>) => Promise<SafeResult<P>>;
};

/** The whole API as functions, over HTTP (`createClient`) or in the same process (`createCaller`). */
export interface RosterClient extends RosterFunctions {
  safe: SafeFunctions;
}

/** Does one call. */
export type Send = (procedure: ProcedureName, kind: "query" | "mutation", input: unknown) => Promise<Result>;

/** How a call ended, before its types are known. */
type Result = { ok: true; data: unknown } | { ok: false; error: Error };

/** Builds every function of the API on one way to send a call. */
export function createFunctions(send: Send): RosterClient {
  const call = async (procedure: ProcedureName, args: unknown[]) => {
    if (procedure === "updatePassword") refuseForgottenPassword(args[1]);
    const inputOf: (...given: never[]) => unknown = toInput[procedure];
    // The contract does not compile unless its names tell queries from mutations.
    return send(procedure, procedure.startsWith("fetch") ? "query" : "mutation", inputOf(...(args as never[])));
  };
  const safe = (procedure: ProcedureName) => [procedure, (...args: unknown[]) => call(procedure, args)];
  const throwing = (procedure: ProcedureName) => [
    procedure,
    async (...args: unknown[]) => {
      const result = await call(procedure, args);
      if (result.ok) return result.data;
      throw result.error;
    },
  ];
  const names = Object.keys(toInput) as ProcedureName[]; // its own keys
  const functions = {
    ...Object.fromEntries(names.map(throwing)),
    safe: Object.fromEntries(names.map(safe)),
  };
  return functions as RosterClient; // the names are the contract's; the types above say what each one takes
}

/** Left out on purpose, `current_password` means a reset; a form that forgot to fill it in must not. */
function refuseForgottenPassword(request: unknown) {
  if (typeof request !== "object" || request === null || !("current_password" in request)) return;
  if (request.current_password === undefined)
    throw new TypeError("current_password is there but undefined: leave it out to reset the password");
}
