import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import type { Scope } from "./scopes.ts";

/** One entry of the contract: all there is to know about a procedure, except how it is done. */
export interface Procedure {
  kind: "query" | "mutation";
  /** What the caller's key must carry; `public` needs no key. */
  scope: Scope | "public";
  description: string;
  input: z.ZodType;
  output: z.ZodType;
  /** What it can answer beside the codes that any procedure can. */
  errors: readonly ErrorCode[];
}

type Definition<I extends z.ZodType, O extends z.ZodType, E extends readonly ErrorCode[]> = {
  scope: Scope | "public";
  description: string;
  input: I;
  output: O;
  errors: E;
};

/** A read. Its name starts with `fetch`; it changes nothing. */
export const query = <I extends z.ZodType, O extends z.ZodType, const E extends readonly ErrorCode[]>(
  definition: Definition<I, O, E>,
) => ({ kind: "query", ...definition }) as const;

/** A change: one transaction, with its audit entry in it. */
export const mutation = <I extends z.ZodType, O extends z.ZodType, const E extends readonly ErrorCode[]>(
  definition: Definition<I, O, E>,
) => ({ kind: "mutation", ...definition }) as const;
