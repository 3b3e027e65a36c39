import { fieldsOneByOne } from "@roster/contract/arguments";
import type { Output, ProcedureName } from "@roster/contract/calls";
import type { RosterError, RosterFailureOf } from "./errors.ts";
import type { RosterFunctions } from "./functions.ts";

/** The result of a call, as plain data. The type of `error.code` lists exactly the codes of procedure `P`. */
export type SafeResult<P extends ProcedureName> =
  | { ok: true; data: Output<P> }
  | { ok: false; error: RosterFailureOf<P> };

/** The same functions, which return their failures instead of throwing them. */
export type SafeFunctions = {
  [P in keyof RosterFunctions]: (...args: Parameters<RosterFunctions[P]>) => Promise<SafeResult<P>>;
};

/** The whole API as functions, over HTTP (`createClient`) or in the same process (`createCaller`). */
export interface RosterClient extends RosterFunctions {
  safe: SafeFunctions;
}

/** Makes one call. */
export type Send = (procedure: ProcedureName, kind: "query" | "mutation", input: unknown) => Promise<Result>;

/** The result of a call, without the types of its procedure. */
type Result = { ok: true; data: unknown } | { ok: false; error: RosterError };

/** Builds every function of the API on top of `send`. */
export function createFunctions(send: Send): RosterClient {
  const call = async (procedure: ProcedureName, given: unknown[]) => {
    if (procedure === "updatePassword") refuseForgottenPassword(given[1]);
    // The contract does not compile when a query's name lacks `fetch`, or a mutation's has it.
    return send(
      procedure,
      procedure.startsWith("fetch") ? "query" : "mutation",
      inputOf(fieldsOneByOne[procedure], given),
    );
  };
  const safe = (procedure: ProcedureName) => [
    procedure,
    async (...args: unknown[]) => {
      const result = await call(procedure, args);
      return result.ok ? result : { ok: false, error: result.error.toJSON() };
    },
  ];
  const throwing = (procedure: ProcedureName) => [
    procedure,
    async (...args: unknown[]) => {
      const result = await call(procedure, args);
      if (result.ok) return result.data;
      throw result.error;
    },
  ];
  const names = Object.keys(fieldsOneByOne) as ProcedureName[]; // the keys of a constant
  const functions = {
    ...Object.fromEntries(names.map(throwing)),
    safe: Object.fromEntries(names.map(safe)),
  };
  return functions as RosterClient; // built from the same list of names that `RosterFunctions` is generated from
}

/** The input: fields that are given one by one, and those of the last argument. */
function inputOf(fields: readonly string[], given: unknown[]) {
  const rest = given[fields.length];
  if (fields.length === 0) return rest;
  return {
    ...(rest as object | undefined),
    ...Object.fromEntries(fields.map((field, index) => [field, given[index]])),
  };
}

/** Without `current_password` the call is a reset. A form that passes it as undefined by mistake must not cause one. */
function refuseForgottenPassword(request: unknown) {
  if (typeof request !== "object" || request === null || !("current_password" in request)) return;
  if (request.current_password === undefined)
    throw new TypeError("current_password is there but undefined: leave it out to reset the password");
}
