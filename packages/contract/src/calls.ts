import type { commonErrors, mutationErrors, transportErrors } from "./errors.ts";
import type { Errors, Inputs, Outputs } from "./signatures.ts";

export type ProcedureName = keyof Inputs;

/** What a caller gives procedure `P`. */
export type Input<P extends ProcedureName> = Inputs[P];
/** What procedure `P` answers. */
export type Output<P extends ProcedureName> = Outputs[P];

/** Every code with which a call of procedure `P` can fail. */
export type ErrorCodeOf<P extends ProcedureName> =
  | Errors[P]
  | (typeof commonErrors)[number]
  | (P extends `fetch${string}` ? never : (typeof mutationErrors)[number])
  | (typeof transportErrors)[number];
