import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import type { EventName } from "./events.ts";
import type { Scope } from "./scopes.ts";

interface Entry {
  /** The scope that the caller's key must have; `public` needs no key. */
  scope: Scope | "public";
  description: string;
  /** The fields of the input that the client's function takes one by one. Without `args` it takes the input as one object. */
  args?: readonly string[];
  /** Name of the last argument, which has the fields that `args` does not name. With `?` it may be left out. */
  rest?: "request" | "request?" | "options?";
  input: z.ZodType;
  output: z.ZodType;
  /** Error codes of this procedure, beside those of every procedure. */
  errors: readonly ErrorCode[];
}

export interface Query extends Entry {
  kind: "query";
}

export interface Mutation extends Entry {
  kind: "mutation";
  /** What makes it a bulk call. */
  rows?: Rows;
  /** Its answer says who somebody is now, so a repeated call is made anew, whatever its idempotency key. */
  authenticates?: true;
  /** Neither its answer nor the time until it tells whether an address is known. */
  isDiscreet?: true;
  /** Every event that a call can cause. The server records no other. */
  events: Events;
}

/** The rows of a bulk call, each of which counts in the caller's rate limit. */
export interface Rows {
  /** The field of the input that has them, or their number. */
  field: string;
  /** The procedure that does for one row what the bulk call does for all. */
  single: Mutation;
  /** Error codes that fail a row alone. Any other fails the whole call. */
  errors: readonly ErrorCode[];
}

/** One entry of the contract: everything about a procedure except its implementation. */
export type Procedure = Query | Mutation;

/** At least one: every change leaves an entry in the audit log. */
type Events = readonly [EventName, ...EventName[]];

export type FieldOf<I extends z.ZodType> = keyof NonNullable<z.input<I>> & string;

export interface Definition<I extends z.ZodType, O extends z.ZodType, E extends readonly ErrorCode[]> extends Entry {
  args?: readonly FieldOf<I>[];
  input: I;
  output: O;
  errors: E;
}

/** A read. Its name starts with `fetch`; it changes nothing. */
export const query = <I extends z.ZodType, O extends z.ZodType, const E extends readonly ErrorCode[]>(
  definition: Definition<I, O, E>,
) => ({ kind: "query", ...definition }) as const;

/** A change: one transaction, with its audit entries in it. */
export const mutation = <
  I extends z.ZodType,
  O extends z.ZodType,
  const E extends readonly ErrorCode[],
  const V extends Events,
>(
  definition: Definition<I, O, E> & Pick<Mutation, "authenticates" | "isDiscreet" | "rows"> & { events: V },
) => ({ kind: "mutation", ...definition }) as const;

/** The entries of one noun. Each use is marked as pure, so a bundle that needs only a schema of the module leaves them out. */
export const procedures = <Entries>(make: () => Entries): Entries => make();
