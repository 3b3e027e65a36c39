import type { commonErrors, mutationErrors, transportErrors } from "./errors.ts";
import type { Errors, Inputs, Outputs } from "./signatures.ts";

export type ProcedureName = keyof Inputs;

/** The input of procedure `P`, as callers give it. */
export type Input<P extends ProcedureName> = Inputs[P];
/** The answer of procedure `P`. */
export type Output<P extends ProcedureName> = Outputs[P];

/** Every error code of a call of procedure `P`. */
export type ErrorCodeOf<P extends ProcedureName> =
  | Errors[P]
  | (typeof commonErrors)[number]
  | (P extends `fetch${string}` ? never : (typeof mutationErrors)[number])
  | (typeof transportErrors)[number];
